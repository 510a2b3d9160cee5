import { expect, it } from 'vitest'
import type { Law, Statement, Verdict } from '../api/drafts.ts'
import { gravestFirst, lawWords, levelSpoken, marksOf } from './verdict-view.ts'

const law: Law = { rule: 'overlap', instrument: 'Town and Country Planning Act 1990', provision: 'section 61G(7)', url: 'https://www.legislation.gov.uk/', verified: false }

it('names the law, and says when nobody here has read it', () => {
  expect(lawWords(law)).toEqual({ link: 'Town and Country Planning Act 1990, section 61G(7)', rest: '. Not verified by us' })
  expect(lawWords({ ...law, provision: 's61G(7)', verified: true })).toEqual({ link: 'Town and Country Planning Act 1990, section 61G(7)', rest: '' })
  expect(lawWords({ ...law, provision: 'reg 5A' }).link).toBe('Town and Country Planning Act 1990, regulation 5A')
})

it('puts what stops first, and leaves the rest in order', () => {
  const s = (id: string, level: Statement['level']): Statement => ({ id, level, title: id, text: '' })
  expect(gravestFirst([s('a', 'ok'), s('b', 'look'), s('c', 'stop'), s('d', 'note'), s('e', 'stop')]).map(x => x.id)).toEqual(['c', 'e', 'b', 'd', 'a'])
})

it('speaks of a level only when it changes', () => {
  const verdict = { level: 'stop', summary: '2.7 hectares are in the Prospect plan.' } as Verdict
  expect(levelSpoken('ok', verdict)).toBe(verdict.summary)
  expect(levelSpoken('stop', verdict)).toBeUndefined()
})

it('points out on the map what is not in order', () => {
  const where: Statement['where'] = { type: 'Point', coordinates: [0, 0] }
  const s = (id: string, level: Statement['level']): Statement => ({ id, level, title: '', text: '', where })
  expect(marksOf([s('overlap-designated', 'stop'), s('crossing', 'stop'), s('anything', 'note'), s('fine', 'ok'), { ...s('overlap', 'look'), where: null }]))
    .toEqual([{ kind: 'overlap', level: 'stop', where }, { kind: 'crossing', level: 'stop', where }, { kind: 'other', level: 'note', where }])
})
