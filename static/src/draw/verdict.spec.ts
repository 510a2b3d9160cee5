import { expect, it } from 'vitest'
import type { Question, Verdict } from '../api/drafts.ts'
import { BLANK, questionOf } from './document.ts'
import { Verdicts } from './verdict.ts'

const tick = () => new Promise(resolve => setTimeout(resolve))
const question = (parish: string): Question => questionOf({ ...BLANK, parish }, undefined)

it('asks again what had no answer when there is a connection, and nothing else', async () => {
  let works = false
  const asked: string[] = []
  const verdicts = new Verdicts({ asked: () => undefined, answered: () => undefined, failed: () => undefined }, async q => {
    asked.push(q.parish)
    if (!works) throw new Error('offline')
    return { summary: '' } as Verdict
  })
  verdicts.ask(question('a'))
  await tick()
  works = true
  verdicts.connected()
  await tick()
  verdicts.connected()
  await tick()
  expect(asked).toEqual(['a', 'a'])
})

it('asks one question at a time, the newest next, and no question twice in a row', async () => {
  const [asked, told]: [string[], string[]] = [[], []]
  const open: ((v: Verdict) => void)[] = []
  const verdicts = new Verdicts({
    asked: () => told.push('asked'), answered: (v, more) => told.push(`${v.summary}${more ? ', more' : ''}`), failed: () => told.push('failed'),
  }, q => (asked.push(q.parish), new Promise(yes => open.push(yes))))
  for (const parish of ['a', 'a', 'b', 'c']) verdicts.ask(question(parish))
  expect(asked).toEqual(['a'])
  open[0]?.({ summary: 'of a' } as Verdict)
  await tick()
  expect(asked).toEqual(['a', 'c'])
  open[1]?.({ summary: 'of c' } as Verdict)
  await tick()
  expect(told).toEqual(['asked', 'asked', 'asked', 'of a, more', 'of c'])
})
