import { alike } from './alike.ts'
import type { Piece } from './cover.ts'
import { clipped, type Frame } from './frame.ts'
import type { StyleLayer } from './style.ts'
import { POLYGON, type TileLayer } from './tile.ts'
import { trace } from './trace.ts'

/** Fills the polygons of a layer in one tile, those that look alike in one go, and draws their outlines. */
export function paintFills(frame: Frame, style: StyleLayer, piece: Piece, layer: TileLayer): void {
  const { c, view, from, sprites } = frame
  const groups = alike(layer.features, f => {
    if (f.type !== POLYGON || !style.takes(view.zoom, f)) return undefined
    const get = <T>(name: string, otherwise: T) => style.get(`fill-${name}`, view.zoom, f, otherwise)
    const opacity = get('opacity', 1)
    return opacity > 0 ? [opacity, get('color', '#000'), get('pattern', ''), get('outline-color', '')] as const : undefined
  })
  if (groups.length) clipped(frame, piece, () => {
    for (const { look: [opacity, colour, pattern, outline], features } of groups) {
      c.globalAlpha = opacity
      c.beginPath()
      for (const f of features) trace(c, layer, f, piece)
      c.fillStyle = pattern ? sprites.hatch(pattern, view.left - from.left, view.top - from.top) : colour
      c.fill()
      if (!outline) continue
      c.strokeStyle = outline
      c.lineWidth = 1
      c.stroke()
    }
  })
}
