import type { StyleSpecification } from 'maplibre-gl'

/** What the style document tells its clients (tiles/style/metadata.go). */
export interface Look {
  theme: 'light' | 'dark'
  basemap: string
  exact: boolean // homes are shown as their reader may see them
  colours: Record<string, string>
  symbols: { slug: string; name: string; shape: string }[]
  shapes: Record<string, string> // SVG paths, about the middle, by a symbol's shape
  home: Box & { halo: number }
  glyphs: Record<string, string> // in a pin, by kind of asset
  pin: Box & { path: string; foot: number; halo: number; glyph: number } // about the middle of its head
  hatch: { side: number; width: Record<string, number> }
  switches: { group: string; name: string; on: boolean }[]
}

/** The size of a symbol's picture, in CSS pixels. */
interface Box { width: number; height: number }

/** Reads the metadata of a style document. */
export function readLook(style: StyleSpecification): Look {
  const m = (style.metadata ?? {}) as Record<string, unknown>
  return {
    theme: m['terrier:theme'] === 'dark' ? 'dark' : 'light',
    exact: m['terrier:exact'] === true,
    basemap: String(m['terrier:basemap'] ?? 'none'),
    colours: (m['terrier:colours'] ?? {}) as Record<string, string>,
    symbols: (m['terrier:symbols'] ?? []) as Look['symbols'],
    shapes: (m['terrier:shapes'] ?? {}) as Look['shapes'],
    home: (m['terrier:home'] ?? { width: 1, height: 1, halo: 0 }) as Look['home'],
    glyphs: (m['terrier:glyphs'] ?? {}) as Look['glyphs'],
    pin: (m['terrier:pin'] ?? { width: 1, height: 1, path: '', foot: 0, halo: 0, glyph: 0 }) as Look['pin'],
    hatch: (m['terrier:hatch'] ?? { side: 8, width: {} }) as Look['hatch'],
    switches: (m['terrier:switches'] ?? []) as Look['switches'],
  }
}

/** Ids of the layers that a switch turns on and off. */
export function layersOf(style: StyleSpecification, group: string): string[] {
  return style.layers.filter(l => (l.metadata as Record<string, unknown> | undefined)?.['terrier:group'] === group).map(l => l.id)
}
