import { describe, expect, it } from 'vitest'
import type { Position } from '../geo/position.ts'
import { decodeCorners, encodeCorners, roundCorner } from './shape-code.ts'

describe('corners in an address', () => {
  it('come back exactly', () => {
    const seed = 20261123
    let state = seed
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647
    for (let run = 0; run < 200; run++) {
      const corners = Array.from({ length: 3 + Math.floor(random() * 40) }, (): Position =>
        roundCorner([-8 + random() * 10, 49 + random() * 12]))
      expect(decodeCorners(encodeCorners(corners)), `seed ${seed}, run ${run}`).toEqual(corners)
    }
  })
  it('are short', () => {
    const corners: Position[] = [[-1.5005, 53.8155], [-1.4905, 53.8155], [-1.4905, 53.8215], [-1.5005, 53.8215]]
    expect(encodeCorners(corners).length).toBeLessThan(40)
  })
  it('are refused when damaged', () => {
    for (const text of ['', 'A', 'A!', '____________________', encodeCorners([[1, 2], [3, 4]]), encodeCorners([[1, 2], [3, 4], [5, 6]]) + '-', encodeCorners([[181, 2], [3, 4], [5, 6]])]) {
      expect(decodeCorners(text), text).toBeUndefined()
    }
  })
})
