import { describe, expect, it } from 'vitest'
import { readAddress, writeAddress, type Address } from './address.ts'

function roundTrip(a: Address): Address {
  const url = new URL(writeAddress(a), 'http://localhost')
  return readAddress(url.search, url.hash)
}

describe('the address of the explorer', () => {
  it('keeps everything that is shown', () => {
    const full: Address = {
      look: { zoom: 14.25, lat: 53.8155, lon: -1.5005 },
      layers: ['homes', 'areas'],
      list: true,
      exact: true,
      area: 'hollin-vale',
      asset: 'st-mary’s-hall',
      at: [-1.5, 53.8],
      shape: [[-1.5, 53.8], [-1.49, 53.8], [-1.49, 53.81]],
    }
    expect(roundTrip(full)).toEqual(full)
  })
  it('is short when there is little to say', () => {
    expect(writeAddress({ list: false })).toBe('/')
    expect(writeAddress({ list: false, area: 'hollin-vale' })).toBe('/?area=hollin-vale')
    expect(writeAddress({ list: true, look: { zoom: 14, lat: 53.8, lon: -1.5 } })).toBe('/?view=list#14/53.8/-1.5')
  })
  it('tells no layer from the layers of the style', () => {
    expect(roundTrip({ list: false, layers: [] }).layers).toEqual([])
    expect(roundTrip({ list: false }).layers).toBeUndefined()
  })
  it('leaves out what it cannot read', () => {
    for (const hash of ['#x', '#99/0/0', '#14/95/0', '#14//0', '#at=1', '#at=1,b', '#shape=!!']) {
      const a = readAddress('', hash)
      expect([a.look, a.at, a.shape], hash).toEqual([undefined, undefined, undefined])
    }
  })
  it('reads layers where no place is given', () => {
    expect(readAddress('', '#layers=homes').layers).toEqual(['homes'])
  })
})
