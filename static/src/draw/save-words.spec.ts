import { expect, it } from 'vitest'
import { Problem } from '../api/problem.ts'
import { wordsOf } from './save-words.ts'

it('says when it was saved', () => {
  expect(wordsOf({ is: 'saved', at: new Date(2026, 5, 3, 10, 42).getTime() }, true, false)).toEqual({ line: 'saved 10:42' })
  expect(wordsOf({ is: 'saved', at: undefined }, true, false).line).toBe('saved')
  expect(wordsOf({ is: 'saved', at: undefined }, true, true).line).toBe('not saved yet')
})

it('says that there is no connection and where the drawing is', () => {
  const { title, text } = wordsOf({ is: 'waiting', why: 'offline' }, true, false)
  expect(`${title}. ${text}`).toContain('Not saved yet: no connection. Kept in this browser.')
})

it('says that somebody is signed out, and offers to sign in', () => {
  expect(wordsOf({ is: 'signed-out' }, true, false)).toMatchObject({ title: 'You are signed out', text: 'Your drawing is kept in this browser.', action: 'sign-in' })
})

it('never says that it is kept where it is not', () => {
  for (const state of [{ is: 'waiting', why: 'offline' }, { is: 'waiting', why: 'server' }, { is: 'signed-out' }, { is: 'saved', at: 1 }] as const) {
    const words = wordsOf(state, false, false)
    expect(words.text).toContain('keeps nothing')
    expect(words.text).not.toContain('Kept in this browser.')
  }
})

it('gives the words of a refusal, and another way for a draft that is gone', () => {
  const refused = (status: number) => wordsOf({ is: 'refused', problem: new Problem('The name is too long.', 'name', 'Use 200 letters.', undefined, status) }, true, false)
  expect(refused(400)).toEqual({ line: 'not saved', title: 'The name is too long.', text: 'Use 200 letters. Kept in this browser.', action: 'try-again' })
  expect(refused(404).action).toBe('save-as-new')
})
