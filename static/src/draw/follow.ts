import { fetchJSON } from '../api/problem.ts'
import { samePlace, roundPosition } from '../geo/plane.ts'
import type { Position } from '../geo/position.ts'
import { replaceStretch, ringAt, UNFINISHED, type Outcome, type RingPath } from './change.ts'
import type { Drawn, Ring } from './drawn.ts'
import { edgeWords, targetName, type SnapIndex, type Target } from './snap.ts'

/** One way along an edge, from the first place to the second; both ends are on the edge. */
export interface Way { readonly coordinates: readonly Position[]; readonly metres: number }

/** A stretch of a ring that can follow an edge: its ends are corners of the ring, one after the other, and lie on the same edge. */
export interface Stretch { readonly where: RingPath; readonly from: Position; readonly to: Position; readonly target: Target }

/** A stretch that follows an edge now, and its ways; chosen is the one it takes, straight where that is past the last. */
export interface Followed extends Stretch { readonly ways: readonly Way[]; readonly chosen: number }

/** Fetches the ways along an edge between two places, the shorter first. */
export async function fetchWays({ target, from, to }: Stretch): Promise<readonly Way[]> {
  const place = ([lon, lat]: Position) => `${lon.toFixed(9)},${lat.toFixed(9)}`
  const query = new URLSearchParams({ kind: target.kind, ref: target.ref, from: place(from), to: place(to) })
  return (await fetchJSON<{ ways: Way[] }>(`/snap/follow?${query}`)).ways
}

/** The edge that both ends lie on, where the straight line between them leaves it; undefined where there is none to follow. */
export function edgeBetween(index: SnapIndex, from: Position, to: Position): Target | undefined {
  if (samePlace(from, to) || edgeAlong(index, from, to)) return undefined
  const there = new Set(index.on(to).filter(t => t.kind !== 'own').map(targetName))
  return index.on(from).find(t => there.has(targetName(t)))
}

/** The edge that the line between two places runs along, at its ends and at three places between; undefined where it runs along none. */
export function edgeAlong(index: SnapIndex, from: Position, to: Position): Target | undefined {
  const there = new Set(index.on(to).map(targetName))
  return index.on(from).find(target => there.has(targetName(target)) && runsAlong(index, target, from, to))
}

function runsAlong(index: SnapIndex, target: Target, from: Position, to: Position): boolean {
  return [0.25, 0.5, 0.75].every(t => {
    const between: Position = [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]
    return index.on(between).some(other => targetName(other) === targetName(target))
  })
}

/** The stretch that ends at a corner and can follow an edge; undefined where there is none. */
export function stretchTo(index: SnapIndex, drawn: Drawn, where: RingPath, corner: number): Stretch | undefined {
  const ring = ringAt(drawn, where)
  const to = ring[corner]
  const from = ring[corner - 1] ?? (where.part === UNFINISHED ? undefined : ring.at(-1))
  const target = from && to && edgeBetween(index, from, to)
  return target && { where, from, to, target }
}

/** Takes a way for a stretch, or the straight line where there is no such way. Corners that the way crosses again are not doubled. */
export function takeWay(drawn: Drawn, { where, from, to, target, ways }: Followed, chosen: number): Outcome {
  const way = ways[chosen]
  return replaceStretch(drawn, where, from, to, way ? between(way.coordinates, from, to) : [], way ? `Follow the ${edgeWords(target)}` : 'Straight line')
}

/** The corners of a way without its ends, which are corners of the ring already. */
function between(coordinates: readonly Position[], from: Position, to: Position): Ring {
  return coordinates.slice(1, -1).map(roundPosition).filter((c, i, all) => !samePlace(c, all[i - 1]) && !samePlace(c, from) && !samePlace(c, to))
}

/** Which way a stretch takes now, straight where that is past the last; undefined where its ends are gone or it takes none of them. */
export function takenWay(drawn: Drawn, { where, from, to, ways }: Omit<Followed, 'chosen'>): number | undefined {
  const ring = ringAt(drawn, where)
  const begin = ring.findIndex(c => samePlace(c, from))
  if (begin < 0) return undefined
  const takes = (corners: Ring) => [...corners, to].every((c, i) => samePlace(c, ring[(begin + 1 + i) % ring.length]))
  const found = [...ways.map(w => between(w.coordinates, from, to)), []].findIndex(takes)
  return found < 0 ? undefined : found
}

/** The next way: shorter, longer, straight, and again. */
export function nextWay({ ways, chosen }: Followed): number {
  return (chosen + 1) % (ways.length + 1)
}

/** "Follows the ward edge, 480 m." */
export function wayWords({ target, ways }: Followed, chosen: number): string {
  const way = ways[chosen]
  if (!way) return 'Straight line.'
  const long = way.metres < 1000 ? `${Math.round(way.metres)} m` : `${(way.metres / 1000).toFixed(2)} km`
  return `Follows the ${edgeWords(target)}, ${long}${ways.length > 1 ? (chosen === 0 ? ', the shorter way' : ', the longer way') : ''}.`
}
