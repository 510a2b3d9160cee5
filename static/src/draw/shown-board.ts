import type { Geometry } from 'geojson'
import type { Position } from '../geo/position.ts'

/** What is pointed out on the map: land that a repair or a comparison adds or takes, two shapes in conflict, an offer, what is wrong. */
export interface Mark { readonly kind: 'gained' | 'lost' | 'mine' | 'theirs' | 'offer' | 'trouble' | 'guess'; readonly geometry: Geometry }

/** The drawing board on the map as the page around it uses it, once the map has come (board-side.ts). The page knows this much and not MapLibre. */
export interface ShownBoard {
  /** The corners in words, each with what can be done to it: what dragging does, without a pointer. */
  readonly corners: HTMLElement
  drawing(): boolean
  draw(): void
  addCorner(): void
  finish(): void
  /** Lets nobody draw, as while another tab does. */
  lock(is: boolean): void
  /** Points things out in place of what was pointed out. */
  mark(marks: readonly Mark[]): void
  /** Moves so that something is seen. */
  show(what: Geometry): void
  centre(): Position
}
