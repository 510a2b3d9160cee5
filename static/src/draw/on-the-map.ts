import type { Geometry, MultiPolygon } from 'geojson'
import type { Position } from '../geo/position.ts'
import type { Atlas } from '../map/create.ts'
import type { Board } from './board.ts'
import type { CornerPath } from './drawn.ts'

/** Where the drawing board draws and what it works on. */
export interface DrawingBoardOptions {
  readonly atlas: Atlas
  readonly board: Board
  readonly toolbar: HTMLElement // is filled with the tools
  readonly tip: HTMLElement // the black tip on the map
  readonly list: HTMLElement // is filled with the corners in words
  readonly crosshair: HTMLElement // stands in the middle of the map while corners can be added there
  /** Says words to screen readers; newer words take the place of older ones (ui/announce.ts). */
  announce(words: string): void
  /** The tool or the unfinished ring changed: what the footer on phones offers ("Add corner here", "Finish") follows this. */
  toolChanged?(): void
}

/** What a press on the map does: editing moves corners; the others add corners to a ring. */
export type Tool = 'edit' | 'draw' | 'hole' | 'part'

/** A place that is pointed out on the map: polygons are hatched, lines widened, points get a sign. */
export interface Mark {
  readonly kind: 'overlap' | 'gap' | 'crossing' | 'outside' | 'other'
  readonly level: 'note' | 'look' | 'stop'
  readonly where: Geometry
}

/** What a repair would make of the shape (POST /drafts/repair). */
export interface Preview {
  readonly geometry: MultiPolygon | null
  readonly gained: Geometry | null
  readonly lost: Geometry | null
}

/** What the panel asks of the drawing board. */
export interface OnTheMap {
  readonly tool: Tool
  /** The corner that is selected; part is UNFINISHED (change.ts) for the ring that is not closed yet. */
  readonly selected: CornerPath | undefined
  /** Looking only: no tools, no corners to be moved. */
  readOnly: boolean
  /** Shows all that is drawn. */
  fit(): void
  /** Shows a place: "Show me". */
  show(where: Geometry): void
  /** Selects a corner and brings it into view; undefined selects none. */
  select(path: CornerPath | undefined): void
  /** Points places out, instead of those before. */
  marks(list: readonly Mark[]): void
  /** Shows what a repair would do; undefined shows the shape as it is again. */
  preview(repair: Preview | undefined): void
  /** Begins an outline, a further part or a hole; its first corner says where. */
  start(what: 'draw' | 'part' | 'hole'): void
  /** Adds a corner at the middle of the map, as the crosshair shows: "Add corner here". */
  addCorner(): void
  /** Closes the unfinished ring; says why where it cannot be closed. */
  finish(): void
  /** Stops drawing; asks first where three corners or more would be lost. */
  stop(): void
  /** Adds a corner at a place, without a pointer. */
  addCornerAt(at: Position): void
}
