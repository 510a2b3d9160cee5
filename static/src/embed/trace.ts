import type { Piece } from './cover.ts'
import { POLYGON, type Feature, type TileLayer } from './tile.ts'

/** Something that takes a path: a canvas or a Path2D. */
export type Pen = Pick<Path2D, 'moveTo' | 'lineTo' | 'closePath'>

/** Draws the outline of a feature where its tile lies; rings of polygons are closed. */
export function trace(pen: Pen, layer: TileLayer, { first, last, type }: Feature, { left, top, side }: Piece): void {
  const k = side / layer.extent
  const { xy, ends } = layer
  for (let part = first; part < last; part++) {
    const [from, to] = [2 * (part ? ends[part - 1]! : 0), 2 * ends[part]!]
    pen.moveTo(left + xy[from]! * k, top + xy[from + 1]! * k)
    for (let i = from + 2; i < to; i += 2) pen.lineTo(left + xy[i]! * k, top + xy[i + 1]! * k)
    if (type === POLYGON) pen.closePath()
  }
}

/** One part of a feature in CSS pixels, as x, y, x, y …; what closes a ring is not repeated. */
export function partOf(layer: TileLayer, part: number, { left, top, side }: Piece): Float64Array {
  const [from, to] = [2 * (part ? layer.ends[part - 1]! : 0), 2 * layer.ends[part]!]
  const k = side / layer.extent
  const out = new Float64Array(to - from)
  for (let i = 0; i < out.length; i += 2) {
    out[i] = left + layer.xy[from + i]! * k
    out[i + 1] = top + layer.xy[from + i + 1]! * k
  }
  return out
}
