import type { StyleSpecification } from 'maplibre-gl'

/** What the style document tells its clients (tiles/style/metadata.go). */
export interface Look {
  theme: 'light' | 'dark'
  basemap: string
  exact: boolean // homes are shown as their reader may see them
  colours: Record<string, string>
  symbols: { slug: string; name: string; shape: string }[]
  switches: { group: string; name: string; on: boolean }[]
}

/** Reads the metadata of a style document. */
export function readLook(style: StyleSpecification): Look {
  const m = (style.metadata ?? {}) as Record<string, unknown>
  return {
    theme: m['terrier:theme'] === 'dark' ? 'dark' : 'light',
    exact: m['terrier:exact'] === true,
    basemap: String(m['terrier:basemap'] ?? 'none'),
    colours: (m['terrier:colours'] ?? {}) as Record<string, string>,
    symbols: (m['terrier:symbols'] ?? []) as Look['symbols'],
    switches: (m['terrier:switches'] ?? []) as Look['switches'],
  }
}

/** Ids of the layers that a switch turns on and off. */
export function layersOf(style: StyleSpecification, group: string): string[] {
  return style.layers.filter(l => (l.metadata as Record<string, unknown> | undefined)?.['terrier:group'] === group).map(l => l.id)
}
