import { expect, it } from 'vitest'
import { nearestStop } from './sheet.ts'

it('snaps to the nearest stop', () => {
  const heights = { low: 96, half: 348, full: 784 }
  expect([100, 200, 260, 348, 500, 600, 784].map(h => nearestStop(h, heights))).toEqual(['low', 'low', 'half', 'half', 'half', 'full', 'full'])
})
