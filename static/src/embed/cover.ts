import type { Tile } from './tile.ts'
import { TILE, type View } from './view.ts'

/** Where a tile stands. */
export interface Address { z: number; x: number; y: number }

/** A tile as it is drawn: it lies at left, top with a side in CSS pixels, and shows within clip only (device pixels: x0, y0, x1, y1). */
export interface Piece extends Address { tile: Tile; left: number; top: number; side: number; clip: [number, number, number, number] }

/** The tiles that cover a view, those nearest to its middle first. */
export function cover(view: View, maxzoom: number): Address[] {
  const z = Math.max(0, Math.min(maxzoom, Math.floor(view.zoom)))
  const [n, side] = [2 ** z, view.world / 2 ** z]
  const span = (offset: number, length: number) => [Math.max(0, Math.floor(-offset / side)), Math.min(n - 1, Math.ceil((length - offset) / side) - 1)] as const
  const [[x0, x1], [y0, y1]] = [span(view.left, view.width), span(view.top, view.height)]
  const found: Address[] = []
  for (let y = y0; y <= y1; y++) for (let x = x0; x <= x1; x++) found.push({ z, x, y })
  const far = ({ x, y }: Address) => Math.hypot(view.left + (x + .5) * side - view.width / 2, view.top + (y + .5) * side - view.height / 2)
  return found.sort((a, b) => far(a) - far(b))
}

/**
 * What stands for the wanted tiles: themselves where they have come, else a tile above them that has, else those below. Pieces do not
 * overlap. They are ordered by where they stand, so that what depends on their order does not change as the map moves.
 */
export function pieces(wanted: Address[], known: (a: Address) => Tile | undefined, view: View, ratio: number): Piece[] {
  const found: Piece[] = []
  for (const a of wanted) {
    const own = known(a)
    if (own) found.push(piece(a, own, a, view, ratio))
    else found.push(...(above(a, known, view, ratio) ?? below(a, known, view, ratio)))
  }
  return found.sort((a, b) => a.clip[1] - b.clip[1] || a.clip[0] - b.clip[0])
}

function above(a: Address, known: (a: Address) => Tile | undefined, view: View, ratio: number): Piece[] | undefined {
  for (let up = 1; up <= Math.min(a.z, 6); up++) {
    const parent = { z: a.z - up, x: a.x >> up, y: a.y >> up }
    const tile = known(parent)
    if (tile) return [piece(parent, tile, a, view, ratio)]
  }
  return undefined
}

function below(a: Address, known: (a: Address) => Tile | undefined, view: View, ratio: number): Piece[] {
  return [0, 1, 2, 3].flatMap(i => {
    const child = { z: a.z + 1, x: 2 * a.x + (i & 1), y: 2 * a.y + (i >> 1) }
    const tile = known(child)
    return tile ? [piece(child, tile, child, view, ratio)] : []
  })
}

/** Edges lie on whole device pixels, so that neighbours meet without a seam. */
function piece(a: Address, tile: Tile, shown: Address, view: View, ratio: number): Piece {
  const side = view.world / 2 ** a.z
  const shownSide = view.world / 2 ** shown.z
  const edge = (offset: number, i: number) => Math.round((offset + i * shownSide) * ratio)
  return {
    ...a, tile, side, left: view.left + a.x * side, top: view.top + a.y * side,
    clip: [edge(view.left, shown.x), edge(view.top, shown.y), edge(view.left, shown.x + 1), edge(view.top, shown.y + 1)],
  }
}

/** CSS pixels of a tile at the whole zoom of a view: what is laid out along lines keeps its place between whole zooms. */
export function steadySide(view: View, z: number): number {
  return TILE * 2 ** Math.max(0, Math.floor(view.zoom) - z)
}
