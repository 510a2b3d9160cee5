import { expect, it } from 'vitest'
import type { Drawn, Edge } from './drawn.ts'
import { confirmed } from './panel-edges.ts'

it('confirms the edges that are meant and leaves the others a guess', () => {
  const [a, b]: Edge[] = [[[0, 0], [1, 0]], [[1, 0], [1, 1]]]
  const drawn: Drawn = { parts: [{ outline: [[0, 0], [1, 0], [1, 1]], holes: [] }], approximate: [a!, b!] }
  expect(confirmed(drawn, [a!]).approximate).toEqual([b])
  expect(confirmed(drawn, [a!, b!])).toEqual({ ...drawn, approximate: [] })
})
