import { expect, it } from 'vitest'
import { groupTenures } from './tenure.ts'

it('sums tenures into the groups of the map', () => {
  const counts = [
    { value: 'shared-ownership', count: 3 }, { value: 'social-rent', count: 10 }, { value: 'specified-accommodation', count: 2 },
    { value: 'market-rent', count: 1 }, { value: 'unknown', count: 4 },
  ]
  expect(groupTenures(counts).map(g => [g.value, g.count])).toEqual([
    ['social-rent', 12], ['low-cost-home-ownership', 3], ['leasehold-and-market', 1], ['unknown', 4],
  ])
})
