import type { MultiPolygon } from 'geojson'
import type { Position } from '../geo/position.ts'

/** A ring as people see it: its corners, each once, the first not repeated at the end. */
export type Ring = readonly Position[]

/** One part of an area: its outline and the holes in it. */
export interface Part { readonly outline: Ring; readonly holes: readonly Ring[] }

/** A ring that is being drawn and not closed yet: of a new part, or of a hole in a part. */
export interface Unfinished { readonly corners: Ring; readonly holeIn?: number }

/** An edge that is a guess until somebody confirms it (postcodes). */
export type Edge = readonly [Position, Position]

/** Everything on the drawing board. Values are never changed: each step makes a new one. */
export interface Drawn { readonly parts: readonly Part[]; readonly unfinished?: Unfinished; readonly approximate: readonly Edge[] }

export const NOTHING: Drawn = { parts: [], approximate: [] }

/** Where a corner is: which part, which ring of it (0 is the outline, 1 the first hole), which corner. */
export interface CornerPath { readonly part: number; readonly ring: number; readonly corner: number }

/** As GeoJSON, rings closed; null where no ring is. */
export function toGeometry(drawn: Drawn): MultiPolygon | null {
  const closed = (ring: Ring) => [...ring, ring[0]!].map(c => [...c])
  const parts = drawn.parts.filter(p => p.outline.length > 0)
  return parts.length ? { type: 'MultiPolygon', coordinates: parts.map(p => [p.outline, ...p.holes.filter(h => h.length > 0)].map(closed)) } : null
}

/** From GeoJSON, with the repeated last corner of each ring left out. */
export function fromGeometry(geometry: MultiPolygon | null, approximate: readonly Edge[] = []): Drawn {
  const open = (ring: number[][]): Ring => ring.slice(0, -1).map(c => [c[0]!, c[1]!])
  return { parts: (geometry?.coordinates ?? []).map(([outline, ...holes]) => ({ outline: open(outline ?? []), holes: holes.map(open) })), approximate }
}
