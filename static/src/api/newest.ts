/**
 * Runs one question at a time. While one is under way only the newest of the later ones is kept; it starts as soon as the one
 * before it has ended, and is under way while that one's answer is shown. So there is no delay before the first answer and no queue, and
 * each answer told is newer than the one before: while questions come faster than answers, as from a corner that is dragged, what is shown
 * follows all the same.
 */
export class Newest<Q, A> {
  private running = false
  private waiting: { q: Q } | undefined
  private dropped = 0

  /** @param ask answers a question; its failures go to failed */
  constructor(
    private readonly ask: (q: Q) => Promise<A>,
    private readonly answered: (a: A, q: Q) => void,
    private readonly failed: (error: unknown, q: Q) => void,
  ) {}

  /** Whether a newer question is under way than the one that was answered. */
  get waits(): boolean {
    return this.running || this.waiting !== undefined
  }

  put(q: Q): void {
    if (this.running) this.waiting = { q }
    else void this.run(q)
  }

  /** Forgets what was asked: no answer to it will be told. */
  drop(): void {
    this.dropped++
    this.waiting = undefined
  }

  private async run(q: Q): Promise<void> {
    this.running = true
    const before = this.dropped
    const answer = await this.ask(q).then(a => ({ a }), (error: unknown) => ({ error }))
    this.running = false
    const next = this.waiting
    this.waiting = undefined
    if (next) void this.run(next.q)
    if (before !== this.dropped) return
    try {
      if ('error' in answer) throw answer.error
      this.answered(answer.a, q)
    } catch (error) {
      if (!this.waits) this.failed(error, q)
    }
  }
}
