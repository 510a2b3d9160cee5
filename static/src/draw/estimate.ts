import { Plane, type Metres } from '../geo/plane.ts'
import type { Position } from '../geo/position.ts'
import type { Drawn, Ring } from './drawn.ts'

/** What the browser can say at once, shown in grey until the server's word comes. */
export interface Estimate {
  readonly hectares: number
  readonly kilometres: number // of all edges, holes too
  readonly corners: number
  readonly parts: number
  readonly holes: number
  readonly crossings: readonly Position[] // where edges cross; ten at most
}

const MOST_CROSSINGS = 10

/** Measures what is drawn and closed, in a plane around it. */
export function estimate({ parts }: Drawn): Estimate {
  const rings = parts.flatMap(p => [p.outline, ...p.holes])
  const first = rings.find(r => r.length > 0)?.[0]
  const holes = parts.reduce((n, p) => n + p.holes.length, 0)
  if (!first) return { hectares: 0, kilometres: 0, corners: 0, parts: 0, holes, crossings: [] }
  const plane = new Plane(middle(rings))
  const flat = rings.map(ring => ring.map(c => plane.metres(c)))
  const outlines = new Set(parts.map(p => p.outline))
  const square = flat.reduce((sum, ring, i) => sum + (outlines.has(rings[i]!) ? 1 : -1) * Math.abs(twiceArea(ring)) / 2, 0)
  return {
    hectares: square / 10_000,
    kilometres: flat.reduce((sum, ring) => sum + length(ring), 0) / 1000,
    corners: rings.reduce((n, r) => n + r.length, 0),
    parts: parts.length,
    holes,
    crossings: crossings(flat).map(at => plane.position(at)),
  }
}

function middle(rings: readonly Ring[]): Position {
  let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of rings) {
    for (const [x, y] of ring) {
      if (x < w) w = x
      if (x > e) e = x
      if (y < s) s = y
      if (y > n) n = y
    }
  }
  return [(w + e) / 2, (s + n) / 2]
}

function twiceArea(ring: readonly Metres[]): number {
  return ring.reduce((sum, a, i) => {
    const b = ring[(i + 1) % ring.length] ?? a
    return sum + a[0] * b[1] - b[0] * a[1]
  }, 0)
}

function length(ring: readonly Metres[]): number {
  return ring.reduce((sum, a, i) => {
    const b = ring[(i + 1) % ring.length] ?? a
    return sum + Math.hypot(b[0] - a[0], b[1] - a[1])
  }, 0)
}

interface Side { readonly a: Metres; readonly b: Metres; readonly left: number; readonly right: number; readonly low: number; readonly high: number }

/** Where edges cross each other within, not where they only touch. A sweep from west to east; each edge is held against those still open. */
function crossings(rings: readonly (readonly Metres[])[]): Metres[] {
  const sides: Side[] = rings.flatMap(ring => ring.map((a, i) => {
    const b = ring[(i + 1) % ring.length] ?? a
    return { a, b, left: Math.min(a[0], b[0]), right: Math.max(a[0], b[0]), low: Math.min(a[1], b[1]), high: Math.max(a[1], b[1]) }
  })).sort((p, q) => p.left - q.left)
  const found: Metres[] = []
  const open: Side[] = []
  for (const side of sides) {
    let kept = 0
    for (const other of open) {
      if (other.right < side.left) continue // the sweep has passed it
      open[kept++] = other
      if (other.high < side.low || other.low > side.high) continue
      const at = crossing(side, other)
      if (at) found.push(at)
      if (found.length === MOST_CROSSINGS) return found
    }
    open.length = kept
    open.push(side)
  }
  return found
}

function crossing({ a, b }: Side, { a: c, b: d }: Side): Metres | undefined {
  const [side1, side2] = [turn(a, b, c), turn(a, b, d)]
  if (!(side1 > 0 && side2 < 0) && !(side1 < 0 && side2 > 0)) return undefined
  const [side3, side4] = [turn(c, d, a), turn(c, d, b)]
  if (!(side3 > 0 && side4 < 0) && !(side3 < 0 && side4 > 0)) return undefined
  const t = side3 / (side3 - side4)
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
}

/** Above zero where c lies to the left of the line from a to b; a tenth of a millimetre beside it is on it. */
function turn(a: Metres, b: Metres, c: Metres): number {
  const area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
  return Math.abs(area) < 1e-4 * Math.hypot(b[0] - a[0], b[1] - a[1]) ? 0 : area
}
