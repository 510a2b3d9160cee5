import type { DraftDocument, DraftFields } from '../api/drafts.ts'
import { Problem } from '../api/problem.ts'
import type { Steps } from './board.ts'
import { sameFields } from './document.ts'
import { worthKeeping, type Kept, type KeptDraft, type KeptEdit, type Store } from './store.ts'

/** How saving stands. at is a moment, in milliseconds. */
export type SaveState =
  | { readonly is: 'saved'; readonly at: number | undefined }
  | { readonly is: 'saving' }
  | { readonly is: 'waiting'; readonly why: 'offline' | 'server' }
  | { readonly is: 'signed-out' }
  | { readonly is: 'overtaken'; readonly theirs: DraftDocument }
  | { readonly is: 'refused'; readonly problem: Problem }

/** Sends a change: makes the draft where there is no document of it yet. Fails with a Problem. */
export type Send = (document: DraftDocument | undefined, edit: KeptEdit) => Promise<DraftDocument>

export interface QueueHost {
  /** Sends a change to the server. */
  send: Send
  /** Reads how the draft stands that a refusal of status 412 is about. */
  theirs(problem: Problem, token: string): Promise<DraftDocument>
  /** Hears how saving stands, and what is kept. kept says whether this browser holds what is not sent. */
  told(state: SaveState, kept: boolean): void
  /** Hears that something was kept, so that other tabs of the browser can read it. */
  wrote(draft: KeptDraft): void
  newName(): string
  now(): number
}

const REST = 800 // milliseconds after a change: people make several in a row
const LONGEST = 5_000 // milliseconds from a change, however many follow
const MOST = 500 // unsent changes, each a whole document
const [FIRST, LAST] = [2_000, 60_000] // milliseconds between tries

/**
 * The changes of one draft on their way to the server: kept in this browser before anything is sent, sent one at a time and in order,
 * each on top of the version that the one before it made. Nothing is dropped before the server has it or a newer change stands for it.
 */
export class SaveQueue {
  private draft: KeptDraft
  private edits: readonly KeptEdit[]
  private running: Promise<void> | undefined
  private holding = false // nothing is sent before again()
  private timer: ReturnType<typeof setTimeout> | undefined
  private since: number | undefined // when the oldest change was made that nobody has begun to send
  private pause = FIRST
  private kept: boolean
  private state: SaveState
  private writing: Promise<void> = Promise.resolve()

  constructor(private readonly store: Store, kept: Kept, private readonly host: QueueHost) {
    this.draft = kept.draft
    this.edits = kept.edits
    this.kept = store.lasting
    this.state = { is: 'saved', at: undefined }
  }

  get now(): KeptDraft {
    return this.draft
  }

  get unsent(): number {
    return this.edits.length
  }

  /** Whether this browser holds what is not sent. */
  get safe(): boolean {
    return this.kept
  }

  get stands(): SaveState {
    return this.state
  }

  /** Takes a change, and keeps it in this browser at once. about names what was changed where a later change of the same stands for it. */
  change(fields: DraftFields, steps: Steps | undefined, about = ''): void {
    const same = sameFields(fields, this.draft.fields)
    this.draft = { ...this.draft, fields, steps: steps && worthKeeping(steps) }
    if (!same) {
      const last = this.edits.at(-1)
      const stands = last && (this.state.is === 'refused' || (!last.tried && ((about !== '' && last.about === about) || !this.draft.document)))
      const edit: KeptEdit = { edit: this.host.newName(), fields, about, tried: false }
      this.edits = this.fewer([...(stands ? this.edits.slice(0, -1) : this.edits), edit])
      if (this.state.is === 'refused') [this.edits, this.holding] = [[edit], false] // it says all that the refused ones said
    }
    void this.write()
    if (same) return
    if (this.state.is === 'saved' || this.state.is === 'refused') this.tell({ is: 'saving' })
    this.since ??= this.host.now()
    if (this.state.is !== 'waiting') this.soon(Math.max(0, Math.min(REST, this.since + LONGEST - this.host.now())))
  }

  /** Sends what is unsent at once. Ends when all is sent, or when that cannot be. */
  async flush(): Promise<void> {
    clearTimeout(this.timer)
    await this.run()
  }

  /** Tries again, where something has changed outside: there is a connection, or somebody has signed in. */
  async again(): Promise<void> {
    if (this.state.is === 'overtaken') return
    this.holding = false
    this.pause = FIRST
    await this.flush()
  }

  /** Sends nothing before again(): nobody is signed in. */
  hold(): void {
    this.holding = true
    this.tell({ is: 'signed-out' })
  }

  /** Stops for good: another page goes on. */
  stop(): void {
    this.holding = true
    clearTimeout(this.timer)
  }

  /** Ends a conflict by putting what is here in the place of what the other browser saved. */
  keepMine(theirs: DraftDocument): void {
    this.edits = [{ edit: this.host.newName(), fields: this.draft.fields, about: '', tried: false }]
    this.draft = { ...this.draft, document: theirs }
    this.goOn()
  }

  /** Goes on from what the server has: what another browser saved, or a version that was gone back to. The steps keep what was here. */
  take(document: DraftDocument, fields: DraftFields, steps: Steps | undefined): void {
    this.edits = []
    this.draft = { ...this.draft, document, fields, steps: steps && worthKeeping(steps) }
    this.goOn()
  }

  private goOn(): void {
    this.holding = false
    this.tell({ is: 'saving' })
    void this.write()
    void this.flush()
  }

  /** At most so many: the oldest that was never sent is left out, for the one after it says all that it said. */
  private fewer(edits: readonly KeptEdit[]): readonly KeptEdit[] {
    if (edits.length <= MOST) return edits
    const oldest = edits.findIndex(e => !e.tried)
    return edits.filter((_, i) => i !== oldest)
  }

  private soon(milliseconds: number): void {
    if (this.holding) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.run(), milliseconds)
  }

  /** Sends, or waits for what is being sent. */
  private run(): Promise<void> {
    this.running ??= this.sendAll().finally(() => (this.running = undefined))
    return this.running
  }

  private async sendAll(): Promise<void> {
    if (this.holding) return
    this.since = undefined
    while (this.edits.length > 0 && !this.holding) {
      const [edit, ...rest] = this.edits as [KeptEdit, ...KeptEdit[]]
      const tried = { ...edit, tried: true }
      this.edits = [tried, ...rest]
      await this.write()
      if (this.state.is !== 'waiting') this.tell({ is: 'saving' })
      try {
        const document = await this.host.send(this.draft.document, tried)
        await this.sent(tried, document)
      } catch (error) {
        if (await this.failed(error)) break
      }
    }
    if (this.edits.length === 0 && !this.holding) this.tell({ is: 'saved', at: this.host.now() })
  }

  private async sent(edit: KeptEdit, document: DraftDocument): Promise<void> {
    const from = this.draft.key
    this.pause = FIRST
    this.edits = this.edits.filter(e => e.edit !== edit.edit)
    this.draft = { ...this.draft, key: document.token, document }
    this.tell({ is: 'saving' })
    await (from === document.token ? this.write() : this.keep(() => this.store.move(from, { draft: this.draft, edits: this.edits })))
  }

  /** Says whether to stop sending. */
  private async failed(error: unknown): Promise<boolean> {
    const problem = error instanceof Problem ? error : new Problem('The change was not saved.', 'unknown', String(error), undefined)
    const { status, code } = problem
    const { document } = this.draft
    if (status === 401) this.hold()
    else if (status === 412 && document) {
      try {
        const theirs = await this.host.theirs(problem, document.token)
        this.holding = true
        this.tell({ is: 'overtaken', theirs })
      } catch {
        this.wait('server')
      }
    } else if (status === 0 || status >= 500 || status === 408 || status === 429) this.wait(code === 'unreachable' ? 'offline' : 'server')
    else {
      this.holding = true
      this.tell({ is: 'refused', problem })
    }
    return true
  }

  private wait(why: 'offline' | 'server'): void {
    this.tell({ is: 'waiting', why })
    this.soon(this.pause)
    this.pause = Math.min(this.pause * 2, LAST)
  }

  /** That something is kept in this browser is said when it is, and not while it is being written. */
  private tell(state: SaveState): void {
    this.state = state
    if (state.is === 'saved' || state.is === 'saving' || state.is === 'overtaken') return this.host.told(state, this.kept)
    void this.writing.then(() => this.state === state && this.host.told(state, this.kept))
  }

  private write(): Promise<void> {
    return this.keep(() => this.store.keep({ draft: this.draft, edits: this.edits }))
  }

  /** Keeps in this browser what is here; where that fails it is said, and sending goes on. */
  private keep(write: () => Promise<void>): Promise<void> {
    const draft = this.draft
    const kept = write().then(() => {
      this.host.wrote(draft)
      return this.store.lasting
    }, (error: unknown) => {
      console.warn('the draft was not kept in this browser:', error)
      return false
    })
    this.writing = Promise.all([this.writing, kept.then(is => {
      if (is === this.kept) return
      this.kept = is
      this.tell(this.state)
    })]).then(() => undefined)
    return this.writing
  }
}
