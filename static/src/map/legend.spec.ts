import { describe, expect, it } from 'vitest'
import { legendEntries, legendKey } from './legend.ts'

const look = {
  theme: 'light' as const, basemap: 'own', exact: false, colours: { 'social-rent': '#0B5FA5' }, switches: [],
  symbols: [{ slug: 'social-rent', name: 'Social rent', shape: 'circle' }],
}

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
  it('draws a symbol in its colour', () => {
    expect(legendEntries(look)[0]?.markup).toContain('#0B5FA5')
  })
})
