import { anchors, setAlong, type Anchor } from './along.ts'
import { grown, type Boxes } from './boxes.ts'
import { outside } from './candidates.ts'
import { steadySide, type Piece } from './cover.ts'
import type { Frame } from './frame.ts'
import type { Label, Mark } from './place.ts'
import type { StyleLayer } from './style.ts'
import { typeOf, widthOf, type Type } from './text.ts'
import type { Feature, TileLayer } from './tile.ts'

const laid = new WeakMap<TileLayer, Map<string, Anchor[]>>()

/** Places names along the lines of a layer. It stops after each tile. */
export function* placeLines(frame: Frame, layer: StyleLayer, pieces: Piece[], taken: Boxes, marks: Mark[], labels: Label[]): Generator<void, void> {
  const { c, view } = frame
  const { zoom } = view
  const steady = Math.floor(zoom) + .5
  const said = new Map<string, [number, number][]>()
  for (const piece of pieces) {
    const source = piece.tile.get(layer.from)
    if (!source) continue
    const cache = laid.get(source) ?? new Map<string, Anchor[]>()
    laid.set(source, cache)
    const key = `${layer.id} ${steady}`
    const unit = steadySide(view, piece.z) / source.extent // CSS pixels to a unit, at the whole zoom
    let found = cache.get(key)
    if (!found) {
      const named = source.features.filter(f => layer.takes(steady, f)).map((f): [Feature, string] => [f, layer.get('text-field', steady, f, '')])
      found = anchors(source, named, (text, f) => widthOf(c, typeOf(layer, steady, f), text) / unit, layer.get('symbol-spacing', steady, source.features[0]!, 250) / unit)
      cache.set(key, found)
    }
    const k = piece.side / source.extent
    const apart = layer.get('symbol-spacing', zoom, source.features[0]!, 250) * .75
    for (const anchor of found) {
      const type = typeOf(layer, zoom, anchor.feature)
      const set = setAlong(anchor, advancesOf(frame, type, anchor.text), type.size, (layer.get('text-max-angle', zoom, anchor.feature, 45) * Math.PI) / 180, piece, k)
      if (!set) continue
      const [x, y] = [set.runs[0]!.x, set.runs[0]!.y]
      if (outside(view, x, y)) continue
      const same = said.get(anchor.text) ?? []
      if (same.some(([sx, sy]) => Math.hypot(sx - x, sy - y) < apart)) continue
      const padding = layer.get('text-padding', zoom, anchor.feature, 2)
      const boxes = set.boxes.map(b => grown(b, padding))
      if (boxes.some(b => taken.hits(b))) continue
      for (const b of boxes) taken.add(b)
      labels.push({ text: anchor.text, boxes })
      same.push([x, y])
      said.set(anchor.text, same)
      marks.push({ x, y, type, runs: set.runs })
    }
    yield
  }
}

/** How far each letter goes on, with the kerning that the whole word has. */
function advancesOf({ c }: Frame, type: Type, text: string): number[] {
  let [before, all] = [0, '']
  return [...text].map(letter => {
    all += letter
    const to = widthOf(c, type, all)
    const advance = to - before
    before = to
    return advance
  })
}
