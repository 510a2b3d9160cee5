import { expect, it } from 'vitest'
import { nearest } from './nearest.ts'

it('steps to the nearest spot in a direction', () => {
  const spots = [
    { x: 10, y: 0, what: 'east' }, { x: 40, y: 0, what: 'far east' }, { x: 0, y: -10, what: 'north' },
    { x: 9, y: 8, what: 'south-east' }, { x: 1, y: 1, what: 'here' },
  ]
  const step = (d: 'left' | 'right' | 'up' | 'down') => nearest(spots, { x: 0, y: 0 }, d)?.what
  expect(step('right')).toBe('east')
  expect(step('up')).toBe('north')
  expect(step('left')).toBeUndefined()
  expect(step('down')).toBeUndefined() // 48 degrees off is not down
})
