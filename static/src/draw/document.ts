import type { MultiLineString, MultiPolygon, Position as Coordinates } from 'geojson'
import type { DraftDocument, DraftFields, Question } from '../api/drafts.ts'
import type { Position } from '../geo/position.ts'
import { fromGeometry, toGeometry, type Drawn, type Edge, type Unfinished } from './drawn.ts'

/** What this page keeps in a draft for itself: a ring that is not closed, and the name of the parish whose code the draft has. */
export interface BoardKept { unfinished?: Unfinished | undefined; 'parish-name'?: string | undefined }

/** A draft of which nothing is said yet. */
export const BLANK: DraftFields = { name: '', why: '', 'body-type': '', parish: '', revises: '', viewers: 'private', geometry: null, approximate: null, board: null }

/** What this page has kept in a draft. */
export function boardOf(fields: DraftFields): BoardKept {
  return typeof fields.board === 'object' && fields.board !== null ? (fields.board as BoardKept) : {}
}

/** What stands on the drawing board of a draft. */
export function drawnOf(fields: DraftFields): Drawn {
  const drawn = fromGeometry(fields.geometry, edgesOf(fields.approximate))
  const { unfinished } = boardOf(fields)
  return unfinished ? { ...drawn, unfinished } : drawn
}

/** A draft with what stands on the board. */
export function withDrawn(fields: DraftFields, drawn: Drawn): DraftFields {
  return { ...fields, geometry: rounded(toGeometry(drawn)), approximate: linesOf(drawn.approximate), board: withBoard(fields, { unfinished: drawn.unfinished }) }
}

/** What the page keeps for itself, changed in part; null where that is nothing. */
export function withBoard(fields: DraftFields, change: BoardKept): BoardKept | null {
  const said = Object.entries({ ...boardOf(fields), ...change }).filter(([, value]) => value !== undefined)
  return said.length ? (Object.fromEntries(said) as BoardKept) : null
}

/** The parts of a document that a change sends. */
export function fieldsOf(d: DraftFields): DraftFields {
  const { name, why, parish, revises, viewers, geometry, approximate, board } = d
  return { name, why, 'body-type': d['body-type'], parish, revises, viewers, geometry, approximate, board: board ?? null }
}

/** Whether two say the same. */
export function sameFields(a: DraftFields, b: DraftFields): boolean {
  return JSON.stringify(fieldsOf(a)) === JSON.stringify(fieldsOf(b))
}

const A_MILLIMETRE = 2e-8 // degrees: what the server rounds to, and a little more

/** Whether two drawings are the same to the millimetre, which is what the server keeps. */
export function sameDrawn(a: Drawn, b: Drawn): boolean {
  const shape = ({ parts, unfinished, approximate }: Drawn) => JSON.stringify([parts.map(p => [p.outline, ...p.holes].map(r => r.length)), unfinished?.corners.length, unfinished?.holeIn, approximate.length])
  const flat = ({ parts, unfinished, approximate }: Drawn) => [...parts.flatMap(p => [p.outline, ...p.holes]), unfinished?.corners ?? [], ...approximate].flat(2)
  if (shape(a) !== shape(b)) return false
  const others = flat(b)
  return flat(a).every((n, i) => Math.abs(n - (others[i] ?? NaN)) < A_MILLIMETRE)
}

/** What the rules are asked about a draft. */
export function questionOf(fields: DraftFields, document: DraftDocument | undefined): Question {
  return {
    geometry: fields.geometry, 'body-type': fields['body-type'], parish: fields.parish, revises: fields.revises,
    draft: document?.token ?? '', approximate: fields.approximate,
  }
}

export function edgesOf(lines: MultiLineString | null): Edge[] {
  return (lines?.coordinates ?? []).flatMap(line => line.slice(1).map((end, i): Edge => [line[i] as Position, end as Position]))
}

function linesOf(edges: readonly Edge[]): MultiLineString | null {
  return edges.length ? { type: 'MultiLineString', coordinates: edges.map(edge => edge.map(nine)) } : null
}

const nine = (c: readonly number[]): Coordinates => c.map(n => Number(n.toFixed(9)))

function rounded(geometry: MultiPolygon | null): MultiPolygon | null {
  return geometry && { type: 'MultiPolygon', coordinates: geometry.coordinates.map(part => part.map(ring => ring.map(nine))) }
}
