import { candidates } from './candidates.ts'
import { paintCircle } from './circle.ts'
import type { Piece } from './cover.ts'
import { paintFills } from './fills.ts'
import type { Frame } from './frame.ts'
import { paintLines } from './lines.ts'
import { place, type Label, type Mark } from './place.ts'
import type { StyleLayer } from './style.ts'
import { write } from './text.ts'
import type { Feature } from './tile.ts'

const NOTHING: Feature = { type: 0, props: {}, first: 0, last: 0 }

/** Paints all layers over one another. It stops often, so that no part of it keeps the page waiting. */
export function* paint(frame: Frame, layers: StyleLayer[], pieces: Piece[], words: boolean): Generator<void, Label[]> {
  const { c, view: { zoom, width, height }, ratio } = frame
  const shown = layers.filter(l => l.shows(zoom))
  const { marks, labels } = yield* place(frame, shown.filter(l => l.type === 'symbol'), pieces, words)
  for (const layer of shown) {
    c.setTransform(ratio, 0, 0, ratio, 0, 0)
    c.globalAlpha = 1
    if (layer.type === 'background') {
      c.fillStyle = layer.get('background-color', zoom, NOTHING, '#fff')
      c.fillRect(0, 0, width, height)
    } else if (layer.type === 'fill' || layer.type === 'line') {
      for (const piece of pieces) {
        const source = piece.tile.get(layer.from)
        if (!source) continue
        ;(layer.type === 'fill' ? paintFills : paintLines)(frame, layer, piece, source)
        yield
      }
    } else if (layer.type === 'circle') for (const candidate of yield* candidates(frame, layer, pieces)) paintCircle(frame, candidate)
    else yield* stamp(frame, marks.get(layer) ?? [])
  }
  return labels
}

function* stamp({ c, view: { width, height } }: Frame, marks: Mark[]): Generator<void> {
  let n = 0
  for (const { sprite, x, y, type, runs } of marks) {
    if (sprite && x < width && y < height && x > -sprite.width && y > -sprite.height) sprite.stamp(c, x, y)
    if (type && runs) write(c, type, runs)
    if (++n % 100 === 0) yield
  }
}
