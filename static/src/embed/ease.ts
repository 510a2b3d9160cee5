import type { LiveMap } from './live-map.ts'
import type { View } from './view.ts'

const still = matchMedia('(prefers-reduced-motion: reduce)')
const EASE = 160 // milliseconds of a step by button or key

/** Goes to a view, in a moment or at once as the reader likes it. */
export function go(map: LiveMap, to: (from: View) => View): void {
  map.touched = true
  const [from, target, began] = [map.view, to(map.view), performance.now()]
  if (still.matches) return map.show(target)
  const [dx, dy, dz] = [target.x - from.x, target.y - from.y, target.zoom - from.zoom]
  let last = from
  const step = () => {
    if (map.view !== last) return // the reader goes elsewhere
    const t = Math.min(1, (performance.now() - began) / EASE)
    const s = dz ? (1 - 2 ** (-dz * t)) / (1 - 2 ** -dz) : t // so that one place stays where it is
    map.show(t === 1 ? target : from.at(from.x + dx * s, from.y + dy * s, from.zoom + dz * t))
    last = map.view
    if (t < 1) requestAnimationFrame(step)
  }
  step()
}
