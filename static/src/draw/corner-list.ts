import type { Position } from '../geo/position.ts'
import { button, el } from '../ui/html.ts'
import { ringAt, ringsOf, UNFINISHED, type RingPath } from './change.ts'
import { cornerName, ringWords, snapWords } from './corner-words.ts'
import type { CornerPath, Drawn } from './drawn.ts'
import { moveForm } from './move-form.ts'
import type { Target } from './snap.ts'

/** What the list asks for. */
export interface ListHost {
  drawn(): Drawn
  isReadOnly(): boolean
  on(at: Position): readonly Target[]
  placeWords(at: Position): string
  /** Reads a place as it is typed; fails with words that say what is wrong. */
  read(text: string, near: Position): Promise<Position>
  move(path: CornerPath, to: Position): void
  nudge(path: CornerPath, east: number, north: number): void
  insert(path: CornerPath): void
  remove(path: CornerPath): void
  removeRing(path: RingPath): void
  select(path: CornerPath): void
  finish(): void
}

const PAGE = 50 // rows at once

/** The corners in words, with buttons: all that dragging does, without a pointer. */
export class CornerList {
  private readonly pages = new Map<string, number>()
  private readonly open = new Set<string>()
  private moving: CornerPath | undefined // whose form is open
  private stale = true
  private wanted = '' // what shall have the focus after the next change

  constructor(private readonly box: HTMLElement, private readonly host: ListHost) {
    // It is there for those who go through the page without scrolling, too: wherever on the page, it is made as soon as the list is opened.
    new ResizeObserver(() => this.stale && requestAnimationFrame(() => this.stale && box.checkVisibility() && this.render())).observe(box)
  }

  /** The drawing changed, or what is known of it. A list that is not seen is made when it is. */
  changed(selected?: CornerPath): void {
    this.stale = true
    if (selected) this.turnTo(selected)
    if (this.box.checkVisibility()) this.render()
  }

  private turnTo(path: CornerPath): void {
    this.open.add(nameOf(path))
    this.pages.set(nameOf(path), Math.floor(path.corner / PAGE))
  }

  private render(): void {
    this.stale = false
    const drawn = this.host.drawn()
    const had = this.wanted || keyOf(document.activeElement, this.box)
    const typed = this.box.querySelector<HTMLInputElement>('.move-form input')
    const keep = typed && typed.value !== typed.defaultValue ? typed.value : undefined
    this.wanted = ''
    if (this.moving && !ringAt(drawn, this.moving)[this.moving.corner]) this.moving = undefined
    const rings = ringsOf(drawn)
    const sections = rings.map(path => this.section(drawn, path, rings.length > 1))
    this.box.replaceChildren(...(sections.length ? sections : [el('p', { class: 'quiet' }, 'Nothing is drawn yet. The corners are listed here.')]))
    const field = this.box.querySelector<HTMLInputElement>('.move-form input')
    if (field && keep !== undefined) field.value = keep
    if (had) this.focus(had)
  }

  private section(drawn: Drawn, path: RingPath, several: boolean): HTMLElement {
    const ring = ringAt(drawn, path)
    const title = `${ringWords(drawn, path)}, ${ring.length === 1 ? '1 corner' : `${ring.length} corners`}`
    if (!several) return el('section', { class: 'corners' }, el('h3', {}, title), ...this.content(drawn, path))
    const name = nameOf(path)
    const details = el('details', { class: 'corners', open: this.open.has(name) || path.part === UNFINISHED }, el('summary', { 'data-key': `ring ${name}` }, title))
    if (details.open) details.append(...this.content(drawn, path))
    details.addEventListener('toggle', () => {
      if (details.open) this.open.add(name)
      else this.open.delete(name)
      if (details.open && details.children.length === 1) details.append(...this.content(this.host.drawn(), path))
    })
    return details
  }

  private content(drawn: Drawn, path: RingPath): HTMLElement[] {
    const ring = ringAt(drawn, path)
    const name = nameOf(path)
    const pages = Math.max(1, Math.ceil(ring.length / PAGE))
    const page = Math.min(this.pages.get(name) ?? 0, pages - 1)
    const first = page * PAGE
    const rows = ring.slice(first, first + PAGE).map((at, i) => this.row(drawn, { ...path, corner: first + i }, at))
    const list = el('ol', { class: 'list', start: first + 1 }, ...rows)
    const turn = (words: string, to: number) => {
      const b = button(words, 'btn t s', () => { this.pages.set(name, to); this.wanted = `page ${name} ${to}`; this.render() })
      b.disabled = to < 0 || to >= pages
      return b
    }
    const where = el('span', { class: 'quiet', tabindex: -1, 'data-key': `page ${name} ${page}` }, `Corners ${first + 1} to ${Math.min(first + PAGE, ring.length)} of ${ring.length}`)
    const foot = pages > 1 ? [el('div', { class: 'row' }, turn('Previous', page - 1), where, turn('Next', page + 1))] : []
    return this.host.isReadOnly() ? [list, ...foot] : [list, ...foot, this.ringButtons(drawn, path)]
  }

  private ringButtons(drawn: Drawn, path: RingPath): HTMLElement {
    if (path.part === UNFINISHED) return el('div', { class: 'row' }, button('Finish', 'btn s', () => this.host.finish()))
    return el('div', { class: 'row' }, button(`Remove ${ringWords(drawn, path).toLowerCase()}`, 'btn t s', () => this.host.removeRing(path)))
  }

  private row(drawn: Drawn, path: CornerPath, at: Position): HTMLElement {
    const name = `${nameOf(path)}.${path.corner}`
    const number = path.corner + 1
    const said = [cornerName(drawn, path), this.host.placeWords(at), snapWords(this.host.on(at))].filter(Boolean).join(', ')
    const words = el('span', { class: 'what' }, said)
    if (this.host.isReadOnly()) return el('li', {}, words)
    const moving = this.moving !== undefined && nameOf(this.moving) === nameOf(path) && this.moving.corner === path.corner
    const act = (does: string, text: string, label: string, click: () => void) => {
      const b = button(text, 'btn t s', click)
      b.setAttribute('aria-label', label)
      b.dataset['key'] = `${does} ${name}`
      return b
    }
    const move = act('move', 'Move', `Move corner ${number}`, () => this.toggle(path, !moving))
    move.setAttribute('aria-expanded', String(moving))
    const insert = act('insert', 'Insert after', `Insert after corner ${number}`, () => this.insert(path))
    insert.disabled = path.part === UNFINISHED && path.corner === ringAt(drawn, path).length - 1
    const remove = act('remove', 'Remove', `Remove corner ${number}`, () => this.remove(path))
    const form = moving && moveForm({
      name, number, words: this.host.placeWords(at),
      read: text => this.host.read(text, at),
      move: to => { this.wanted = `move ${name}`; this.moving = undefined; this.host.move(path, to) },
      step: (east, north) => this.host.nudge(path, east, north),
      close: () => this.toggle(path, false),
    })
    return el('li', {}, words, el('span', { class: 'acts' }, move, insert, remove), form)
  }

  private toggle(path: CornerPath, open: boolean): void {
    const name = `${nameOf(path)}.${path.corner}`
    this.moving = open ? path : undefined
    this.wanted = open ? `field ${name}` : `move ${name}`
    if (open) this.host.select(path)
    this.render()
  }

  private insert(path: CornerPath): void {
    this.wanted = `move ${nameOf(path)}.${path.corner + 1}`
    this.moving = undefined
    this.host.insert(path)
  }

  /** The focus goes to the same button of the corner that comes next, or to the one before where it was the last. */
  private remove(path: CornerPath): void {
    const left = ringAt(this.host.drawn(), path).length - 1
    this.wanted = `remove ${nameOf(path)}.${Math.max(0, Math.min(path.corner, left - 1))}`
    this.moving = undefined
    this.host.remove(path)
  }

  private focus(key: string): void {
    const found = this.box.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? this.box.querySelector<HTMLElement>('[data-key]')
    if (found) return found.focus({ preventScroll: false })
    this.box.tabIndex = -1
    this.box.focus()
  }
}

function nameOf({ part, ring }: RingPath): string {
  return `${part}.${ring}`
}

/** The key of the element that has the focus, where that is in the list. */
function keyOf(active: Element | null, box: HTMLElement): string {
  return active instanceof HTMLElement && box.contains(active) ? (active.dataset['key'] ?? '') : ''
}
