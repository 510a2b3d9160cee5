import { expect, it } from 'vitest'
import { anchors, setAlong } from './along.ts'
import { join } from './chains.ts'
import type { Piece } from './cover.ts'
import { LINE, type Feature, type TileLayer } from './tile.ts'

const piece = { left: 0, top: 0, side: 512 } as Piece
const street = (xy: number[]): [TileLayer, Feature] => {
  const feature: Feature = { type: LINE, props: {}, first: 0, last: 1 }
  return [{ extent: 4096, features: [feature], xy: Int32Array.from(xy), ends: Int32Array.of(xy.length / 2) }, feature]
}
const set = (xy: number[], text: string, at: number) =>
  setAlong({ text, feature: {} as Feature, chain: join([xy])[0]!, at }, [...text].map(() => 8), 12, .5, piece, 1)

it('puts names along a line as far apart as they shall be, within the tile', () => {
  const [layer, f] = street([-200, 100, 5000, 100])
  const found = anchors(layer, [[f, 'Vale Road']], () => 400, 1000)
  expect(found.slice(0, 4).map(a => a.at)).toEqual([500, 1500, 2500, 3500])
  expect(found.slice(4, 8).map(a => a.at)).toEqual([1000, 2000, 3000, 4000]) // where those are taken
})

it('puts one name in the middle of a line that is long enough for one, and none on a shorter one', () => {
  const [layer, f] = street([100, 100, 700, 100])
  expect(anchors(layer, [[f, 'Vale Road']], () => 400, 1000).map(a => a.at)).toEqual([300, 550, 50])
  expect(anchors(layer, [[f, 'Vale Road']], () => 700, 1000)).toEqual([])
})

it('writes in one run where the line is straight, upright whichever way it goes', () => {
  const east = set([0, 50, 200, 50], 'Weir', 100)!
  const west = set([200, 50, 0, 50], 'Weir', 100)!
  expect(east.runs.map(r => [r.text, Math.round(r.x), r.angle])).toEqual([['Weir', 100, 0]])
  expect(west.runs.map(r => [r.text, Math.round(r.x), Math.abs(r.angle)])).toEqual([['Weir', 100, 0]])
  expect(east.boxes.length).toBe(4)
})

it('bends with the line, but not around a corner', () => {
  expect(set([0, 0, 50, 0, 90, 12, 120, 40], 'Beckside', 60)!.runs.length).toBe(8)
  expect(set([0, 0, 60, 0, 60, 60], 'Beckside', 60)).toBeUndefined()
})

it('does not hang over an end', () => expect(set([0, 0, 40, 0], 'Beckside', 20)).toBeUndefined())
