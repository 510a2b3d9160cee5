import type { Piece } from './cover.ts'
import type { Frame } from './frame.ts'
import type { StyleLayer } from './style.ts'
import { LINE, POINT, POLYGON, type Feature, type TileLayer } from './tile.ts'
import type { View } from './view.ts'

/** A symbol that wants a place at x, y. */
export interface Candidate { layer: StyleLayer; feature: Feature; x: number; y: number; key: number }

const ROOM = 100 // CSS pixels around the view where names still take their room, so that they do not come and go at its edge

/** Whether a place is so far from the view that its name does not matter. */
export function outside({ width, height }: View, x: number, y: number): boolean {
  return x < -ROOM || y < -ROOM || x > width + ROOM || y > height + ROOM
}

/** The places of a layer's symbols, in their order. It stops now and then. */
export function* candidates({ view, ratio }: Frame, layer: StyleLayer, pieces: Piece[]): Generator<void, Candidate[]> {
  const found: Candidate[] = []
  for (const piece of pieces) {
    const source = piece.tile.get(layer.from)
    if (!source) continue
    const k = piece.side / source.extent
    const [x0, y0, x1, y1] = piece.clip.map(n => n / ratio) as [number, number, number, number]
    let n = 0
    for (const feature of source.features) {
      if (++n % 500 === 0) yield
      for (const [ux, uy] of spots(source, feature)) {
        const [x, y] = [piece.left + ux * k, piece.top + uy * k]
        if (x < x0 || x >= x1 || y < y0 || y >= y1) continue // it stands in the next tile, too
        if (outside(view, x, y) || !layer.takes(view.zoom, feature)) continue
        found.push({ layer, feature, x, y, key: layer.get('symbol-sort-key', view.zoom, feature, 0) })
      }
    }
  }
  return layer.has('symbol-sort-key') ? found.sort((a, b) => a.key - b.key) : found
}

/** Where the symbols of a feature stand, in units of its tile: points where they are, polygons in their middle. */
function* spots({ xy, ends }: TileLayer, { type, first, last }: Feature): Generator<[number, number]> {
  for (let part = first; part < last && type !== LINE; part++) {
    const from = part ? ends[part - 1]! : 0
    yield type === POINT ? [xy[2 * from]!, xy[2 * from + 1]!] : middle(xy.subarray(2 * from, 2 * ends[part]!))
    if (type === POLYGON) return
  }
}

/** Of squares and what is like them. */
function middle(xy: Int32Array): [number, number] {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < xy.length; i += 2) {
    x0 = Math.min(x0, xy[i]!)
    x1 = Math.max(x1, xy[i]!)
    y0 = Math.min(y0, xy[i + 1]!)
    y1 = Math.max(y1, xy[i + 1]!)
  }
  return [(x0 + x1) / 2, (y0 + y1) / 2]
}
