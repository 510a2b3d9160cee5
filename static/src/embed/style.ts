import type { Look } from '../map/look.ts'
import { compile, type Expression } from './expression.ts'
import type { Feature } from './tile.ts'

/** A layer of the style document, read for painting. Which source it names does not matter: an embed has one. */
export interface StyleLayer {
  id: string
  type: string
  from: string // the layer of the tiles
  /** Whether the layer is drawn at a zoom at all. */
  shows(zoom: number): boolean
  takes(zoom: number, feature: Feature): boolean
  has(property: string): boolean
  /** The value of a property; otherwise where there is none of that type. */
  get<T>(property: string, zoom: number, feature: Feature, otherwise: T): T
}

/** A style document: its layers, and what its metadata tells. */
export interface Style { layers: StyleLayer[]; look: Look }

interface DocumentLayer {
  id: string; type: string; 'source-layer'?: string; minzoom?: number; maxzoom?: number; filter?: unknown
  layout?: Record<string, unknown>; paint?: Record<string, unknown>
}
export interface StyleDocument { metadata?: Record<string, unknown>; layers?: DocumentLayer[] }

/** Reads a style document (tiles/style). A layer that says what this painter does not know is left out, and the others are drawn. */
export function readStyle({ metadata, layers }: StyleDocument): Style {
  return {
    layers: (layers ?? []).flatMap(l => {
      try {
        return l.layout?.['visibility'] === 'none' ? [] : [readLayer(l)]
      } catch (error) {
        console.warn(l.id, error)
        return []
      }
    }),
    look: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name.replace('terrier:', ''), value])) as unknown as Look,
  }
}

function readLayer({ id, type, 'source-layer': from = '', minzoom = 0, maxzoom = 99, filter = true, layout, paint }: DocumentLayer): StyleLayer {
  const passes = compile(filter)
  const properties: Record<string, Expression> = {}
  for (const [name, e] of Object.entries({ ...layout, ...paint })) properties[name] = compile(e)
  return {
    id, type, from,
    shows: zoom => zoom >= minzoom && zoom < maxzoom,
    takes: (zoom, feature) => passes(zoom, feature) === true,
    has: property => property in properties,
    get: <T>(property: string, zoom: number, feature: Feature, otherwise: T) => {
      const value = properties[property]?.(zoom, feature)
      return typeof value === typeof otherwise && value !== null ? (value as T) : otherwise
    },
  }
}
