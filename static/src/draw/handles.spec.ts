import { expect, it } from 'vitest'
import { View } from '../map/view.ts'
import { Plane } from '../geo/plane.ts'
import type { Position } from '../geo/position.ts'
import type { Drawn } from './drawn.ts'
import { handleAt, handlesIn } from './handles.ts'

const plane = new Plane([-1.5, 53.8])
const ring = (n: number): Position[] => Array.from({ length: n }, (_, i) => plane.position([300 * Math.cos((i * 2 * Math.PI) / n), 300 * Math.sin((i * 2 * Math.PI) / n)]))
const of = (n: number): Drawn => ({ parts: [{ outline: ring(n), holes: [] }], approximate: [] })

/** A view of 800 by 600 with the plane's centre in the middle. */
function viewAt(zoom: number): View {
  const world = 512 * 2 ** zoom
  const [x, y] = new View(world, 0, 0, 800, 600).xy([-1.5, 53.8])
  return new View(world, 400 - x, 300 - y, 800, 600)
}

it('shows all corners and the middles between where there is room', () => {
  const handles = handlesIn(of(12), viewAt(15))
  expect(handles.filter(h => h.kind === 'corner')).toHaveLength(12)
  expect(handles.filter(h => h.kind === 'middle')).toHaveLength(12)
})

it('shows those in view only', () => {
  const view = viewAt(17)
  const handles = handlesIn(of(200), view)
  expect(handles.length).toBeLessThan(200)
  expect(handles.every(h => view.shows(h.x, h.y, 10))).toBe(true)
})

it('shows of a crowded ring those around the selected corner', () => {
  expect(handlesIn(of(2000), viewAt(14))).toEqual([])
  const around = handlesIn(of(2000), viewAt(14), { part: 0, ring: 0, corner: 1999 })
  expect(around.map(h => h.path.corner)).toEqual([...Array.from({ length: 8 }, (_, i) => i), ...Array.from({ length: 9 }, (_, i) => 1991 + i)])
})

it('takes milliseconds for 2,000 corners', () => {
  const drawn = of(2000)
  const view = viewAt(15)
  handlesIn(drawn, view)
  let best = Infinity // of several: others use the machine too
  for (let i = 0; i < 30; i++) {
    const begun = performance.now()
    handlesIn(drawn, view)
    best = Math.min(best, performance.now() - begun)
  }
  expect(best).toBeLessThan(4)
})

it('grabs a corner before a middle', () => {
  const path = { part: 0, ring: 0, corner: 0 }
  const handles = [{ kind: 'middle' as const, path, x: 10, y: 10 }, { kind: 'corner' as const, path, x: 18, y: 10 }]
  expect(handleAt(handles, 11, 10, 12)?.kind).toBe('corner')
  expect(handleAt(handles, 4, 10, 12)?.kind).toBe('middle')
  expect(handleAt(handles, 100, 10, 12)).toBeUndefined()
})
