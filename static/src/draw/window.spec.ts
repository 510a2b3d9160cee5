import { expect, test } from 'vitest'
import { windowAround } from './window.ts'

const places = [[100, 100], [150.4, 120], [200, 90]] as const

test('lies around the places, with room for what is drawn at them', () => {
  const window = windowAround(places, undefined)
  for (const [x, y] of places) {
    expect(window.x).toBeLessThanOrEqual(x - 24)
    expect(window.y).toBeLessThanOrEqual(y - 24)
    expect(window.x + window.width).toBeGreaterThanOrEqual(x + 24)
    expect(window.y + window.height).toBeGreaterThanOrEqual(y + 24)
  }
  for (const side of Object.values(window)) expect(Number.isInteger(side)).toBe(true)
})

test('stays while the places lie in it, and grows when they do not', () => {
  const first = windowAround(places, undefined)
  expect(windowAround([[100, 100], [170, 140], [200, 90]], first)).toBe(first)
  const wider = windowAround([[100, 100], [170, 400], [200, 90]], first)
  expect(wider).not.toBe(first)
  expect(wider.x).toBe(first.x)
  expect(wider.y).toBe(first.y)
  expect(wider.y + wider.height).toBeGreaterThanOrEqual(424)
  expect(windowAround([[100, 100], [170, 420], [200, 90]], wider)).toBe(wider)
})
