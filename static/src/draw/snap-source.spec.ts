import { expect, it } from 'vitest'
import { Problem } from '../api/problem.ts'
import type { Box } from '../geo/position.ts'
import { SnapSource, type SnapDocument } from './snap-source.ts'

const tick = () => new Promise(resolve => setTimeout(resolve))
const view: Box = [-1.51, 53.8, -1.49, 53.81]
const answer: SnapDocument = {
  type: 'FeatureCollection',
  features: [{ type: 'Feature', properties: { kind: 'ward', ref: 'E05000001', name: 'Hollin' }, geometry: { type: 'MultiLineString', coordinates: [[[-1.5, 53.7], [-1.5, 53.9]], [[-1.6, 53.8], [-1.4, 53.8], [-1.4, 53.9]]] } }],
}

it('asks once for a view and its surroundings, from zoom 13 on', async () => {
  const asked: Box[] = []
  let told = 0
  const source = new SnapSource(async box => (asked.push(box), answer), () => told++)
  source.look(view, 12.9)
  expect(asked).toEqual([])
  source.look(view, 13)
  await tick()
  source.look([-1.515, 53.8, -1.495, 53.81], 14)
  expect(asked.map(box => box.map(n => Number(n.toFixed(4))))).toEqual([[-1.52, 53.795, -1.48, 53.815]])
  expect(told).toBe(1)
  source.look([-1.45, 53.8, -1.43, 53.81], 14)
  await tick()
  expect(asked).toHaveLength(2)
  expect(source.index.size).toBe(3) // the same lines came again
  expect(source.index.nearest([-1.49999, 53.85], 5)?.target.ref).toBe('E05000001')
})

it('says why there is nothing to snap to, and tries again', async () => {
  let up = false
  let told = 0
  const source = new SnapSource(async () => {
    if (!up) throw new Problem('The server cannot be reached.', 'unreachable', undefined, undefined)
    return answer
  }, () => told++)
  source.look(view, 15)
  await tick()
  expect(source.failure).toBe('Snapping does not work here: The server cannot be reached. Corners go where you put them.')
  source.look(view, 15)
  await tick()
  expect(told).toBe(1) // said once
  up = true
  source.look(view, 15)
  await tick()
  expect(source.failure).toBe('')
  expect(source.index.size).toBe(3)
})
