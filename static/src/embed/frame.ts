import type { Piece } from './cover.ts'
import type { Sprites } from './sprites.ts'
import type { View } from './view.ts'

export type Context = CanvasRenderingContext2D

/** What everything that is painted in one go shares. */
export interface Frame {
  c: Context
  view: View
  from: View // where the reader began: patterns lie there as in the picture of the server
  ratio: number // device pixels to one CSS pixel
  sprites: Sprites
}

/** Paints within what a tile shows of itself, in CSS pixels. */
export function clipped({ c, ratio }: Frame, { clip: [x0, y0, x1, y1] }: Piece, paint: () => void): void {
  c.save()
  c.setTransform(1, 0, 0, 1, 0, 0)
  c.beginPath()
  c.rect(x0, y0, x1 - x0, y1 - y0)
  c.clip()
  c.setTransform(ratio, 0, 0, ratio, 0, 0)
  paint()
  c.restore()
}
