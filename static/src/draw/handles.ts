import type { View } from '../map/view.ts'
import { ringAt, ringsOf, UNFINISHED } from './change.ts'
import type { CornerPath, Drawn } from './drawn.ts'

/** What can be grabbed on the screen: a corner, or the middle of the edge after it. */
export interface Handle { readonly kind: 'corner' | 'middle'; readonly path: CornerPath; readonly x: number; readonly y: number }

const APART = 12 // pixels between corners below which they are not all shown
const ROOM_FOR_MIDDLE = 36 // an edge as long as this has room for its middle between its corners
const AROUND_SELECTED = 8 // corners shown on either side of the selected one where they lie close
const MARGIN = 10

/**
 * The corners and middles that are shown: those in view, of rings whose corners lie far enough apart on the screen. Of a ring whose
 * corners lie closer only those around the selected one are.
 */
export function handlesIn(drawn: Drawn, view: View, selected?: CornerPath): Handle[] {
  return ringsOf(drawn).flatMap(where => {
    const ring = ringAt(drawn, where)
    const places = ring.map(at => view.xy(at))
    const seen = places.map(([x, y]) => view.shows(x, y, MARGIN))
    const here = selected?.part === where.part && selected.ring === where.ring ? selected.corner : undefined
    const crowded = apart(places, seen) < APART
    const open = where.part === UNFINISHED
    const found: Handle[] = []
    places.forEach(([x, y], corner) => {
      if (crowded && (here === undefined || steps(corner, here, ring.length) > AROUND_SELECTED)) return
      const path = { ...where, corner }
      if (seen[corner]) found.push({ kind: 'corner', path, x, y })
      if (open && corner === ring.length - 1) return
      const [nx, ny] = places[(corner + 1) % places.length]!
      const [mx, my] = [(x + nx) / 2, (y + ny) / 2]
      if (Math.hypot(nx - x, ny - y) >= ROOM_FOR_MIDDLE && view.shows(mx, my)) found.push({ kind: 'middle', path, x: mx, y: my })
    })
    return found
  })
}

/** Mean pixels between the corners in view and the next ones; without end where fewer than two are in view. */
function apart(places: [number, number][], seen: boolean[]): number {
  let [sum, n] = [0, 0]
  places.forEach(([x, y], i) => {
    const next = places[(i + 1) % places.length]!
    if (!seen[i] || i + 1 >= places.length) return
    sum += Math.hypot(next[0] - x, next[1] - y)
    n++
  })
  return n < 2 ? Infinity : sum / n
}

/** Corners from one to another, the shorter way around. */
function steps(a: number, b: number, length: number): number {
  const d = Math.abs(a - b)
  return Math.min(d, length - d)
}

/** The handle under a pointer: the nearest corner within reach, or else the nearest middle. */
export function handleAt(handles: readonly Handle[], x: number, y: number, reach: number): Handle | undefined {
  let best: Handle | undefined
  let least = reach
  for (const kind of ['corner', 'middle'] as const) {
    for (const handle of handles) {
      const away = Math.hypot(handle.x - x, handle.y - y)
      if (handle.kind === kind && away <= least) [best, least] = [handle, away]
    }
    if (best) return best
  }
  return undefined
}

/** Whether a handle is the first corner of the ring that is being drawn: a press on it closes the ring. */
export function closesRing(handle: Handle | undefined): boolean {
  return handle?.kind === 'corner' && handle.path.part === UNFINISHED && handle.path.corner === 0
}
