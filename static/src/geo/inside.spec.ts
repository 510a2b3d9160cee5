import { expect, it } from 'vitest'
import { isInside } from './inside.ts'

it('leaves out holes and takes all parts', () => {
  const ring = (a: number, b: number) => [[a, a], [b, a], [b, b], [a, b], [a, a]]
  const shape = { type: 'MultiPolygon' as const, coordinates: [[ring(0, 10), ring(4, 6)], [ring(20, 21)]] }
  expect(isInside([1, 1], shape)).toBe(true)
  expect(isInside([5, 5], shape)).toBe(false)
  expect(isInside([20.5, 20.5], shape)).toBe(true)
  expect(isInside([15, 15], shape)).toBe(false)
})
