import { estimate } from '../geo/measure.ts'
import type { Drawn } from './drawn.ts'

/** A quick measure of what is drawn, in grey until the server's comes: outlines less holes, and the length of all rings. */
export function estimateOf(drawn: Drawn): { hectares: number; kilometres: number } | undefined {
  if (drawn.parts.length === 0) return undefined
  let [hectares, kilometres] = [0, 0]
  for (const { outline, holes } of drawn.parts) {
    for (const [i, ring] of [outline, ...holes].entries()) {
      const m = estimate([...ring])
      hectares += i === 0 ? m.hectares : -m.hectares
      kilometres += m.kilometres
    }
  }
  return { hectares: Math.max(0, hectares), kilometres }
}
