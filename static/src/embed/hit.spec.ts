import { expect, it } from 'vitest'
import type { Piece } from './cover.ts'
import { hitAt, touches } from './hit.ts'
import type { Seen } from './seen.ts'
import { LINE, POLYGON, type TileLayer } from './tile.ts'

const piece = { left: 0, top: 0, side: 100 } as Piece
const shape = (type: number, ...parts: number[][]) => {
  const layer: TileLayer = { extent: 100, features: [], xy: Int32Array.from(parts.flat()), ends: Int32Array.from(parts.map((_, i) => parts.slice(0, i + 1).flat().length / 2)) }
  return { layer, piece, feature: { type, props: {}, first: 0, last: parts.length } }
}

it('knows the inside of a polygon from its hole', () => {
  const ring = shape(POLYGON, [0, 0, 60, 0, 60, 60, 0, 60], [20, 20, 20, 40, 40, 40, 40, 20])
  expect([touches(ring, 10, 10, 1), touches(ring, 30, 30, 1), touches(ring, 70, 70, 1)]).toEqual([true, false, false])
  expect(touches(ring, 63, 30, 4)).toBe(true) // near its edge
})

it('hits a line within reach', () => {
  const line = shape(LINE, [0, 0, 50, 50])
  expect([touches(line, 22, 26, 4), touches(line, 20, 30, 4), touches(line, 60, 60, 4)]).toEqual([true, false, false])
})

it('prefers a pin to a dot and the nearer dot to the other, and gives what lies around', () => {
  const dot = (from: string, x: number, y: number) => ({ ...shape(1, [0, 0]), from, props: { ref: `${from}${x}` }, point: true, x, y })
  const area = { ...shape(POLYGON, [0, 0, 90, 0, 90, 90, 0, 90]), from: 'area', props: { ref: 'vale' }, point: false, x: 45, y: 45 }
  const seen: Seen[] = [dot('home', 30, 30), dot('home', 33, 30), dot('asset', 60, 60), area, { ...area }]
  expect(hitAt(seen, 34, 31, false).point?.props['ref']).toBe('home33')
  expect(hitAt(seen, 60, 42, false).point?.props['ref']).toBe('asset60')
  expect(hitAt(seen, 50, 20, false)).toEqual({ point: undefined, around: [area] })
})
