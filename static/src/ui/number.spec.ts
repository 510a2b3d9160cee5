import { expect, it } from 'vitest'
import { away, longDate, plural, share } from './number.ts'

it('writes numbers as people read them', () => {
  expect(plural(1, 'home')).toBe('1 home')
  expect(plural(12345, 'home')).toBe('12,345 homes')
  expect([share(0, 50), share(1, 1000), share(82, 179), share(60, 60), share(5, 49), share(0, 0)]).toEqual(['0%', '<1%', '46%', '100%', '', ''])
  expect([away(4), away(348), away(996), away(12345)]).toEqual(['0 m', '350 m', '1.0 km', '12.3 km'])
  expect([longDate('2026-06-03'), longDate('soon')]).toEqual(['3 June 2026', 'soon'])
})
