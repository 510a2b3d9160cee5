import { expect, it } from 'vitest'
import { listOfPlace } from './exact-list.ts'

it('lists a place by a box of three metres', () => {
  const url = new URL(listOfPlace([-1.5, 53.8], 'tenure=social-rent'), 'http://localhost')
  const [w, s, e, n] = url.searchParams.get('bbox')!.split(',').map(Number) as [number, number, number, number]
  expect((n - s) * 111_320).toBeCloseTo(3, 1)
  expect((e - w) * 111_320 * Math.cos((53.8 * Math.PI) / 180)).toBeCloseTo(3, 1)
  expect((w + e) / 2).toBeCloseTo(-1.5, 6)
  expect(url.searchParams.get('tenure')).toBe('social-rent')
})
