import { expect, it, vi } from 'vitest'
import { newName } from './save-name.ts'

it('makes names of the same form with and without a secure address', () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  expect(newName()).toMatch(form)
  const { getRandomValues } = crypto
  vi.stubGlobal('crypto', { getRandomValues: getRandomValues.bind(crypto) })
  expect(newName()).toMatch(form)
  expect(newName()).not.toBe(newName())
  vi.unstubAllGlobals()
})
