import type { Box, Position } from '../geo/position.ts'

/** What the page tells of its map (docs/decisions/0020). */
export interface Config {
  kind: string
  ref: string
  label: string
  bounds: Box | null
  center: Position
  zoom: number
  theme: 'auto' | 'light' | 'dark'
  tiles: string
  minzoom: number
  maxzoom: number
  styles: { light: string; dark: string }
  pages: string
  legend: boolean
  list: boolean
  kinds: Record<string, string> // names of kinds of assets that are not what their code says
  labels?: boolean // names are written unless it is false
  boxes?: boolean // for tests: where names stand is told on the figure
}

/** Reads what the page tells; undefined where there is no map on it, or nothing to draw it by. */
export function readConfig(page: Document): Config | undefined {
  try {
    const c = JSON.parse(page.querySelector('script#embed')?.textContent ?? '') as Partial<Config>
    return c.tiles && c.styles?.light && c.styles.dark && (c.bounds ?? c.center) ? (c as Config) : undefined
  } catch {
    return undefined
  }
}
