import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { validateStyleMin, type StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import { describe, expect, it } from 'vitest'

// The documents that tiles/style makes, one file of each kind.
const folder = fileURLToPath(new URL('../../../tiles/style/testdata/', import.meta.url))

describe('the style document', () => {
  for (const file of readdirSync(folder)) {
    it(`keeps to MapLibre's specification: ${file}`, () => {
      const style = JSON.parse(readFileSync(folder + file, 'utf8')) as StyleSpecification
      expect(validateStyleMin(style).map(e => e.message)).toEqual([])
    })
  }
})
