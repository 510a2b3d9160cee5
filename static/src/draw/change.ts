import { roundPosition, samePlace } from '../geo/plane.ts'
import { isInside } from '../geo/inside.ts'
import type { Position } from '../geo/position.ts'
import { toGeometry, type CornerPath, type Drawn, type Edge, type Part, type Ring, type Unfinished } from './drawn.ts'

// What can be done to what is drawn: pure functions from one value to the next, each with its name for undo, or a refusal in words.

/** Where a ring is: which part, and which ring of it. */
export type RingPath = Pick<CornerPath, 'part' | 'ring'>

/** Stands for a part in a path: the ring that is being drawn. */
export const UNFINISHED = -1

export const FEWEST_CORNERS = 3

/** A change that was made: label says in words what was done, corner is the one to be selected now. */
export interface Made { readonly drawn: Drawn; readonly label: string; readonly corner?: CornerPath }

/** A change that cannot be made, and what to do instead. */
export interface Refused { readonly refused: string }

export type Outcome = Made | Refused

export function isRefused(outcome: Outcome): outcome is Refused {
  return 'refused' in outcome
}

/** The corners of a ring; none where there is no such ring. */
export function ringAt(drawn: Drawn, { part, ring }: RingPath): Ring {
  if (part === UNFINISHED) return drawn.unfinished?.corners ?? []
  const found = drawn.parts[part]
  return (ring === 0 ? found?.outline : found?.holes[ring - 1]) ?? []
}

/** Where every ring is, in the order they are drawn; the unfinished one last. */
export function ringsOf(drawn: Drawn): RingPath[] {
  const closed = drawn.parts.flatMap((p, part) => [0, ...p.holes.map((_, i) => i + 1)].map(ring => ({ part, ring })))
  return drawn.unfinished ? [...closed, { part: UNFINISHED, ring: 0 }] : closed
}

/** Where a corner is that lies at a place. */
export function findCorner(drawn: Drawn, at: Position, within: RingPath[] = ringsOf(drawn)): CornerPath | undefined {
  for (const path of within) {
    const corner = ringAt(drawn, path).findIndex(c => samePlace(c, at))
    if (corner >= 0) return { ...path, corner }
  }
  return undefined
}

/** Begins a ring with its first corner; a hole only within a part, which is the one that it cuts. */
export function startRing(drawn: Drawn, at: Position, hole: boolean): Outcome {
  if (!hole) {
    const label = drawn.parts.length ? 'Start a part' : 'Start the outline'
    return { drawn: { ...drawn, unfinished: { corners: [at] } }, label, corner: { part: UNFINISHED, ring: 0, corner: 0 } }
  }
  const onEdge = findCorner(drawn, at)?.part ?? -1
  const inside = drawn.parts.findIndex(p => isInside(at, toGeometry({ parts: [p], approximate: [] })!))
  const holeIn = inside >= 0 ? inside : onEdge
  if (holeIn < 0) return { refused: 'A hole starts inside the area. Put its first corner inside the outline.' }
  return { drawn: { ...drawn, unfinished: { corners: [at], holeIn } }, label: 'Start a hole', corner: { part: UNFINISHED, ring: 0, corner: 0 } }
}

/** Adds a corner to the unfinished ring. */
export function addCorner(drawn: Drawn, at: Position): Outcome {
  const { unfinished } = drawn
  if (!unfinished) return startRing(drawn, at, false)
  if (samePlace(unfinished.corners.at(-1), at)) return { refused: 'There is a corner at this place already.' }
  const corners = [...unfinished.corners, at]
  return { drawn: { ...drawn, unfinished: { ...unfinished, corners } }, label: `Add corner ${corners.length}`, corner: { part: UNFINISHED, ring: 0, corner: corners.length - 1 } }
}

/** Takes the last corner of the unfinished ring back; with its only one the ring goes. */
export function removeLast(drawn: Drawn): Outcome {
  const corners = drawn.unfinished?.corners ?? []
  if (corners.length === 0) return { refused: 'There is no corner to take back.' }
  return removeCorner(drawn, { part: UNFINISHED, ring: 0, corner: corners.length - 1 })
}

/** Closes the unfinished ring: it becomes the outline of a part, or a hole. */
export function closeRing(drawn: Drawn): Outcome {
  const { unfinished } = drawn
  const corners = (unfinished?.corners ?? []).filter((c, i, all) => !samePlace(c, all[(i + all.length - 1) % all.length]) || all.length === 1)
  if (!unfinished || corners.length < FEWEST_CORNERS) {
    const more = FEWEST_CORNERS - corners.length
    return { refused: `A shape needs three corners at least. Add ${more === 1 ? 'one more' : more === 2 ? 'two more' : 'three'}.` }
  }
  const { unfinished: _, ...rest } = drawn
  if (unfinished.holeIn === undefined) return { drawn: { ...rest, parts: [...drawn.parts, { outline: corners, holes: [] }] }, label: drawn.parts.length ? 'Close the part' : 'Close the outline' }
  const parts = drawn.parts.map((p, i) => (i === unfinished.holeIn ? { ...p, holes: [...p.holes, corners] } : p))
  return { drawn: { ...rest, parts }, label: 'Close the hole' }
}

/** Throws the unfinished ring away. */
export function dropUnfinished(drawn: Drawn): Outcome {
  if (!drawn.unfinished) return { refused: 'Nothing is being drawn.' }
  const { unfinished: _, ...rest } = drawn
  return { drawn: rest, label: 'Stop drawing' }
}

export function moveCorner(drawn: Drawn, path: CornerPath, to: Position): Outcome {
  const ring = ringAt(drawn, path)
  if (!ring[path.corner]) return { refused: 'This corner is no longer there.' }
  const made = withRing(drawn, path, ring.with(path.corner, to), `Move corner ${path.corner + 1}`)
  return { ...made, corner: path }
}

/** Inserts a corner after another one; at the middle between it and the next where no place is given. */
export function insertCorner(drawn: Drawn, after: CornerPath, at?: Position): Outcome {
  const ring = ringAt(drawn, after)
  const [a, b] = [ring[after.corner], ring[(after.corner + 1) % ring.length]]
  if (!a || !b) return { refused: 'This corner is no longer there.' }
  if (!at && (ring.length < 2 || (after.part === UNFINISHED && after.corner === ring.length - 1))) return { refused: 'The next corner is not drawn yet.' }
  const between = at ?? roundPosition([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])
  const made = withRing(drawn, after, ring.toSpliced(after.corner + 1, 0, between), `Insert corner ${after.corner + 2}`)
  return { ...made, corner: { ...after, corner: after.corner + 1 } }
}

/** Removes a corner. A ring of three goes with it: a hole is filled, a part is removed. The corner to be selected is the one that takes its place. */
export function removeCorner(drawn: Drawn, path: CornerPath): Outcome {
  const ring = ringAt(drawn, path)
  if (!ring[path.corner]) return { refused: 'This corner is no longer there.' }
  const least = path.part === UNFINISHED ? 1 : FEWEST_CORNERS
  if (ring.length <= least) return path.part === UNFINISHED ? dropUnfinished(drawn) : path.ring > 0 ? removeHole(drawn, path) : removePart(drawn, path.part)
  const made = withRing(drawn, path, ring.toSpliced(path.corner, 1), `Remove corner ${path.corner + 1}`)
  return { ...made, corner: { ...path, corner: Math.min(path.corner, ring.length - 2) } }
}

export function removeHole(drawn: Drawn, { part, ring }: RingPath): Outcome {
  if (!drawn.parts[part]?.holes[ring - 1]) return { refused: 'This hole is no longer there.' }
  const parts = drawn.parts.map((p, i) => (i === part ? { ...p, holes: p.holes.toSpliced(ring - 1, 1) } : p))
  return { drawn: withParts(drawn, parts, drawn.unfinished), label: 'Remove the hole' }
}

/** Removes a part with its holes, and a hole in it that is being drawn. */
export function removePart(drawn: Drawn, part: number): Outcome {
  if (!drawn.parts[part]) return { refused: 'This part is no longer there.' }
  const holeIn = drawn.unfinished?.holeIn
  const unfinished = drawn.unfinished && holeIn !== undefined
    ? holeIn === part ? undefined : { ...drawn.unfinished, holeIn: holeIn > part ? holeIn - 1 : holeIn }
    : drawn.unfinished
  return { drawn: withParts(drawn, drawn.parts.toSpliced(part, 1), unfinished), label: drawn.parts.length > 1 ? `Remove part ${part + 1}` : 'Remove the outline' }
}

/**
 * Puts other corners between two corners of a ring, which stay: a stretch from one to the other, in the order the ring is drawn, takes
 * the course of path. between are the corners of the path without its ends.
 */
export function replaceStretch(drawn: Drawn, where: RingPath, from: Position, to: Position, between: Ring, label: string): Outcome {
  const ring = ringAt(drawn, where)
  const [a, b] = [ring.findIndex(c => samePlace(c, from)), ring.findLastIndex(c => samePlace(c, to))]
  if (a < 0 || b < 0 || a === b) return { refused: 'This edge is no longer there.' }
  if (where.part === UNFINISHED && b < a) return { refused: 'This edge is no longer there.' }
  const next = a < b ? [...ring.slice(0, a + 1), ...between, ...ring.slice(b)] : [...ring.slice(b, a + 1), ...between]
  if (where.part !== UNFINISHED && next.length < FEWEST_CORNERS) return { refused: 'The shape would have fewer than three corners.' }
  return { ...withRing(drawn, where, next, label), corner: { ...where, corner: next.findIndex(c => samePlace(c, to)) } }
}

function withRing(drawn: Drawn, { part, ring }: RingPath, corners: Ring, label: string): Made {
  if (part === UNFINISHED) return { drawn: { ...drawn, unfinished: { ...drawn.unfinished, corners } }, label }
  const parts = drawn.parts.map((p, i) => (i !== part ? p : ring === 0 ? { ...p, outline: corners } : { ...p, holes: p.holes.with(ring - 1, corners) }))
  return { drawn: withParts(drawn, parts, drawn.unfinished), label }
}

/** With other parts; edges that were a guess and are no longer there fall away. */
function withParts(drawn: Drawn, parts: readonly Part[], unfinished: Unfinished | undefined): Drawn {
  const approximate = drawn.approximate.length ? stillThere(drawn.approximate, parts) : drawn.approximate
  return unfinished ? { parts, unfinished, approximate } : { parts, approximate }
}

function stillThere(edges: readonly Edge[], parts: readonly Part[]): readonly Edge[] {
  const there = new Set(parts.flatMap(p => [p.outline, ...p.holes]).flatMap(ring => ring.map((a, i) => edgeName(a, ring[(i + 1) % ring.length] ?? a))))
  return edges.filter(([a, b]) => there.has(edgeName(a, b)))
}

/** The same for both directions of an edge. */
export function edgeName(a: Position, b: Position): string {
  const [p, q] = [a, b].map(([lon, lat]) => `${lon.toFixed(9)},${lat.toFixed(9)}`) as [string, string]
  return p < q ? `${p} ${q}` : `${q} ${p}`
}
