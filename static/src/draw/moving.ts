import { Plane } from '../geo/plane.ts'
import type { Position } from '../geo/position.ts'
import type { Board } from './board.ts'
import { insertCorner, isRefused, moveCorner, ringAt } from './change.ts'
import type { CornerPath, Drawn } from './drawn.ts'
import type { Handle } from './handles.ts'
import type { Placed } from './snapping.ts'

/** What moving a corner needs and tells. */
export interface MovingHost {
  readonly board: Board
  /** Where a corner goes that is dragged to a place. */
  place(at: Position, dragged: { drawn: Drawn; path: CornerPath }): Placed
  /** A corner is to be selected, as it moves now. */
  selects(path: CornerPath): void
  /** A corner was dragged; done: it has been let go. */
  dragged(path: CornerPath, placed: Placed | undefined, done: boolean): void
}

const SETTLE_NUDGES = 700 // milliseconds after the last; nudges one after the other are one step of undo

/** Moves corners: by dragging, and by steps of metres. Either is one step of undo in the end. */
export class Moving {
  private drag: { readonly base: Drawn; readonly path: CornerPath; readonly label: string } | undefined // base: before it moved
  private nudging: { readonly path: CornerPath; readonly label: string; timer: number } | undefined

  constructor(private readonly host: MovingHost) {}

  /** Where the corner that is dragged was before; undefined where none is. */
  get origin(): Position | undefined {
    return this.drag && ringAt(this.drag.base, this.drag.path)[this.drag.path.corner]
  }

  /** @param free goes where the pointer is, without snapping */
  dragTo(handle: Handle, to: Position, free: boolean, done: boolean): void {
    this.drag ??= this.begin(handle, to)
    if (!this.drag) return
    const { base, path, label } = this.drag
    const placed = free ? { at: to, snapped: undefined } : this.host.place(to, { drawn: base, path })
    const outcome = moveCorner(base, path, placed.at)
    if (isRefused(outcome)) return
    if (done) this.drag = undefined
    this.host.selects(path)
    this.host.board.apply(outcome.drawn, label, done)
    this.host.dragged(path, placed, done)
  }

  /** A drag that was broken off: everything is as it was before. */
  drop(): void {
    if (!this.drag) return
    const { path } = this.drag
    this.drag = undefined
    this.host.board.apply(this.host.board.steps.now, 'Let go', false)
    this.host.dragged(path, undefined, false)
  }

  /** Moves a corner by metres. False where it is no longer there. */
  nudge(path: CornerPath, east: number, north: number): boolean {
    const { board } = this.host
    if (this.nudging && !samePath(this.nudging.path, path)) this.settle()
    const at = ringAt(board.now, path)[path.corner]
    const outcome = at && moveCorner(board.now, path, new Plane(at).position([east, north]))
    if (!outcome || isRefused(outcome)) return false
    clearTimeout(this.nudging?.timer)
    this.nudging = { path, label: outcome.label, timer: window.setTimeout(() => this.settle(), SETTLE_NUDGES) }
    this.host.selects(path)
    board.apply(outcome.drawn, outcome.label, false)
    return true
  }

  /** Nudges that were made become a step. To be called before anything else is done. */
  settle(): void {
    if (!this.nudging) return
    const { label } = this.nudging
    this.forget()
    this.host.board.apply(this.host.board.now, label)
  }

  /** A step was made: what was under way is part of it, or gone. */
  forget(): void {
    clearTimeout(this.nudging?.timer)
    this.nudging = undefined
    this.drag = undefined
  }

  private begin({ kind, path }: Handle, to: Position): typeof this.drag {
    this.settle()
    const { now } = this.host.board
    if (kind === 'corner') return { base: now, path, label: `Move corner ${path.corner + 1}` }
    const outcome = insertCorner(now, path, to)
    return isRefused(outcome) ? undefined : { base: outcome.drawn, path: outcome.corner!, label: outcome.label }
  }
}

function samePath(a: CornerPath, b: CornerPath): boolean {
  return a.part === b.part && a.ring === b.ring && a.corner === b.corner
}
