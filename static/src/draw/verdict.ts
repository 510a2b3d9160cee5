import type { Question, Verdict } from '../api/drafts.ts'
import { askVerdict } from '../api/drafts.ts'
import { Newest } from '../api/newest.ts'
import { inFrame } from '../ui/frame.ts'

/** What is told of a question's way to its answer. */
export interface VerdictHost {
  /** A question is on its way: what is shown is of before. */
  asked(): void
  /** more: a newer question waits already. */
  answered(verdict: Verdict, more: boolean): void
  failed(error: unknown): void
}

interface Asked { readonly question: Question; readonly since: number }

/** Asks what the rules say of each shape: one question at a time, the newest next. So while a corner is dragged the verdict follows. */
export class Verdicts {
  private readonly line: Newest<Asked, Verdict>
  private last: Question | undefined
  private answer: { readonly verdict: Verdict; readonly since: number } | undefined // to be told with the next frame
  private readonly tell = () => this.told()
  private broken = false // the last question had no answer
  private input = 0 // when the reader last did something, on the clock of performance.now()

  constructor(private readonly host: VerdictHost, ask: (q: Question) => Promise<Verdict> = askVerdict) {
    this.line = new Newest(
      ({ question }) => ask(question),
      (verdict, { since }) => {
        this.broken = false
        this.answer = { verdict, since }
        inFrame(this.tell)
      },
      error => {
        this.answer = undefined // it is older
        this.broken = true
        host.failed(error)
      })
    for (const kind of ['pointerdown', 'pointermove', 'pointerup', 'keydown']) globalThis.addEventListener?.(kind, event => (this.input = event.timeStamp), { capture: true, passive: true })
  }

  /** The same question twice in a row is asked once. Says whether it is asked. */
  ask(question: Question): boolean {
    if (this.last && JSON.stringify(this.last) === JSON.stringify(question)) return false
    this.last = question
    this.host.asked()
    this.line.put({ question, since: this.input || performance.now() })
    return true
  }

  again(): void {
    if (this.last) this.line.put({ question: this.last, since: performance.now() })
  }

  /** There is a connection again: what had no answer is asked again. */
  connected(): void {
    if (this.broken) this.again()
  }

  /** Forgets what was asked. */
  drop(): void {
    this.last = undefined
    this.answer = undefined
    this.line.drop()
  }

  private told(): void {
    const { answer } = this
    if (!answer) return
    this.answer = undefined
    this.host.answered(answer.verdict, this.line.waits)
    measurePainted(answer.since)
  }
}

/** Notes how long it took from what the reader did to the verdict on the screen, which is about to be painted: "verdict" in the performance timeline. */
function measurePainted(since: number): void {
  if (typeof requestAnimationFrame !== 'function') return
  setTimeout(() => performance.measure('verdict', { start: since, end: performance.now() })) // runs when the frame is done
}
