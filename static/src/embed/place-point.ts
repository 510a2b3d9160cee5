import { grown, type Boxes, type Rect } from './boxes.ts'
import type { Candidate } from './candidates.ts'
import type { Frame } from './frame.ts'
import type { Label, Mark } from './place.ts'
import { block, LEADING, typeOf, widthOf, wrap } from './text.ts'

/** Places a picture, words, or both at a point. */
export function placePoint(frame: Frame, { layer, feature, x, y }: Candidate, taken: Boxes, marks: Mark[], labels: Label[], words: boolean): void {
  const { c, view, view: { zoom }, sprites } = frame
  const get = <T>(property: string, otherwise: T) => layer.get(property, zoom, feature, otherwise)
  const yes = (property: string) => get(property, false)
  const fits = (what: string, box: Rect) => yes(`${what}-allow-overlap`) || !taken.hits(box)
  const take = (what: string, box: Rect) => yes(`${what}-ignore-placement`) || taken.add(box)
  const mark: Mark = { x, y }
  let iconBox: Rect | undefined
  let textBox: Rect | undefined
  const name = get<string>('icon-image', '')
  if (name) {
    const sprite = sprites.icon(name, get('icon-size', 1))
    const { width, height } = sprite
    const [left, top] = [x - width / 2, y - (get<string>('icon-anchor', '') === 'bottom' ? height : height / 2)]
    const box = grown([left, top, left + width, top + height], get('icon-padding', 2))
    if (fits('icon', box)) {
      Object.assign(mark, { sprite, x: left, y: top })
      iconBox = box
    }
  }
  const text = words ? get<string>('text-field', '') : ''
  if (text && (!name || iconBox)) {
    const type = (mark.type = typeOf(layer, zoom, feature))
    const width = (t: string) => widthOf(c, type, t)
    const lines = wrap(text, Math.min(get('text-max-width', 10) * type.size, view.width * .8), width)
    const [wide, high] = [Math.max(...lines.map(width)), lines.length * LEADING * type.size]
    for (const [anchor, dx, dy] of anchorsOf(get, type.size)) {
      const left = x + dx - (anchor === 'left' ? 0 : anchor === 'right' ? wide : wide / 2)
      const top = y + dy - (anchor === 'top' ? 0 : anchor === 'bottom' ? high : high / 2)
      const box = grown([left, top, left + wide, top + high], get('text-padding', 2))
      if (!fits('text', box)) continue
      textBox = box
      mark.runs = block(lines, width, left, top, wide, type.size, anchor)
      break
    }
  }
  if (text && !textBox && !yes('text-optional')) return
  if (iconBox) take('icon', iconBox)
  if (textBox) take('text', textBox)
  if (textBox && !yes('text-allow-overlap')) labels.push({ text, boxes: [textBox] })
  if (iconBox || textBox) marks.push(mark)
}

/** Where words may stand beside their place, in the order in which that is tried: a side of theirs, and how far it is moved. */
function anchorsOf(get: <T>(property: string, otherwise: T) => T, size: number): [anchor: string, dx: number, dy: number][] {
  const pairs = get('text-variable-anchor-offset', [] as (string | number[])[])
  const radial = get('text-radial-offset', 0)
  const [dx, dy] = get('text-offset', [0, 0])
  const found: [string, number, number][] = pairs.length
    ? pairs.flatMap((p, i) => (typeof p === 'string' ? [[p, ...(pairs[i + 1] as [number, number])]] : []))
    : get('text-variable-anchor', [] as string[]).map(n => [n, n === 'left' ? radial : n === 'right' ? -radial : 0, n === 'top' ? radial : n === 'bottom' ? -radial : 0])
  return (found.length ? found : [['center', dx!, dy!] as [string, number, number]]).map(([n, x, y]) => [n, x * size, y * size])
}
