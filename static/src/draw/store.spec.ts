import { expect, it } from 'vitest'
import type { Drawn } from './drawn.ts'
import { worthKeeping } from './store.ts'

const square: Drawn = { parts: [{ outline: [[0, 0], [1, 0], [1, 1], [0, 1]], holes: [] }], approximate: [] }
const step = (label: string) => ({ drawn: square, label })

it('keeps the newest steps', () => {
  const steps = { past: [step('a'), step('b'), step('c')], now: square, future: [step('d')] }
  expect(worthKeeping(steps)).toEqual(steps)
  expect(worthKeeping(steps, 10).past.map(s => s.label)).toEqual(['b', 'c'])
  expect(worthKeeping(steps, 2).past).toEqual([])
})
