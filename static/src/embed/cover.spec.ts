import { expect, it } from 'vitest'
import { cover, pieces, type Address } from './cover.ts'
import type { Tile } from './tile.ts'
import { View } from './view.ts'

const view = View.at([-1.5, 53.8], 13.4, 640, 400)
const tile: Tile = new Map()
const only = (...keys: string[]) => ({ z, x, y }: Address) => (keys.includes(`${z}/${x}/${y}`) ? tile : undefined)
const area = (clip: readonly number[]) => (clip[2]! - clip[0]!) * (clip[3]! - clip[1]!)

it('covers the view without a gap, the middle first', () => {
  const found = cover(view, 16)
  expect(found.length).toBeLessThanOrEqual(6)
  expect(new Set(found.map(a => a.z))).toEqual(new Set([13]))
  const all = pieces(found, () => tile, view, 1).map(p => p.clip)
  expect(Math.min(...all.map(c => c[0]))).toBeLessThanOrEqual(0)
  expect(Math.max(...all.map(c => c[2]))).toBeGreaterThanOrEqual(640)
  const [first] = found
  const [fx, fy] = [first!, found.at(-1)!].map(a => Math.hypot(a.x + .5 - view.x * 8192, a.y + .5 - view.y * 8192))
  expect(fx).toBeLessThanOrEqual(fy!)
})

it('asks for nothing deeper than there is', () => {
  expect(new Set(cover(view.zoomed(4), 16).map(a => a.z))).toEqual(new Set([16]))
})

it('shows the tile above a missing one, only where it is missed', () => {
  const wanted = cover(view, 16)
  const { x, y } = wanted[0]!
  const found = pieces([wanted[0]!], only(`12/${x >> 1}/${y >> 1}`), view, 1)
  expect(found.map(p => p.z)).toEqual([12])
  expect(area(found[0]!.clip)).toBeCloseTo(area(pieces([wanted[0]!], () => tile, view, 1)[0]!.clip))
})

it('shows the tiles below a missing one, where they are', () => {
  const { x, y } = cover(view, 16)[0]!
  const found = pieces([{ z: 13, x, y }], only(`14/${2 * x}/${2 * y}`, `14/${2 * x + 1}/${2 * y + 1}`), view, 1)
  expect(found.map(p => [p.z, p.x - 2 * x, p.y - 2 * y])).toEqual([[14, 0, 0], [14, 1, 1]])
})

it('lays edges on whole device pixels', () => {
  for (const p of pieces(cover(view, 16), () => tile, view, 1.5)) expect(p.clip.every(Number.isInteger)).toBe(true)
})
