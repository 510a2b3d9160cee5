import { describe, expect, it } from 'vitest'
import { gridReference, nationalGrid, squareAndMetres } from './grid-reference.ts'

describe('gridReference', () => {
  it('names the hundred metres of known places', () => {
    expect(gridReference([-1.5005, 53.8155])).toBe('SE 329 355') // Leeds, east of the centre
    expect(gridReference([-0.1276, 51.5072])).toBe('TQ 300 803') // Charing Cross
    expect(gridReference([-3.1883, 55.9529])).toBe('NT 258 739') // Edinburgh
  })
  it('is within ten metres of OSTN15', () => {
    // Two of OS's test points for OSTN15: St Mary's in the Isles of Scilly and Caister.
    const points: [number, number, number, number][] = [
      [-6.29977752, 49.92226394, 91492.146, 11318.804],
      [1.716073973, 52.65800783, 651409.804, 313177.45],
    ]
    for (const [lon, lat, e, n] of points) {
      const [east, north] = nationalGrid([lon, lat])
      expect(Math.hypot(east - e, north - n)).toBeLessThan(10)
    }
  })
  it('names ten metres and one', () => {
    expect(squareAndMetres([432_840.9, 435_610.2], 4)).toBe('SE 3284 3561')
    expect(squareAndMetres([432_840.9, 400_010.2], 5)).toBe('SE 32840 00010')
    expect(squareAndMetres([-1, 0], 5)).toBe('')
  })
  it('is empty outside the grid', () => {
    expect(gridReference([-20, 53])).toBe('')
    expect(gridReference([2.35, 45])).toBe('')
  })
})
