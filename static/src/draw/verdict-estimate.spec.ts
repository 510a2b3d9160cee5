import { expect, it } from 'vitest'
import type { Ring } from './drawn.ts'
import { estimateOf } from './verdict-estimate.ts'

const square = (lon: number, lat: number, size: number): Ring => [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size]]

it('measures parts less their holes', () => {
  const whole = estimateOf({ parts: [{ outline: square(-1.5, 53.8, .01), holes: [] }], approximate: [] })!
  const holed = estimateOf({ parts: [{ outline: square(-1.5, 53.8, .01), holes: [square(-1.497, 53.803, .004)] }], approximate: [] })!
  expect(whole.hectares).toBeGreaterThan(72)
  expect(whole.hectares).toBeLessThan(74.5)
  expect(holed.hectares / whole.hectares).toBeCloseTo(.84, 3)
  expect(holed.kilometres / whole.kilometres).toBeCloseTo(1.4, 2)
})

it('measures nothing where nothing is closed', () => {
  expect(estimateOf({ parts: [], approximate: [], unfinished: { corners: square(0, 0, 1) } })).toBeUndefined()
})
