import { NOTHING, type Drawn } from './drawn.ts'

/** What changed: settled is false while a corner is being dragged, which is one step in the end. */
export interface Change { readonly now: Drawn; readonly before: Drawn; readonly settled: boolean; readonly label: string }

/** One step that can be undone. */
export interface Step { readonly drawn: Drawn; readonly label: string }

/** What undo and redo know; kept beside the draft so that it outlives the page. */
export interface Steps { readonly past: readonly Step[]; readonly now: Drawn; readonly future: readonly Step[] }

const MOST_STEPS = 500

/** The drawing board: the shape as it is now, and the steps before and after it. */
export class Board {
  private past: Step[] = []
  private future: Step[] = []
  private drawn: Drawn = NOTHING
  private settledAt: Drawn = NOTHING // what undo goes back to while a corner is dragged
  private readonly listeners: ((change: Change) => void)[] = []

  get now(): Drawn {
    return this.drawn
  }

  get undoes(): string | undefined {
    return this.past.at(-1)?.label
  }

  get redoes(): string | undefined {
    return this.future.at(-1)?.label
  }

  get steps(): Steps {
    return { past: this.past, now: this.settledAt, future: this.future }
  }

  follow(listener: (change: Change) => void): void {
    this.listeners.push(listener)
  }

  /** Makes a step. label says in words what was done ("Move corner 3"). */
  apply(next: Drawn, label: string, settled = true): void {
    const before = this.drawn
    this.drawn = next
    if (settled) {
      this.past = [...this.past, { drawn: this.settledAt, label }].slice(-MOST_STEPS)
      this.future = []
      this.settledAt = next
    }
    this.tell({ now: next, before, settled, label })
  }

  undo(): void {
    const step = this.past.at(-1)
    if (!step) return
    this.past = this.past.slice(0, -1)
    this.future = [...this.future, { drawn: this.settledAt, label: step.label }]
    this.go(step.drawn, `Undo: ${step.label}`)
  }

  redo(): void {
    const step = this.future.at(-1)
    if (!step) return
    this.future = this.future.slice(0, -1)
    this.past = [...this.past, { drawn: this.settledAt, label: step.label }]
    this.go(step.drawn, `Redo: ${step.label}`)
  }

  /** Puts a saved board back, without a step. */
  restore(steps: Steps): void {
    const before = this.drawn
    this.past = [...steps.past]
    this.future = [...steps.future]
    this.drawn = this.settledAt = steps.now
    this.tell({ now: steps.now, before, settled: true, label: '' })
  }

  private go(drawn: Drawn, label: string): void {
    const before = this.drawn
    this.drawn = this.settledAt = drawn
    this.tell({ now: drawn, before, settled: true, label })
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) listener(change)
  }
}
