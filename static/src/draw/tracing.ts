import type { Outcome } from './change.ts'
import type { Drawn } from './drawn.ts'
import { nextWay, takenWay, takeWay, wayWords, type Followed, type Stretch, type Way } from './follow.ts'
import { edgeWords } from './snap.ts'

/** What following an edge does to the drawing. */
export interface TracingHost {
  drawn(): Drawn
  apply(outcome: Outcome, words: string): void
  /** What there is to follow has changed. */
  changed(): void
}

/** Lets a stretch follow an edge: the shorter way first, another with each turn. */
export class Tracing {
  private followed: Followed | undefined
  private candidate: Stretch | undefined
  private failure = ''
  private asked = 0

  constructor(private readonly ask: (stretch: Stretch) => Promise<readonly Way[]>, private readonly host: TracingHost) {}

  /** Whether there is a way to take, or another one. */
  get possible(): boolean {
    return this.followed !== undefined || this.candidate !== undefined
  }

  /** "Follows the ward edge, 480 m, the shorter way." What can be followed, or why it could not. */
  get words(): string {
    if (this.failure) return this.failure
    if (this.followed) return wayWords(this.followed, this.followed.chosen)
    return this.candidate ? `Can follow the ${edgeWords(this.candidate.target)}.` : ''
  }

  /** The drawing changed: what is followed may be gone, or take another way since an undo. */
  check(): void {
    if (this.candidate && takenWay(this.host.drawn(), { ...this.candidate, ways: [] }) === undefined) this.candidate = undefined
    if (!this.followed) return
    const chosen = takenWay(this.host.drawn(), this.followed)
    this.followed = chosen === undefined ? undefined : { ...this.followed, chosen }
  }

  /** What can be followed from now on, when somebody asks for it. */
  offer(stretch: Stretch | undefined): void {
    this.candidate = stretch
    this.failure = ''
    this.followed = undefined
    this.asked++
  }

  /** Follows at once. */
  async follow(stretch: Stretch): Promise<void> {
    this.offer(stretch)
    const mine = this.asked
    let ways: readonly Way[] = []
    try {
      ways = await this.ask(stretch)
    } catch (error) {
      if (mine !== this.asked) return
      this.failure = `The ${edgeWords(stretch.target)} cannot be followed: ${error instanceof Error ? error.message : 'no answer.'}`
      return this.host.changed()
    }
    const followed: Followed = { ...stretch, ways, chosen: ways.length }
    if (mine !== this.asked || ways.length === 0 || takenWay(this.host.drawn(), followed) === undefined) return // drawn on meanwhile
    this.followed = followed
    this.candidate = undefined
    this.take(0)
  }

  /** Takes the next way, or the first where nothing is followed yet. */
  turn(): void {
    if (this.followed) this.take(nextWay(this.followed))
    else if (this.candidate) void this.follow(this.candidate)
  }

  private take(way: number): void {
    if (!this.followed) return
    const outcome = takeWay(this.host.drawn(), this.followed, way)
    this.followed = { ...this.followed, chosen: way }
    this.host.apply(outcome, wayWords(this.followed, way))
  }
}
