import { describe, expect, it } from 'vitest'
import { metresPerPixel, scaleBar, scaleText } from './scale.ts'

describe('scale', () => {
  it('knows the ground at the equator and in Leeds', () => {
    expect(metresPerPixel(0, 0)).toBeCloseTo(78271.517, 3)
    expect(metresPerPixel(53.8, 14.45)).toBeCloseTo(2.066, 2)
  })
  it('draws a round length that fits', () => {
    expect(scaleBar(2.0833, 100)).toEqual({ pixels: 96, text: '200 m' })
    expect(scaleBar(30, 100)).toEqual({ pixels: 67, text: '2 km' })
    for (let zoom = 4; zoom < 20; zoom += 0.37) {
      const bar = scaleBar(metresPerPixel(53, zoom), 100)
      expect(bar.pixels).toBeLessThanOrEqual(100)
      expect(bar.pixels).toBeGreaterThan(38)
    }
  })
  it('says one to so many', () => {
    expect(scaleText(2.077)).toBe('1:7,850')
    expect(scaleText(30)).toBe('1:115,000')
  })
})
