import type { Geometry } from 'geojson'
import type { Box, Position } from '../geo/position.ts'
import type { Outline } from '../map/outline.ts'
import type { Address, Look } from './address.ts'

/** What tiles say of a place. */
export interface Here { homes?: Record<string, unknown> | undefined; cell?: Record<string, unknown> | undefined }

/** The map as the panel uses it, once it has come (map-side.ts). The panel knows this much and not MapLibre. */
export interface ShownMap {
  readonly focus: {
    show(shape: Geometry | undefined, outline?: Outline): void
    ringAt(at: Position | undefined): void
    faultAt(at: Position | undefined): void
    /** Marks the cells that an answer was added up from; undefined or none marks none. */
    shade(cells?: string[]): void
  }
  /** Follows the address. */
  show(now: Address): void
  look(): Look
  box(): Box
  goTo(box: Box | undefined, at: Position): void
  reveal(box: Box): void
  draw(): Promise<void>
  sketching(): boolean
  editShape(corners: Position[], told?: boolean): Promise<void>
  addCorner(): void
  finishSketch(): void
  endSketch(): void
  /** What is known of the homes at a place and of the cell that it lies in, once they are drawn. */
  homesAt(at: Position): Promise<Here>
}
