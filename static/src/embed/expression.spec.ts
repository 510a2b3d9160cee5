import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expression as maplibre } from '@maplibre/maplibre-gl-style-spec'
import { describe, expect, it } from 'vitest'
import { compile, StyleError, type Result } from './expression.ts'
import { LINE, POINT, POLYGON, type Feature, type Value } from './tile.ts'

const folder = fileURLToPath(new URL('../../../tiles/style/testdata/', import.meta.url))

interface Layer { filter?: unknown; layout?: Record<string, unknown>; paint?: Record<string, unknown> }

/** Every expression of the documents that tiles/style makes for embeds. */
function expressions(): unknown[] {
  const found = new Map<string, unknown>()
  for (const file of readdirSync(folder).filter(f => f.startsWith('embed-'))) {
    const { layers } = JSON.parse(readFileSync(folder + file, 'utf8')) as { layers: Layer[] }
    for (const { filter, layout, paint } of layers) {
      for (const e of [filter, ...Object.values({ ...layout, ...paint })]) if (Array.isArray(e) && typeof e[0] === 'string') found.set(JSON.stringify(e), e)
    }
  }
  return [...found.values()]
}

/** Features with values that the documents ask for, and with none. */
function features(e: unknown): Feature[] {
  const asked = [...JSON.stringify(e).matchAll(/"([a-z][a-z-]*)"/g)].map(m => m[1]!)
  const values: Value[] = [...new Set<Value>([...asked, 'other', 0, 1, 2, 4, 5, 9, 10, 25, 99, 100, 1200])]
  const names = [...new Set([...JSON.stringify(e).matchAll(/\["(?:get|has)","([^"]+)"\]/g)].map(m => m[1]!))]
  return [POINT, LINE, POLYGON].flatMap(type => [{}, ...values.map(v => Object.fromEntries(names.map(n => [n, v])))].map(props => ({ type, props: props as Record<string, Value>, first: 0, last: 0 })))
}

const TYPES = ['Unknown', 'Point', 'LineString', 'Polygon'] as const

describe('an expression of the style', () => {
  const all = expressions()
  it('is among many', () => expect(all.length).toBeGreaterThan(60))
  it('gives what MapLibre gives', () => {
    let compared = 0
    for (const e of all) {
      const twin = maplibre.createExpression(e, 'layers[0].filter')
      if (twin.result !== 'success') continue // a bare list, which is none
      const mine = compile(e)
      for (const f of features(e)) {
        for (const zoom of [5, 8.3, 12, 13, 13.8, 14.5, 15.2, 16, 18]) {
          let theirs: unknown
          try {
            theirs = (twin.value as unknown as { evaluateWithoutErrorHandling(g: object, f: object, s: object): unknown }).evaluateWithoutErrorHandling({ zoom }, { type: TYPES[f.type], properties: f.props }, {})
          } catch {
            continue // values of a type that the layer never has
          }
          expect(plain(mine(zoom, f)), JSON.stringify([e, f, zoom])).toEqual(plain(theirs))
          compared++
        }
      }
    }
    expect(compared).toBeGreaterThan(5000)
  })
})

/** Numbers to nine digits; colours as they are written. */
function plain(v: unknown): unknown {
  if (typeof v === 'number') return Number(v.toPrecision(9))
  return v ?? null
}

it('takes a bare list for itself', () => {
  const list: Result = ['left', [1, 2], 'right', [3, 4]]
  expect(compile(list)(0, {} as Feature)).toBe(list)
})

it('knows every operator that there may be', () => {
  const language = readFileSync(`${folder}../language.go`, 'utf8')
  const operators = [.../Operators = \[]string\{([^}]*)}/.exec(language)![1]!.matchAll(/"([^"]+)"/g)].map(m => m[1]!).filter(o => o !== 'exponential')
  expect(operators.length).toBeGreaterThan(15)
  for (const name of operators) expect(() => compile(name === 'interpolate' ? [name, ['exponential', 1], 0, 0, 1] : [name, 'x', ['literal', 1], 0]), name).not.toThrow(StyleError)
})

it('refuses what it does not know', () => {
  expect(() => compile(['within', ['get', 'x']])).toThrow(StyleError)
  expect(() => compile(['interpolate', ['cubic-bezier', 0, 0, 1, 1], ['zoom'], 0, 1, 2, 3])).toThrow(StyleError)
})
