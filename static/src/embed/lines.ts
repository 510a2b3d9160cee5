import { alike } from './alike.ts'
import type { Piece } from './cover.ts'
import { clipped, type Frame } from './frame.ts'
import { traceBeside } from './offset.ts'
import type { StyleLayer } from './style.ts'
import { POINT, POLYGON, type TileLayer } from './tile.ts'
import { partOf, trace } from './trace.ts'

/** Draws the lines of a layer in one tile, those that look alike in one go. */
export function paintLines(frame: Frame, style: StyleLayer, piece: Piece, layer: TileLayer): void {
  const { c, view: { zoom } } = frame
  const groups = alike(layer.features, f => {
    if (f.type === POINT || !style.takes(zoom, f)) return undefined
    const get = <T>(name: string, otherwise: T) => style.get(`line-${name}`, zoom, f, otherwise)
    const [opacity, width] = [get('opacity', 1), get('width', 1)]
    return opacity > 0 && width > 0
      ? [opacity, width, get('color', '#000'), get('offset', 0), get('cap', 'butt' as CanvasLineCap), get('join', 'miter' as CanvasLineJoin), get('dasharray', [] as number[])] as const
      : undefined
  })
  if (groups.length) clipped(frame, piece, () => {
    for (const { look: [opacity, width, colour, offset, cap, join, dash], features } of groups) {
      c.globalAlpha = opacity
      c.strokeStyle = colour
      c.lineWidth = width
      c.lineCap = cap
      c.lineJoin = join
      c.miterLimit = 2 // as MapLibre has it
      c.setLineDash(dash.map(d => d * width))
      c.beginPath()
      for (const f of features) {
        if (!offset) trace(c, layer, f, piece)
        else for (let part = f.first; part < f.last; part++) traceBeside(c, partOf(layer, part, piece), offset, f.type === POLYGON)
      }
      c.stroke()
    }
  })
}
