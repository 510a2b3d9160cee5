/**
 * Runs one question at a time. While one is under way only the newest of the later ones is kept; it starts as soon as the one
 * before it has ended, and only the newest answer is told. So there is no delay before the first answer and no queue.
 */
export class Newest<Q, A> {
  private running = false
  private waiting: { q: Q } | undefined
  private asked = 0

  /** @param ask answers a question; its failures go to failed */
  constructor(
    private readonly ask: (q: Q) => Promise<A>,
    private readonly answered: (a: A, q: Q) => void,
    private readonly failed: (error: unknown, q: Q) => void,
  ) {}

  put(q: Q): void {
    this.asked++
    if (this.running) this.waiting = { q }
    else void this.run(q)
  }

  /** Forgets what was asked: no answer to it will be told. */
  drop(): void {
    this.asked++
    this.waiting = undefined
  }

  private async run(q: Q): Promise<void> {
    this.running = true
    const mine = this.asked
    try {
      const a = await this.ask(q)
      if (mine === this.asked) this.answered(a, q)
    } catch (error) {
      if (mine === this.asked) this.failed(error, q)
    }
    this.running = false
    const next = this.waiting
    this.waiting = undefined
    if (next) void this.run(next.q)
  }
}
