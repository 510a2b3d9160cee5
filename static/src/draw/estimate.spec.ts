import { expect, it } from 'vitest'
import { Plane } from '../geo/plane.ts'
import { metresBetween, type Position } from '../geo/position.ts'
import { NOTHING, type Drawn } from './drawn.ts'
import { estimate } from './estimate.ts'

const plane = new Plane([-1.5, 53.8])
const ring = (...corners: [number, number][]): Position[] => corners.map(c => plane.position(c))
const square = (from: number, side: number) => ring([from, from], [from + side, from], [from + side, from + side], [from, from + side])
const of = (...parts: [Position[], ...Position[][]][]): Drawn => ({ parts: parts.map(([outline, ...holes]) => ({ outline, holes })), approximate: [] })

it('leaves holes out and adds parts up', () => {
  const e = estimate(of([square(0, 1000), square(100, 100)], [square(2000, 100)]))
  expect(e.hectares).toBeCloseTo(100, 1)
  expect(e.kilometres).toBeCloseTo(4.8, 2)
  expect(e).toMatchObject({ corners: 12, parts: 2, holes: 1, crossings: [] })
  expect(estimate(NOTHING)).toEqual({ hectares: 0, kilometres: 0, corners: 0, parts: 0, holes: 0, crossings: [] })
})

it('finds where a ring crosses itself, and a hole its outline', () => {
  const [at] = estimate(of([ring([0, 0], [100, 100], [100, 0], [0, 100])])).crossings
  expect(metresBetween(at!, plane.position([50, 50]))).toBeLessThan(0.01)
  expect(estimate(of([square(0, 100), square(50, 100)])).crossings).toHaveLength(2)
})

it('takes touching for no crossing', () => {
  expect(estimate(of([ring([0, 0], [100, 0], [50, 0], [50, 50])])).crossings).toEqual([])
  expect(estimate(of([square(0, 100)], [square(100, 100)])).crossings).toEqual([])
})

it('takes milliseconds for 2,000 corners', () => {
  const star = Array.from({ length: 2000 }, (_, i): [number, number] => [(i % 2 ? 900 : 1000) * Math.cos(i / 318.31), (i % 2 ? 900 : 1000) * Math.sin(i / 318.31)])
  const drawn = of([ring(...star)])
  estimate(drawn)
  let best = Infinity // of several: others use the machine too
  for (let i = 0; i < 30; i++) {
    const begun = performance.now()
    estimate(drawn)
    best = Math.min(best, performance.now() - begun)
  }
  expect(estimate(drawn).crossings).toEqual([])
  expect(best).toBeLessThan(10) // under two where nothing else runs
})
