import { roundPosition, samePlace } from '../geo/plane.ts'
import type { Box, Position } from '../geo/position.ts'
import { metresPerPixel } from '../map/scale.ts'
import { ringAt, type RingPath } from './change.ts'
import type { CornerPath, Drawn, Edge } from './drawn.ts'
import { edgeAlong } from './follow.ts'
import { SnapIndex, type Snapped, type Target } from './snap.ts'
import { SNAP_ZOOM, SnapSource, type SnapDocument } from './snap-source.ts'

export const SNAP_PIXELS = 12

const OWN: Target = { kind: 'own', ref: '', name: '' }

/** A place that a corner goes to, and what it snapped to. */
export interface Placed { readonly at: Position; readonly snapped: Snapped | undefined }

/** Where corners snap to: the edges around what is seen, and the rings that are drawn. */
export class Snapping {
  on = true
  private readonly source: SnapSource
  private own = new SnapIndex()
  private drawn: Drawn | undefined
  private known = new WeakMap<Position, readonly Target[]>()
  private along = new WeakMap<Position, { to: Position; lies: boolean }>() // by the first corner of an edge

  constructor(ask: (box: Box) => Promise<SnapDocument>, changed: () => void) {
    this.source = new SnapSource(ask, () => {
      this.known = new WeakMap()
      this.along = new WeakMap()
      changed()
    })
  }

  get index(): SnapIndex {
    return this.source.index
  }

  get failure(): string {
    return this.on ? this.source.failure : ''
  }

  /** Asks for the edges around a view, unless they are here or snapping is off. */
  look(view: Box, zoom: number): void {
    if (this.on) this.source.look(view, zoom)
  }

  isFar(zoom: number): boolean {
    return this.on && zoom < SNAP_ZOOM
  }

  /** The rings to snap to: those that are closed. A press on a corner of the ring that is being drawn means that corner. */
  use(drawn: Drawn): void {
    if (this.drawn?.parts === drawn.parts) return
    this.drawn = drawn
    const rings = drawn.parts.flatMap(p => [p.outline, ...p.holes]).filter(r => r.length > 0)
    this.own = new SnapIndex(rings.map(r => ({ target: OWN, corners: [...r, r[0]!] })))
  }

  /**
   * Where a corner goes that is put at a place.
   * @param dragged the corner that is moved: it snaps neither to itself nor to its neighbours
   */
  place(at: Position, zoom: number, dragged?: { drawn: Drawn; path: CornerPath }): Placed {
    const snapped = this.on ? this.nearest(at, SNAP_PIXELS * metresPerPixel(at[1], zoom), dragged) : undefined
    return { at: snapped?.at ?? roundPosition(at), snapped }
  }

  private nearest(at: Position, metres: number, dragged?: { drawn: Drawn; path: CornerPath }): Snapped | undefined {
    const ring = dragged ? ringAt(dragged.drawn, dragged.path) : []
    const corner = dragged?.path.corner ?? 0
    const itself = dragged && ring[corner]
    const [before, after] = dragged ? [ring.at(corner - 1), ring[(corner + 1) % ring.length]] : []
    const nearest = this.own.nearest(at, metres, (_, a, b) =>
      samePlace(itself, a) || samePlace(itself, b) || (samePlace(before, a) && samePlace(after, b))) // the last: an edge whose middle is dragged
    const own = samePlace(before, nearest?.at) || samePlace(after, nearest?.at) ? undefined : nearest
    const found = this.source.index.nearest(at, metres)
    if (!own || !found) return own ?? found
    if (own.corner !== found.corner) return own.corner ? own : found
    return own.metres < found.metres - 1e-6 ? own : found
  }

  /** Whose edges a corner lies on. */
  targets(at: Position): readonly Target[] {
    let found = this.known.get(at)
    if (!found) this.known.set(at, (found = this.source.index.on(at)))
    return found
  }

  /** The edges of rings that lie on the edge of something. */
  bands(drawn: Drawn, rings: readonly RingPath[]): Edge[] {
    return rings.flatMap(path => {
      const ring = ringAt(drawn, path)
      const closed = path.part >= 0
      return ring.flatMap((a, i): Edge[] => {
        const b = ring[i + 1] ?? (closed ? ring[0] : undefined)
        return b && this.liesAlong(a, b) ? [[a, b]] : []
      })
    })
  }

  /** Whether an edge lies on the edge of something; worked out once for an edge. */
  private liesAlong(a: Position, b: Position): boolean {
    const kept = this.along.get(a)
    if (kept?.to === b) return kept.lies
    const lies = this.targets(a).length > 0 && this.targets(b).length > 0 && edgeAlong(this.source.index, a, b) !== undefined
    this.along.set(a, { to: b, lies })
    return lies
  }
}
