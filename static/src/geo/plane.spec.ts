import { expect, it } from 'vitest'
import { metresBetween, type Position } from './position.ts'
import { nationalGrid } from './grid-reference.ts'
import { Plane, roundPosition, samePlace } from './plane.ts'

const LEEDS: Position = [-1.5005, 53.8155]

it('measures as the national grid does, to a thousandth', () => {
  const plane = new Plane(LEEDS)
  const [e0, n0] = nationalGrid(LEEDS)
  for (const at of [[-1.49, 53.8155], [-1.5005, 53.82], [-1.53, 53.79]] as Position[]) {
    const [e, n] = nationalGrid(at)
    const [x, y] = plane.metres(at)
    expect(Math.hypot(x, y) / Math.hypot(e - e0, n - n0)).toBeCloseTo(1, 3)
  }
})

it('comes back to the same nine decimals', () => {
  const plane = new Plane(LEEDS)
  const at: Position = [-1.498765432, 53.812345679]
  expect(samePlace(plane.position(plane.metres(at)), at)).toBe(true)
  expect(metresBetween(LEEDS, plane.position([0, 1]))).toBeCloseTo(1, 1)
})

it('keeps nine decimals', () => {
  expect(roundPosition([-1.50050000049, 53.8])).toEqual([-1.5005, 53.8])
  expect(samePlace([1, 2], [1.000000001, 2])).toBe(false)
})
