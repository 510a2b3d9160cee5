import { expect, it } from 'vitest'
import { View } from './view.ts'

const leeds = View.at([-1.5, 53.8], 13, 640, 400)

it('lays places on the screen and back', () => {
  const [x, y] = leeds.xy([-1.49, 53.81])
  const [lon, lat] = leeds.position(x, y)
  expect(lon).toBeCloseTo(-1.49, 9)
  expect(lat).toBeCloseTo(53.81, 9)
  expect(leeds.xy([-1.5, 53.8]).map(n => Math.round(n))).toEqual([320, 200])
})

it('keeps the place under a pixel when it zooms, and comes back', () => {
  const at = leeds.position(500, 80)
  const near = leeds.zoomed(1.7, 500, 80)
  expect(near.xy(at)[0]).toBeCloseTo(500, 6)
  expect(near.xy(at)[1]).toBeCloseTo(80, 6)
  expect(near.zoomed(-1.7, 500, 80).xy(at)[0]).toBeCloseTo(500, 6)
})

it('fits a box with room around it, and no nearer than makes sense', () => {
  const view = View.of([-1.52, 53.79, -1.48, 53.81], 640, 400, 24)
  const [[w, n], [e, s]] = [view.xy([-1.52, 53.81]), view.xy([-1.48, 53.79])]
  expect(Math.min(w!, n!, 640 - e!, 400 - s!)).toBeCloseTo(24, 6)
  expect(View.of([-1.5, 53.8, -1.5, 53.8], 640, 400, 24).zoom).toBe(16)
})

it('stays in the world', () => {
  expect(leeds.panned(0, -1e12).y).toBe(0)
  expect(leeds.zoomed(99).zoom).toBe(19)
  expect(leeds.zoomed(-99).zoom).toBe(4)
})
