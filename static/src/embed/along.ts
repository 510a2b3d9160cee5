import { join, placeOn, type Chain } from './chains.ts'
import type { Rect } from './boxes.ts'
import type { Piece } from './cover.ts'
import { under, type Run } from './text.ts'
import { LINE, type Feature, type TileLayer } from './tile.ts'

/** Where a name may stand on a line: its middle, in the units of the tile. */
export interface Anchor { text: string; feature: Feature; chain: Chain; at: number }

/**
 * The places for the names of a layer's lines, those first that are as far apart as spacing. They depend on the tile alone, so that names stay where they are
 * while the map moves. widthOf and spacing are in units of the tile.
 */
export function anchors(layer: TileLayer, named: [Feature, string][], widthOf: (text: string, f: Feature) => number, spacing: number): Anchor[] {
  const byText = new Map<string, { feature: Feature; lines: number[][] }>()
  for (const [feature, text] of named) {
    if (feature.type !== LINE || !text) continue
    const same = byText.get(text) ?? { feature, lines: [] }
    byText.set(text, same)
    for (let part = feature.first; part < feature.last; part++) {
      const from = part ? layer.ends[part - 1]! : 0
      if (layer.ends[part]! - from > 1) same.lines.push(Array.from(layer.xy.subarray(2 * from, 2 * layer.ends[part]!)))
    }
  }
  const inside = (n: number) => n >= 0 && n < layer.extent
  const found: Anchor[] = []
  for (const [text, { feature, lines }] of byText) {
    for (const chain of join(lines)) {
      const width = widthOf(text, feature)
      if (chain.length < width) continue
      // A line that comes from another tile has its names where that tile would put them, too; others begin with one near their start.
      const cut = !inside(chain.xy[0]!) || !inside(chain.xy[1]!)
      const first = spacing > chain.length ? chain.length / 2 : cut ? spacing / 2 : (spacing + width) / 4
      for (const shift of [0, 2, 1, 3]) { // the places between are for where those are taken
        for (let at = (first + (shift * spacing) / 4) % spacing; at < chain.length; at += spacing) {
          const { x, y } = placeOn(chain, at)
          if (inside(x) && inside(y)) found.push({ text, feature, chain, at })
        }
      }
    }
  }
  return found
}

/**
 * Sets letters along a line around an anchor; undefined where the line is too short or turns too much.
 * @param advances how far each letter goes on, CSS pixels
 * @param k CSS pixels to a unit of the tile
 */
export function setAlong({ text, chain, at }: Anchor, advances: number[], size: number, maxAngle: number, { left, top }: Piece, k: number): { runs: Run[]; boxes: Rect[] } | undefined {
  const width = advances.reduce((a, b) => a + b, 0)
  const [from, to] = [at - width / 2 / k, at + width / 2 / k]
  if (from < 0 || to > chain.length) return undefined
  const [first, last] = [placeOn(chain, from), placeOn(chain, to)]
  const back = last.x < first.x // words are read from left to right
  const spot = (distance: number) => {
    const p = placeOn(chain, back ? to - distance / k : from + distance / k)
    return { x: left + p.x * k, y: top + p.y * k, angle: turned(back ? p.angle + Math.PI : p.angle) }
  }
  const straight = Math.abs(turned(spot(0).angle - spot(width).angle)) < .02 && Math.abs(turned(spot(width / 2).angle - spot(0).angle)) < .02
  const runs: Run[] = []
  const boxes: Rect[] = []
  let [distance, before] = [0, undefined as number | undefined]
  for (const [i, letter] of [...text].entries()) {
    const { x, y, angle } = spot(distance + advances[i]! / 2)
    if (before !== undefined && Math.abs(turned(angle - before)) > maxAngle) return undefined
    before = angle
    distance += advances[i]!
    const half = size / 2
    boxes.push([x - half, y - half, x + half, y + half])
    const [bx, by] = under(x, y, angle, size)
    if (!straight) runs.push({ text: letter, x: bx, y: by, angle })
  }
  if (straight) {
    const { x, y, angle } = spot(width / 2)
    const [bx, by] = under(x, y, angle, size)
    runs.push({ text, x: bx, y: by, angle })
  }
  return { runs, boxes }
}

/** The same angle between -π and π. */
function turned(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI))
}
