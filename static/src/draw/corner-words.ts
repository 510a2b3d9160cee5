import { nationalGrid, squareAndMetres } from '../geo/grid-reference.ts'
import type { Position } from '../geo/position.ts'
import { ringAt, UNFINISHED, type RingPath } from './change.ts'
import type { CornerPath, Drawn } from './drawn.ts'
import { edgeWords, type Target } from './snap.ts'

/** "Outline", "Hole 1", "Part 2", "Hole 1 of part 2": a ring as people name it. */
export function ringWords(drawn: Drawn, { part, ring }: RingPath): string {
  if (part === UNFINISHED) return drawn.unfinished?.holeIn !== undefined ? 'Hole being drawn' : drawn.parts.length ? 'Part being drawn' : 'Outline being drawn'
  const only = drawn.parts.length === 1
  if (ring === 0) return only ? 'Outline' : `Part ${part + 1}`
  return only ? `Hole ${ring}` : `Hole ${ring} of part ${part + 1}`
}

/** "Corner 8 of 12". */
export function cornerName(drawn: Drawn, path: CornerPath): string {
  return `Corner ${path.corner + 1} of ${ringAt(drawn, path).length}`
}

/** "snapped to ward edge"; empty where the corner lies on no edge. Own edges say nothing. */
export function snapWords(on: readonly Target[]): string {
  const target = on.find(t => t.kind !== 'own')
  return target ? `snapped to ${edgeWords(target)}` : ''
}

/** "Corner 8 of 12, SE 3284 3561, snapped to ward edge": a corner in words. */
export function cornerWords(drawn: Drawn, path: CornerPath, on: readonly Target[]): string {
  const at = ringAt(drawn, path)[path.corner]
  return [cornerName(drawn, path), at && placeWords(at), snapWords(on)].filter(Boolean).join(', ')
}

/** "SE 3284 3561": the ten metres a place lies in. Its longitude and latitude where the grid does not reach. */
export function placeWords(at: Position): string {
  return squareAndMetres(nationalGrid(at), 4) || `${at[1].toFixed(6)}, ${at[0].toFixed(6)}`
}
