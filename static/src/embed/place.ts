import { Boxes, type Rect } from './boxes.ts'
import { candidates } from './candidates.ts'
import type { Piece } from './cover.ts'
import type { Frame } from './frame.ts'
import { placeLines } from './place-line.ts'
import { placePoint } from './place-point.ts'
import type { Sprite } from './sprites.ts'
import type { StyleLayer } from './style.ts'
import type { Run, Type } from './text.ts'

/** A symbol that found its place: a picture with its corner at x, y, words, or both. */
export interface Mark { sprite?: Sprite; x: number; y: number; type?: Type; runs?: Run[] }

/** Words that may not overlap others, and the boxes that they take. */
export interface Label { text: string; boxes: Rect[] }

/** What stands where. labels are in the order in which they found their places. */
export interface Placed { marks: Map<StyleLayer, Mark[]>; labels: Label[] }

/** Places the symbols of all layers. As in MapLibre later layers come first, and within a layer those of the lower sort key. It stops now and then. */
export function* place(frame: Frame, layers: StyleLayer[], pieces: Piece[], words: boolean): Generator<void, Placed> {
  const placed: Placed = { marks: new Map(), labels: [] }
  const taken = new Boxes()
  for (const layer of layers.toReversed()) {
    const marks: Mark[] = []
    placed.marks.set(layer, marks)
    if (layer.has('symbol-placement')) {
      if (words) yield* placeLines(frame, layer, pieces, taken, marks, placed.labels)
    } else {
      let n = 0
      for (const candidate of yield* candidates(frame, layer, pieces)) {
        placePoint(frame, candidate, taken, marks, placed.labels, words)
        if (++n % 200 === 0) yield
      }
    }
    yield
  }
  return placed
}
