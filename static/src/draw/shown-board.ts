import type { Geometry, MultiPolygon } from 'geojson'

/** A place that is pointed out on the map. */
export interface Mark { readonly kind: 'overlap' | 'gap' | 'crossing' | 'outside' | 'other'; readonly level: 'note' | 'look' | 'stop'; readonly where: Geometry }

/** A shape that is shown beside the drawn one, with the land that it has more and less. */
export interface Preview { readonly geometry: MultiPolygon | null; readonly gained: Geometry | null; readonly lost: Geometry | null }

/** The drawing board on the map as the page around it uses it, once the map has come (drawing-board.ts). The page knows this much and not MapLibre. */
export interface ShownBoard {
  readonly tool: 'edit' | 'draw' | 'hole' | 'part'
  readOnly: boolean
  fit(): void
  show(where: Geometry): void
  marks(list: readonly Mark[]): void
  preview(shape: Preview | undefined): void
  start(what: 'draw' | 'part' | 'hole'): void
  addCorner(): void
  finish(): void
  stop(): void
}
