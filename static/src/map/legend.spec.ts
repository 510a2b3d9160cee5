import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { StyleSpecification } from 'maplibre-gl'
import { describe, expect, it } from 'vitest'
import { legendEntries, legendKey } from './legend.ts'
import { readLook } from './look.ts'

// What the server says of its own map.
const file = fileURLToPath(new URL('../../../tiles/style/testdata/own.json', import.meta.url))
const look = readLook(JSON.parse(readFileSync(file, 'utf8')) as StyleSpecification)

describe('the legend', () => {
  it('has a line for each kind of thing that tiles draw', () => {
    const keys = legendEntries(look).map(e => e.key)
    const drawn: [string, Record<string, unknown>][] = [
      ['home', { tenure: 'social-rent' }], ['home_square', { class: 3 }], ['home_protected', { cells: 1 }], ['area', { status: 'applied' }], ['area', { status: 'designated' }],
      ['area', { status: 'made' }], ['asset', { kind: 'pub' }], ['boundary', { kind: 'parish' }], ['boundary', { kind: 'ward' }],
      ['boundary', { kind: 'local-authority' }], ['boundary', { kind: 'oa' }],
    ]
    for (const [layer, properties] of drawn) expect(keys).toContain(legendKey(layer, properties))
  })
  it('says nothing of the basemap', () => {
    expect(legendKey('road', { kind: 'main' })).toBeUndefined()
  })
  it('draws a symbol in its colour and shape', () => {
    const { markup } = legendEntries(look).find(e => e.key === 'home:low-cost-home-ownership')!
    expect(markup).toContain(look.colours['low-cost-home-ownership'])
    expect(markup).toContain(look.shapes['diamond'])
  })
  it('hatches as the map does, within its box', () => {
    const { markup } = legendEntries(look).find(e => e.key === 'shaded')!
    expect(markup).toContain('M1 7 7 1M3 13 15 1M11 13 23 1M19 13 25 7')
  })
})
