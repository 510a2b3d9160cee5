import type { Statement } from '../api/drafts.ts'

/**
 * Knows the statements of one verdict in the next: while a corner is dragged most of them say the same. Those are the same objects again, so that
 * what was made of them, on the panel and on the map, is kept.
 */
export class StatementsKept {
  private before = new Map<string, Statement>() // by all that they say

  /** The statements; for each that says what one of before said, the one of before. */
  take(statements: readonly Statement[]): Statement[] {
    const now = new Map<string, Statement>()
    const taken = statements.map(s => {
      const text = JSON.stringify(s)
      const known = now.has(text) ? s : this.before.get(text) ?? s // twice the same in one verdict are two
      now.set(text, known)
      return known
    })
    this.before = now
    return taken
  }
}
