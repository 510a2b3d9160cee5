import { expect, it } from 'vitest'
import type { Statement } from '../api/drafts.ts'
import { StatementsKept } from './statements-kept.ts'

const s = (id: string, title: string): Statement => ({ id, level: 'stop', title, text: '', where: { type: 'Point', coordinates: [0, 0] } })

it('gives what says the same as the same object again, and nothing else', () => {
  const kept = new StatementsKept()
  const first = kept.take([s('a', '1 ha'), s('b', '2 ha'), s('b', '2 ha')])
  expect(first[1]).not.toBe(first[2])
  const asked = [s('b', '2 ha'), s('a', '3 ha'), { ...s('c', ''), where: null }]
  const second = kept.take(asked)
  expect(second).toEqual(asked)
  expect([...first].includes(second[0]!)).toBe(true)
  expect(second[1]).toBe(asked[1])
  expect(kept.take([s('a', '1 ha')])[0]).not.toBe(first[0]) // it was gone meanwhile
})
