import type { Seen } from './seen.ts'
import { POLYGON, type Feature, type TileLayer } from './tile.ts'

const REACH = { mouse: 8, touch: 20 } // CSS pixels
const HEAD = 18 // how far over its place the head of a pin stands

/** What lies under a place: a pin, else a dot, each the nearest within reach; and the polygons around it. */
export function hitAt(seen: Iterable<Seen>, x: number, y: number, touch: boolean): { point: Seen | undefined; around: Seen[] } {
  const reach = touch ? REACH.touch : REACH.mouse
  const nearest: Record<string, { far: number; what: Seen }> = {}
  const around = new Map<string, Seen>()
  for (const what of seen) {
    if (what.from === 'asset' || what.from === 'home') {
      const far = Math.hypot(what.x - x, what.y - (what.from === 'asset' ? HEAD : 0) - y) - (what.from === 'asset' ? reach : 0)
      if (far <= reach && far < (nearest[what.from]?.far ?? Infinity)) nearest[what.from] = { far, what }
    } else if ((what.from === 'area' || what.from === 'home_protected' || what.from === 'home_square') && touches(what, x, y, reach / 2)) {
      around.set(what.from + String(what.props['ref'] ?? what.props['cell'] ?? ''), what)
    }
  }
  return { point: (nearest['asset'] ?? nearest['home'])?.what, around: [...around.values()] }
}

/** Whether a polygon holds a place of the screen, or a line or an edge passes within reach of it. */
export function touches({ layer, feature, piece }: Pick<Seen, 'layer' | 'feature' | 'piece'>, x: number, y: number, reach: number): boolean {
  const k = layer.extent / piece.side
  const [ux, uy] = [(x - piece.left) * k, (y - piece.top) * k]
  return (feature.type === POLYGON && holds(layer, feature, ux, uy)) || near(layer, feature, ux, uy, reach * k)
}

function holds(layer: TileLayer, feature: Feature, x: number, y: number): boolean {
  let inside = false
  edges(layer, feature, (x0, y0, x1, y1) => {
    if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) inside = !inside
  })
  return inside
}

function near(layer: TileLayer, feature: Feature, x: number, y: number, reach: number): boolean {
  let found = false
  edges(layer, feature, (x0, y0, x1, y1) => {
    const [dx, dy] = [x1 - x0, y1 - y0]
    const t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)))
    found ||= Math.hypot(x0 + t * dx - x, y0 + t * dy - y) <= reach
  })
  return found
}

function edges({ xy, ends }: TileLayer, { first, last, type }: Feature, each: (x0: number, y0: number, x1: number, y1: number) => void): void {
  for (let part = first; part < last; part++) {
    const [from, to] = [part ? ends[part - 1]! : 0, ends[part]!]
    for (let i = from + 1; i < to; i++) each(xy[2 * i - 2]!, xy[2 * i - 1]!, xy[2 * i]!, xy[2 * i + 1]!)
    if (type === POLYGON && to > from) each(xy[2 * to - 2]!, xy[2 * to - 1]!, xy[2 * from]!, xy[2 * from + 1]!)
  }
}
