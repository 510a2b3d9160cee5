import type { Geometry, MultiPolygon } from 'geojson'
import { askShape, loadDraft, makeDraft, removeDraft, saveDraft, theirs, type DraftDocument, type DraftFields, type Repair, type Verdict } from '../api/drafts.ts'
import type { Place } from '../api/places.ts'
import { Problem } from '../api/problem.ts'
import { failureAlert } from '../explorer/answer.ts'
import { announcer } from '../ui/announce.ts'
import { button, el, must } from '../ui/html.ts'
import { wireSearch } from '../ui/search.combobox.ts'
import { Board, type Change } from './board.ts'
import { conflictBox } from './conflict.ts'
import { BLANK, drawnOf, edgesOf, fieldsOf, questionOf, sameDrawn, withBoard, withDrawn } from './document.ts'
import type { Mark, OnTheMap } from './on-the-map.ts'
import { fromGeometry } from './drawn.ts'
import { DraftPanel } from './panel.ts'
import { DraftPages } from './panel-pages.ts'
import { newName } from './save-name.ts'
import { SaveQueue, type SaveState } from './save-queue.ts'
import { startOf, stepsOf } from './save-start.ts'
import { StatementsKept } from './statements-kept.ts'
import { shareAmongTabs, type Tabs } from './save-tabs.ts'
import { wordsOf } from './save-words.ts'
import { NEW, openStore, type Kept, type Store } from './store.ts'
import { Verdicts } from './verdict.ts'
import { RepairPreview } from './verdict-repair.ts'
import { levelSpoken, marksOf } from './verdict-view.ts'
import type { Offer, Way } from './ways/way.ts'
import { WAYS } from './ways/ways.ts'

const UNNAMED = 'New plan area'

/**
 * The page of a draft: what is drawn goes from the board to the browser's store and from there to the server, and the rules say what
 * they make of it. Everything here works before the map has come, and without it.
 */
export class Drafting {
  readonly board = new Board()
  readonly stage = must('[data-stage]')
  readonly announce = announcer(must('[data-live]'))
  readonly panel: DraftPanel
  private readonly data = must('[data-panel]').dataset
  private readonly repair = new RepairPreview({
    preview: shape => this.side?.preview(shape), announce: words => this.announce(words),
    use: (repaired, label) => this.board.apply(fromGeometry(repaired.geometry, this.board.now.approximate), label),
  })
  private readonly verdicts = new Verdicts({
    asked: () => this.panel.asked(),
    answered: (verdict, more) => this.judged(verdict, more),
    failed: error => this.panel.verdictFailed(error),
  })
  private readonly pages: DraftPages
  private store!: Store
  private queue: SaveQueue | undefined
  private tabs: Tabs | undefined
  private side: OnTheMap | undefined
  private kept: Kept = { draft: { key: NEW, document: undefined, fields: BLANK, steps: undefined }, edits: [] } // as it was read
  private fields: DraftFields = BLANK
  private document: DraftDocument | undefined
  private following = false // nothing of here is saved: another tab draws, or it is somebody else's draft
  private quiet = false // while the board is told what is kept already
  private marks: readonly Mark[] = [] // what the verdict points out
  private level: Verdict['level'] | undefined
  private readonly statements = new StatementsKept()
  private theirs: DraftDocument | undefined // while somebody has to choose between that and what is here

  constructor() {
    this.panel = new DraftPanel({
      show: where => this.show(where),
      repair: repair => this.askRepair(repair),
      apply: (change, label) => this.board.apply(change(this.board.now), label),
      openWay: way => this.openWay(way),
      draw: () => this.draw(),
      history: () => this.pages.history(), compare: () => void this.pages.compareNewest(), keep: () => this.pages.keep(), share: () => this.pages.share(), remove: () => this.pages.remove(),
      addCorner: () => this.side?.addCorner(), finish: () => this.side?.finish(),
      act: action => (action === 'save-as-new' ? void this.saveAsNew() : void this.queue?.again()),
      undo: () => this.following || this.board.undo(), redo: () => this.following || this.board.redo(),
      askAgain: () => this.verdicts.again(),
      change: (change, about, board) => this.change({ ...this.fields, ...change, ...(board ? { board: withBoard(this.fields, board) } : {}) }, about),
    }, this.repair.root)
    this.pages = new DraftPages(this.panel, {
      now: () => ({ token: this.document?.token, fields: this.fields, mayWrite: !this.following }),
      settled: () => this.settled(), take: (document, label) => this.take(document, label), remove: () => this.remove(),
      share: viewers => this.change({ ...this.fields, viewers }, 'viewers'),
      preview: shape => this.side?.preview(shape), announce: words => this.announce(words),
    })
    this.board.follow(change => this.changed(change))
    const find = document.querySelector<HTMLFormElement>('[data-find]')
    if (find) wireSearch(find, { near: () => undefined, choose: place => this.goTo(place) })
    for (const link of this.stage.querySelectorAll<HTMLAnchorElement>('.seg a')) {
      link.addEventListener('click', event => { event.preventDefault(); this.view(link.dataset['view'] ?? 'map') })
    }
    this.view(new URLSearchParams(location.search).get('view') ?? 'map')
    addEventListener('online', () => { void this.queue?.again(); this.verdicts.connected() })
    addEventListener('focus', () => { if (this.queue?.stands.is === 'signed-out' && this.signedIn) void this.queue.again() }) // signed in again in another tab
    addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') void this.queue?.flush() })
    addEventListener('pagehide', () => this.keepUnsettled())
    addEventListener('beforeunload', event => { if (this.queue && !this.queue.safe && this.queue.unsent > 0) event.preventDefault() })
  }

  private get signedIn(): boolean {
    return this.data['signedIn'] === 'true'
  }

  private get token(): string {
    return this.document?.token ?? this.data['token'] ?? ''
  }

  /** Brings back what is kept, and begins to save. */
  async begin(): Promise<void> {
    this.store = await openStore()
    const key = this.token || NEW
    const kept = await this.store.load(key).catch(() => undefined)
    let document: DraftDocument | undefined
    if (key !== NEW) {
      try {
        document = await loadDraft(key)
      } catch (error) {
        if (!kept) return this.panel.tell('The draft did not come', error instanceof Error ? error.message : '', button('Try again', 'btn s w', () => location.reload()))
      }
    }
    const start = startOf(key, kept, document)
    this.restore(start.kept)
    if (this.data['mayWrite'] === 'false') return this.readOnly()
    this.tabs = shareAmongTabs(key, this.tabHost(key), () => this.letGo())
    if (start.elsewhere) this.take(start.elsewhere, 'Changed in another browser')
  }

  /** The map has come. looks: the address says where it looks. */
  join(side: OnTheMap, looks: boolean): void {
    this.side = side
    side.readOnly = this.following
    if (this.fields.geometry && !looks) side.fit()
    this.feet()
    side.marks(this.marks)
    this.showBoth()
    const query = new URLSearchParams(location.search)
    const way = WAYS.find(w => w.slug === query.get('way'))
    if (query.get('of')) void this.copyOf(query.get('of')!)
    else if (way && !this.fields.geometry) this.openWay(way)
    else if (query.get('way') === 'draw' && !this.fields.geometry) this.draw()
  }

  /** The tool or the unfinished ring changed. */
  feet(): void {
    const unfinished = this.board.now.unfinished?.corners.length ?? 0
    this.panel.feet({
      drawing: !!this.side && this.side.tool !== 'edit', closes: unfinished >= 3, saved: !!this.document, blank: !this.fields.geometry,
      signIn: this.signedIn || this.document ? undefined : this.signInAddress(),
    })
  }

  private tabHost(key: string) {
    return {
      held: () => void this.hold(key),
      follows: () => this.follow(),
      wrote: () => void this.store.load(key).then(kept => kept && this.following && this.restore(kept)),
    }
  }

  /** This tab draws and saves. */
  private async hold(key: string): Promise<void> {
    if (this.following) { // the other tab has drawn meanwhile
      const kept = await this.store.load(key).catch(() => undefined)
      if (kept) this.restore(kept)
    }
    this.unlock()
    const { kept } = this
    this.queue = new SaveQueue(this.store, kept, {
      send: (document, { fields, edit }) => (document ? saveDraft(document.token, document.version, fields, edit) : makeDraft(fields, edit)),
      theirs: (problem: Problem, token: string) => theirs(problem, token),
      told: (state, is) => this.told(state, is),
      wrote: () => this.tabs?.wrote(),
      newName, now: () => Date.now(),
    })
    const { edits } = kept
    this.told(this.queue.stands, this.store.lasting)
    this.queue.change(this.fields, this.board.steps) // what was drawn before there was a queue
    if (!this.signedIn) {
      if (key === NEW && edits.length === 0) return
      this.queue.hold()
    } else if (key === NEW && edits.length > 0 && !edits[0]!.tried) this.offerSaving()
    else if (edits.length > 0) void this.queue.again()
  }

  /** Another tab draws: this one shows what it does. */
  private follow(): void {
    this.queue = undefined
    this.lock()
    this.panel.tell('This draft is open in another tab', 'What is drawn there is shown here.', button('Draw here instead', 'btn s', () => this.tabs?.takeOver()))
  }

  private async letGo(): Promise<void> {
    await this.queue?.flush()
    this.queue?.stop()
  }

  private readOnly(): void {
    this.lock()
    this.panel.saving({ line: 'saved' }, '')
    const copies = el('a', { class: 'btn s', href: `/drafts/new?of=${encodeURIComponent(`drafts/${this.token}`)}` }, 'Copy it to a draft of your own')
    this.panel.tell('Somebody else draws this', 'You see it as it is saved. To change it, copy it.', copies)
  }

  private lock(): void {
    this.following = true
    this.panel.lock(true)
    if (this.side) this.side.readOnly = true
    this.feet()
  }

  private unlock(): void {
    this.following = false
    this.panel.lock(false)
    if (this.side) this.side.readOnly = false
    this.feet()
  }

  /** Shows what is kept, without a step and without saving it. */
  private restore(kept: Kept): void {
    this.fields = kept.draft.fields
    this.document = kept.draft.document
    this.kept = kept
    this.quiet = true
    this.board.restore(stepsOf(kept))
    this.quiet = false
    this.panel.fields(this.fields, this.document)
  }

  /** Drawn signed out, and here is somebody signed in: nothing is sent before they say so. */
  private offerSaving(): void {
    this.queue?.stop()
    this.panel.tell('You drew this before you signed in', 'It is kept in this browser alone.',
      button('Save it to my account', 'btn s p', () => void this.queue?.again()),
      button('Throw it away', 'btn s', () => void this.store.remove(NEW).then(() => location.assign('/drafts/new'))))
  }

  private changed({ now, settled }: Change): void {
    if (!this.quiet) this.fields = withDrawn(this.fields, now)
    this.panel.drawn(now)
    this.panel.steps(this.board.undoes, this.board.redoes)
    this.repair.leave()
    this.ask()
    this.feet()
    if (settled && !this.quiet) this.change(this.fields)
  }

  /** Takes fields and saves them. */
  private change(fields: DraftFields, about = ''): void {
    if (this.following) return
    this.fields = fields.name ? fields : { ...fields, name: UNNAMED }
    this.panel.fields(this.fields, this.document)
    this.queue?.change(this.fields, this.board.steps, about)
    if (!this.signedIn && !this.document && this.queue?.stands.is !== 'signed-out') this.queue?.hold()
    this.ask()
  }

  /** A corner that is being moved when the page goes is kept where it is. */
  private keepUnsettled(): void {
    const { now, steps } = this.board
    if (this.following || !this.queue || now === steps.now) return
    this.queue.change(withDrawn(this.fields, now), { past: [...steps.past, { drawn: steps.now, label: 'Move corner' }], now, future: [] })
  }

  /** Asks what the rules say. */
  private ask(): void {
    if (this.fields.geometry) {
      if (this.verdicts.ask(questionOf(this.fields, this.document))) this.panel.guess(this.board.now)
      return
    }
    this.verdicts.drop()
    this.level = undefined
    this.mark([])
  }

  private judged(answer: Verdict, more: boolean): void {
    if (!this.fields.geometry) return
    const verdict = { ...answer, statements: this.statements.take(answer.statements) }
    this.panel.verdict(verdict, more)
    this.mark(marksOf(verdict.statements))
    if (more) return
    const words = levelSpoken(this.level, verdict)
    this.level = verdict.level
    if (words) this.announce(words)
  }

  /** Whether something is pointed out that is to be put right. */
  get troubled(): boolean {
    return this.marks.some(m => m.level === 'stop')
  }

  private mark(marks: readonly Mark[]): void {
    this.marks = marks
    this.side?.marks(marks)
  }

  private told(state: SaveState, kept: boolean): void {
    const document = this.queue?.now.document
    const made = document && !this.document
    this.document = document ?? this.document
    if (made) this.moved(document)
    this.panel.saving(wordsOf(state, kept, !this.document), this.signInAddress())
    this.panel.fields(this.fields, this.document)
    this.feet()
    if (state.is === 'overtaken') this.conflict(state.theirs)
    if (state.is === 'saved') this.verdicts.connected()
  }

  /** The drawing has become a draft of the account: the address says so. */
  private moved(document: DraftDocument): void {
    history.replaceState(null, '', `/drafts/${document.token}${location.search.includes('view=list') ? '?view=list' : ''}`)
    let before = this.tabs
    const host = this.tabHost(document.token)
    const held = () => {
      if (!before) return host.held()
      before.close()
      before = undefined
    }
    this.tabs = shareAmongTabs(document.token, { ...host, held }, () => this.letGo())
  }

  private conflict(theirs: DraftDocument): void {
    this.theirs = theirs
    this.showBoth()
    const ended = () => {
      this.theirs = undefined
      this.side?.preview(undefined)
      this.panel.choose(undefined)
    }
    this.panel.choose(conflictBox(this.fields, theirs, {
      keepMine: () => { ended(); this.document = theirs; this.queue?.keepMine(theirs) },
      keepTheirs: () => { ended(); this.take(theirs, 'Keep theirs') },
      saveAsNew: () => { ended(); void this.saveAsNew(theirs) },
    }))
    this.announce('This draft was changed in another browser. Choose which shape goes on.')
  }

  /** Shows what is drawn here, and dashed what was drawn elsewhere: whole, wherever either lies. */
  private showBoth(): void {
    if (!this.theirs || !this.side) return
    const { geometry } = this.theirs
    this.side.preview({ geometry, gained: null, lost: null })
    const both = [...(this.fields.geometry?.coordinates ?? []), ...(geometry?.coordinates ?? [])]
    if (both.length) this.side.show({ type: 'MultiPolygon', coordinates: both })
  }

  /** Takes what the server has; another shape is one step, which undo takes back. */
  private take(document: DraftDocument, label: string): void {
    this.quiet = true
    this.fields = fieldsOf(document)
    this.document = document
    const drawn = drawnOf(document)
    if (!sameDrawn(drawn, this.board.now)) this.board.apply(drawn, label)
    this.quiet = false
    this.panel.fields(this.fields, document)
    this.kept = { draft: { key: document.token, document, fields: this.fields, steps: this.board.steps }, edits: [] }
    this.queue?.take(document, this.fields, this.board.steps)
    this.ask()
  }

  /** Saves what is here as a draft of its own, and goes there. Here stays what the server has. */
  private async saveAsNew(document?: DraftDocument): Promise<void> {
    try {
      const made = await makeDraft({ ...this.fields, name: `${this.fields.name || UNNAMED} (copy)` }, newName())
      if (document) this.take(document, 'Keep theirs')
      else await this.store.remove(this.token)
      location.assign(`/drafts/${made.token}`)
    } catch (error) {
      this.panel.choose(el('div', { tabindex: -1, role: 'alert' }, failureAlert(error, button('Try again', 'btn s w', () => void this.saveAsNew(document)), button('Back', 'btn s', () => (document ? this.conflict(document) : this.panel.choose(undefined))))))
    }
  }

  private show(where: Geometry): void {
    this.view('map')
    this.panel.half()
    this.side?.show(where)
  }

  /** Shows a place that was searched for. What is drawn stays. */
  private goTo({ name, context, point, bbox }: Place): void {
    const [w, s, e, n] = bbox ?? [...point, ...point]
    this.show(w < e ? { type: 'Polygon', coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] } : { type: 'Point', coordinates: point })
    this.announce(`${name}${context ? `, ${context}` : ''} is shown on the map.`)
  }

  private askRepair(repair: Repair): void {
    if (!this.following) void this.repair.ask(questionOf(this.fields, this.document), repair)
  }

  private draw(): void {
    this.panel.back()
    this.view('map')
    this.panel.half()
    if (!this.side) return this.announce('The map is not there yet. The other ways need no map.')
    this.side.start(this.board.now.parts.length ? 'part' : 'draw')
  }

  private openWay(way: Way): void {
    const body = way.form({
      preview: geometry => this.previewOffer(geometry),
      use: offer => this.use(offer),
      announce: words => this.announce(words),
    })
    this.panel.open(way.title, body, () => this.side?.preview(undefined))
  }

  /** Shows what a way gives, where it lies; on a phone the map is to be seen beside it. */
  private previewOffer(geometry: MultiPolygon | undefined): void {
    this.side?.preview(geometry && { geometry, gained: null, lost: null })
    if (!geometry) return
    this.panel.half()
    this.side?.show(geometry)
  }

  /** Makes what a way gave the area: one step. */
  private use({ geometry, approximate, name, label }: Offer): void {
    this.panel.back()
    if (name && (!this.fields.name || this.fields.name === UNNAMED)) this.fields = { ...this.fields, name }
    this.board.apply(fromGeometry(geometry, edgesOf(approximate)), label)
    this.side?.fit()
    this.announce(`${label}. Undo takes it back.`)
  }

  private async copyOf(of: string): Promise<void> {
    try {
      const { geometry, approximate, name } = await askShape({ way: 'copy', of })
      if (geometry && !this.fields.geometry) this.use({ geometry, approximate, name, label: `Copied from ${name}` })
    } catch (error) {
      this.panel.tell('It was not copied', error instanceof Error ? error.message : '')
    }
  }

  /** Ends when all is saved; fails where that cannot be. */
  private async settled(): Promise<DraftDocument> {
    await this.queue?.flush()
    const document = this.queue?.now.document
    if (!document || !this.queue || this.queue.unsent > 0) throw new Problem('What is drawn is not saved yet.', 'not-saved', 'Wait until there is a connection, and try again.', undefined)
    return document
  }

  /** Deletes the draft at the server and here. */
  private async remove(): Promise<void> {
    this.queue?.stop()
    const document = this.queue?.now.document
    if (document) await removeDraft(document.token, document.version)
    await this.store.remove(document?.token ?? NEW)
    location.assign(document ? '/drafts' : '/drafts/new')
  }

  private view(view: string): void {
    const list = view === 'list'
    document.body.dataset['view'] = list ? 'list' : 'map'
    for (const link of this.stage.querySelectorAll<HTMLAnchorElement>('.seg a')) {
      if ((link.dataset['view'] === 'list') === list) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
    const query = new URLSearchParams(location.search)
    if (list) query.set('view', 'list')
    else query.delete('view')
    history.replaceState(null, '', `${location.pathname}${query.size ? `?${query}` : ''}${location.hash}`)
  }

  private signInAddress(): string {
    return `/sign-in?to=${encodeURIComponent(location.pathname)}`
  }
}
