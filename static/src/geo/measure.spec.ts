import { expect, it } from 'vitest'
import { estimate } from './measure.ts'

it('measures a square of about a kilometre', () => {
  const { hectares, kilometres } = estimate([[-1.5, 53.8], [-1.4848, 53.8], [-1.4848, 53.809], [-1.5, 53.809]])
  expect(hectares).toBeGreaterThan(99)
  expect(hectares).toBeLessThan(101.5)
  expect(kilometres).toBeCloseTo(4, 1)
})
