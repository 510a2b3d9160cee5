import { expect, it } from 'vitest'
import { Plane } from '../geo/plane.ts'
import type { Position } from '../geo/position.ts'
import { ringsOf } from './change.ts'
import type { Drawn } from './drawn.ts'
import { Snapping } from './snapping.ts'
import type { SnapDocument } from './snap-source.ts'

const plane = new Plane([-1.5, 53.8])
const at = (east: number, north: number): Position => plane.position([east, north])
const ward: SnapDocument = {
  type: 'FeatureCollection',
  features: [{ type: 'Feature', properties: { kind: 'ward', ref: 'E05', name: 'Hollin' }, geometry: { type: 'LineString', coordinates: [at(-1000, 0), at(1000, 0)] } }],
}
const [a, b, c, d] = [at(100, 0), at(300, 0), at(300, 200), at(100, 200)]
const drawn: Drawn = { parts: [{ outline: [a, b, c, d], holes: [] }], approximate: [] }
const ZOOM = 17 // a third of a metre a pixel: 12 pixels are four metres and a bit

/** Snapping with the edges there. */
async function ready(): Promise<Snapping> {
  const snapping = await new Promise<Snapping>(resolve => {
    const made: Snapping = new Snapping(async () => ward, () => resolve(made))
    made.look([-1.51, 53.79, -1.49, 53.81], ZOOM)
  })
  snapping.use(drawn)
  return snapping
}

it('snaps to edges and own corners, and not where it is off', async () => {
  const snapping = await ready()
  expect(snapping.place(at(50, 3), ZOOM).snapped).toMatchObject({ corner: false, target: { kind: 'ward' } })
  expect(snapping.place(at(301, 199), ZOOM)).toMatchObject({ at: c, snapped: { target: { kind: 'own' } } })
  expect(snapping.place(at(302, 2), ZOOM).at).toBe(b) // an own corner before the ward's edge, which is as near
  expect(snapping.place(at(50, 20), ZOOM).snapped).toBeUndefined()
  snapping.on = false
  expect(snapping.place(at(50, 3), ZOOM).snapped).toBeUndefined()
})

it('does not snap a corner to itself or its neighbours', async () => {
  const snapping = await ready()
  const dragged = { drawn, path: { part: 0, ring: 0, corner: 3 } }
  expect(snapping.place(at(101, 199), ZOOM, dragged).snapped).toBeUndefined()
  expect(snapping.place(at(299, 199), ZOOM, dragged).snapped).toBeUndefined() // the corner before
  expect(snapping.place(at(101, 2), ZOOM, dragged).snapped?.target.kind).toBe('ward') // the first corner, its other neighbour
  expect(snapping.place(at(299, 1), ZOOM, dragged).at).toBe(b)
})

it('does not hold the middle of an edge to that edge', async () => {
  const snapping = await ready()
  const inserted: Drawn = { ...drawn, parts: [{ outline: [a, b, at(300, 100), c, d], holes: [] }] }
  expect(snapping.place(at(302, 100), ZOOM, { drawn: inserted, path: { part: 0, ring: 0, corner: 2 } }).snapped).toBeUndefined()
  expect(snapping.place(at(302, 100), ZOOM).snapped?.target.kind).toBe('own')
})

it('tells which edges lie on the edge of something', async () => {
  const snapping = await ready()
  expect(snapping.bands(drawn, ringsOf(drawn))).toEqual([[a, b]])
  const moved: Drawn = { ...drawn, parts: [{ outline: [a, at(300, 1), c, d], holes: [] }] }
  expect(snapping.bands(moved, ringsOf(moved))).toEqual([])
  expect(snapping.targets(a).map(t => t.kind)).toEqual(['ward'])
})
