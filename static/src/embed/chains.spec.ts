import { expect, it } from 'vitest'
import { join, placeOn } from './chains.ts'

it('joins pieces of a street, whichever way they were drawn', () => {
  const chains = join([[0, 0, 10, 0], [30, 0, 20, 0], [10, 0, 20, 0], [30, 0, 30, 40], [99, 99, 98, 98]])
  expect(chains.map(c => c.length)).toEqual([70, Math.SQRT2])
  expect([[0, 0, 10, 0, 20, 0, 30, 0, 30, 40], [30, 40, 30, 0, 20, 0, 10, 0, 0, 0]]).toContainEqual(chains[0]!.xy)
})

it('leaves a closed line closed', () => expect(join([[0, 0, 5, 0, 5, 5, 0, 0]]).map(c => c.xy)).toEqual([[0, 0, 5, 0, 5, 5, 0, 0]]))

it('finds places along a line', () => {
  const [chain] = join([[0, 0, 10, 0, 10, 10]])
  expect(placeOn(chain!, 4)).toEqual({ x: 4, y: 0, angle: 0 })
  expect(placeOn(chain!, 15)).toEqual({ x: 10, y: 5, angle: Math.PI / 2 })
  expect(placeOn(chain!, 20)).toEqual({ x: 10, y: 10, angle: Math.PI / 2 })
})
