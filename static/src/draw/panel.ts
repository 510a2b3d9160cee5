import type { AssetInside, DraftDocument, DraftFields, Statement, Verdict } from '../api/drafts.ts'
import { Answer, failureAlert } from '../explorer/answer.ts'
import { figureSections, homesFigure } from '../explorer/figures.ts'
import { Foot } from '../explorer/foot.ts'
import { wireSheet } from '../explorer/sheet.ts'
import { button, children, el, must } from '../ui/html.ts'
import type { Drawn } from './drawn.ts'
import { guessedEdges, type EdgesHost } from './panel-edges.ts'
import { Details, type ChangeFields } from './panel-details.ts'
import type { SaveWords } from './save-words.ts'
import { estimate } from './estimate.ts'
import { gravestFirst, statementShown, type StatementHost } from './verdict-view.ts'
import { choices } from './ways/ways.ts'
import type { Way } from './ways/way.ts'

/** What the panel asks of the page. */
export interface PanelHost extends StatementHost, EdgesHost {
  openWay(way: Way): void
  draw(): void
  history(): void
  compare(): void
  keep(): void
  share(): void
  remove(): void
  addCorner(): void
  finish(): void
  act(action: NonNullable<SaveWords['action']>): void
  askAgain(): void
  undo(): void
  redo(): void
  change: ChangeFields
}

const TABLES_EVERY = 200 // milliseconds, while a corner moves: laying them out takes longer than the figures above them

/** The panel of a draft: what it is called and whether it is saved, its figures, what the rules say, and all that can be done with it. */
export class DraftPanel {
  readonly panel = must('[data-panel]')
  readonly details: Details
  readonly corners = el('div') // the drawing board fills it
  private readonly place = must('[data-answer]', this.panel)
  private readonly sheet = wireSheet(this.panel, must<HTMLButtonElement>('[data-grip]'))
  private readonly foot: Foot
  private readonly answer: Answer
  private readonly main = el('div')
  private readonly undo = button('Undo', 'btn t', () => this.host.undo())
  private readonly redo = button('Redo', 'btn t', () => this.host.redo())
  private readonly line = el('span', { class: 'status draft' })
  private readonly ready = el('span', { class: 'status ok', hidden: true })
  private readonly links = el('span', { hidden: true })
  private readonly trouble = el('div', { role: 'status' }) // saving, other tabs
  private readonly choice = el('div', { tabindex: -1 }) // a conflict
  private readonly statements = el('div', { class: 'statements' })
  private readonly edges = el('div')
  private readonly ways: HTMLElement
  private readonly sub = el('div', { class: 'answer sub', hidden: true })
  private leaveSub: (() => void) | undefined
  private said: readonly Statement[] | undefined // undefined: something else stands there
  private readonly saidIn = new WeakMap<Statement, HTMLElement>()
  private tabled = 0
  private readonly bin = el('section', {}, button('Delete this draft', 'btn s w', () => this.host.remove()))
  private footed = ''
  private locked = false

  constructor(private readonly host: PanelHost, preview: HTMLElement) {
    this.answer = new Answer({ href: '/drafts', words: 'Drafts' }, 'New plan area', [this.line, this.ready, this.links], true, () => location.assign('/drafts'))
    this.links.append('· ', button('History', 'btn t', () => host.history()), ' · ', button('Compare', 'btn t', () => host.compare()))
    this.details = new Details(host.change)
    this.ways = el('section', { 'aria-labelledby': 'ways-title' })
    for (const part of [this.trouble, this.choice, preview, this.statements]) this.answer.above(part)
    const { undo, redo } = this
    this.main.append(this.answer.root, this.edges, this.ways,
      el('section', { class: 'corner-list', 'aria-labelledby': 'corners-title' }, el('div', { class: 'heading' }, el('h2', { id: 'corners-title' }, 'Corners'), el('span', {}, undo, redo)), this.corners),
      this.details.root,
      this.bin)
    this.foot = new Foot(must('[data-foot]', this.panel), { link: () => button('Share draft', 'btn', () => host.share()), rest: () => this.answer.heading().focus({ preventScroll: true }) })
    this.place.hidden = false
    this.place.replaceChildren(this.main, this.sub)
    must('[data-told]', this.panel).remove()
  }

  /** Shows fields that are not the shape. document is the draft as the server has it, where it has it. */
  fields(fields: DraftFields, document: DraftDocument | undefined): void {
    this.answer.title(fields.name || 'New plan area')
    this.details.show(fields)
    this.links.hidden = !document
    this.ready.hidden = !document?.ready
    if (document?.ready) this.ready.textContent = `Version ${document.ready} is ready to submit`
    this.titleHere(fields.name)
  }

  /** Shows what is drawn. */
  drawn(drawn: Drawn): void {
    const blank = drawn.parts.length === 0
    this.answer.stripped(blank)
    this.guesses(drawn)
    if (String(blank) !== this.ways.dataset['blank']) this.offerWays(blank)
    if (blank) this.nothing()
  }

  /** Shows measures of what is drawn, in grey until the server's come. */
  guess(drawn: Drawn): void {
    const { hectares, kilometres } = estimate(drawn)
    this.answer.figures({ hectares, kilometres, guess: true })
  }

  /** Shows which steps can be taken back and done again; the map has buttons of its own. */
  steps(undoes: string | undefined, redoes: string | undefined): void {
    for (const [b, verb, what] of [[this.undo, 'Undo', undoes], [this.redo, 'Redo', redoes]] as const) {
      b.setAttribute('aria-disabled', String(!what || this.locked))
      b.title = what ? `${verb}: ${what}` : `Nothing to ${verb.toLowerCase()}`
    }
  }

  /** A question is on its way. */
  asked(): void {
    this.answer.wait()
  }

  verdict(v: Verdict, more: boolean): void {
    const { measures, homes } = v
    this.answer.figures({ hectares: measures.hectares, kilometres: measures['perimeter-km'], homes: homes && homesFigure(homes), guess: false })
    this.say(v.statements)
    if (more && performance.now() - this.tabled < TABLES_EVERY) return
    this.tabled = performance.now()
    this.answer.sections(homes ? figureSections(homes, undefined, 'Your area') : [])
    if (more) this.answer.wait()
    else this.answer.listAssets(homes ? v.assets?.map(listed) : undefined)
  }

  verdictFailed(error: unknown): void {
    this.answer.rest()
    this.said = undefined
    this.statements.replaceChildren(failureAlert(error, button('Try again', 'btn s w', () => this.host.askAgain())))
  }

  /** Says how saving stands. A line always; where there is something to know or to do, more. */
  saving(words: SaveWords, signIn: string): void {
    this.line.textContent = `Draft, ${words.line}`
    this.line.classList.toggle('ok', words.line.startsWith('saved'))
    document.querySelector('[data-here] small')?.replaceChildren(`Draft · ${words.line}`)
    const key = JSON.stringify(words.title ? words : '')
    if (this.trouble.dataset['key'] === key) return
    this.trouble.dataset['key'] = key
    if (!words.title) return this.trouble.replaceChildren()
    const { action } = words
    const act = action === 'sign-in' ? el('a', { class: 'btn s w', href: signIn }, 'Sign in')
      : action === 'try-again' ? button('Try again', 'btn s w', () => this.host.act(action))
      : action === 'save-as-new' ? button('Save as a new draft', 'btn s w', () => this.host.act(action)) : undefined
    this.trouble.replaceChildren(el('div', { class: 'alert', 'data-save': '' }, el('b', {}, words.title), words.text ? el('p', {}, words.text) : undefined, act && el('div', { class: 'row' }, act)))
  }

  /** Says something in the place of how saving stands, with what can be done. */
  tell(title: string, text: string, ...actions: Node[]): void {
    this.trouble.dataset['key'] = title
    this.trouble.replaceChildren(el('div', { class: 'alert info' }, el('b', {}, title), el('p', {}, text), actions.length ? el('div', { class: 'row' }, ...actions) : undefined))
  }

  /** Asks for a choice that cannot wait; undefined ends it. */
  choose(box: HTMLElement | undefined): void {
    this.choice.replaceChildren(...(box ? [box] : []))
    if (!box) return this.sheet.to('half')
    this.back()
    this.sheet.to('full')
    box.focus({ preventScroll: true })
    box.scrollIntoView({ block: 'nearest' })
  }

  /** Nothing can be changed here: another tab draws, or it is somebody else's draft. */
  lock(is: boolean): void {
    this.locked = is
    this.details.lock(is)
    this.ways.toggleAttribute('inert', is)
    this.edges.toggleAttribute('inert', is)
    this.statements.classList.toggle('locked', is)
    this.bin.hidden = is
  }

  /** Shows the foot: what a phone needs while somebody draws, the main actions else. */
  feet(what: { drawing: boolean; closes: boolean; saved: boolean; signIn?: string | undefined; blank: boolean }): void {
    const key = JSON.stringify([what, this.locked])
    if (key === this.footed) return
    this.footed = key
    const nothing = what.blank && !what.saved
    this.bin.hidden = this.locked || nothing
    if (this.locked || (nothing && !what.drawing && !what.signIn)) {
      must('[data-foot]', this.panel).hidden = true
      return
    }
    if (what.drawing) {
      const finish = button('Finish', 'btn', () => this.host.finish())
      finish.disabled = !what.closes
      return this.foot.only(button('Add corner here', 'btn p', () => this.host.addCorner()), finish)
    }
    if (what.signIn) return this.foot.only(el('a', { class: 'btn p', href: what.signIn }, 'Sign in to save'))
    const keep = button('Keep this version', 'btn p', () => this.host.keep())
    keep.disabled = what.blank || !what.saved
    if (!what.saved) return this.foot.only(keep)
    this.foot.show(keep)
  }

  /** Shows a page in the panel instead of the draft, until back(). left is called when it is gone. */
  open(title: string, body: HTMLElement, left: () => void = () => undefined): void {
    this.leaveSub?.()
    this.leaveSub = left
    const leave = el('a', { href: location.pathname }, 'Back to the draft')
    leave.addEventListener('click', event => { event.preventDefault(); this.back() })
    const heading = el('h1', { tabindex: -1 }, title)
    this.sub.replaceChildren(el('p', { class: 'crumb back' }, leave), heading, body)
    this.sub.hidden = false
    this.main.hidden = true
    must('#panel-scroll').scrollTop = 0
    this.sheet.to('full')
    heading.focus({ preventScroll: true })
  }

  get opened(): boolean {
    return !this.sub.hidden
  }

  back(): void {
    if (this.sub.hidden) return
    this.leaveSub?.()
    this.leaveSub = undefined
    this.sub.hidden = true
    this.sub.replaceChildren()
    this.main.hidden = false
    this.sheet.to('half')
    this.answer.heading().focus({ preventScroll: true })
  }

  half(): void {
    this.sheet.to('half')
  }

  private offerWays(blank: boolean): void {
    this.ways.dataset['blank'] = String(blank)
    this.ways.classList.toggle('first', blank)
    this.ways.replaceChildren(el('h2', { id: 'ways-title' }, blank ? 'How do you want to set the area?' : 'Other ways to set the area'), choices(way => this.host.openWay(way), () => this.host.draw()))
  }

  /** Lists the guessed edges where they are others than before. The focus goes to the next one. */
  private guesses(drawn: Drawn): void {
    const key = String(drawn.approximate)
    if (key === this.edges.dataset['key']) return
    this.edges.dataset['key'] = key
    const held = this.edges.contains(document.activeElement)
    const list = guessedEdges(drawn, this.host)
    this.edges.replaceChildren(...(list ? [list] : []))
    if (held) (this.edges.querySelector<HTMLElement>('li .btn:last-child') ?? this.answer.heading()).focus({ preventScroll: true })
  }

  /** Nothing is drawn: nothing is said of it. */
  private nothing(): void {
    this.answer.rest()
    this.answer.sections([])
    this.answer.listAssets(undefined)
    this.say([])
  }

  /** Shows statements. Those that were there before (as objects) stay; the focus stays on the button of the same words. */
  private say(statements: readonly Statement[]): void {
    const { said } = this
    if (said?.length === statements.length && said.every((s, i) => s === statements[i])) return
    this.said = statements
    const held = this.statements.contains(document.activeElement) ? document.activeElement : null
    children(this.statements, gravestFirst(statements).map(s => this.elementOf(s)))
    const kept = held !== document.activeElement && held?.textContent
    if (kept) (Array.from(this.statements.querySelectorAll('button')).find(b => b.textContent === kept) ?? this.answer.heading()).focus({ preventScroll: true })
  }

  private elementOf(s: Statement): HTMLElement {
    const element = this.saidIn.get(s) ?? statementShown(s, this.host)
    this.saidIn.set(s, element)
    return element
  }

  private titleHere(title: string): void {
    const here = must('[data-here]')
    const small = here.querySelector('small') ?? el('small')
    here.replaceChildren(title || 'New plan area', small)
  }
}

function listed(a: AssetInside): { ref: string; name: string; kind: string } {
  return { ref: a.ref, name: a.name, kind: a['kind-name'] }
}
