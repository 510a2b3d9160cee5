import type { Position } from './position.ts'
import { nationalGrid } from './grid-reference.ts'

/** A quick estimate, shown in grey until the server's figures come: hectares and kilometres on the national grid. */
export function estimate(corners: Position[]): { hectares: number; kilometres: number } {
  const points = corners.map(nationalGrid)
  let twice = 0
  let metres = 0
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length] ?? a
    twice += a[0] * b[1] - b[0] * a[1]
    metres += Math.hypot(b[0] - a[0], b[1] - a[1])
  })
  return { hectares: Math.abs(twice) / 2 / 10_000, kilometres: metres / 1000 }
}
