import type { MultiLineString, MultiPolygon } from 'geojson'
import type { LineProblem, Note, Shape } from '../../api/drafts.ts'
import { failureAlert } from '../../explorer/answer.ts'
import { button, el } from '../../ui/html.ts'
import { plural } from '../../ui/number.ts'

/** A shape that a way gives, and the words for the step that it makes ("Set from 2 parishes"). */
export interface Offer { readonly geometry: MultiPolygon; readonly approximate: MultiLineString | null; readonly name: string; readonly label: string }

/** What a way in asks of the page. */
export interface WayHost {
  /** Shows on the map what would become the area; undefined shows nothing. */
  preview(geometry: MultiPolygon | undefined): void
  /** Makes it the area: a step that undo takes back. */
  use(offer: Offer): void
  announce(words: string): void
}

/** A way to set the area. form makes what the panel shows. */
export interface Way {
  readonly slug: string
  readonly name: string
  readonly title: string
  readonly icon: 'parish' | 'pin' | 'lines' | 'upload' | 'copy'
  form(host: WayHost): HTMLElement
}

/** The place of a form where answers come: notes, problems by line, and the button that makes the shape the area. */
export class OfferBox {
  readonly root = el('div', { class: 'offer', tabindex: -1 })
  private asked = 0

  constructor(private readonly host: WayHost) {}

  clear(): void {
    this.asked++
    this.root.replaceChildren()
    this.host.preview(undefined)
  }

  /** Asks for a shape and shows what comes; an older answer is not shown. label gives the words for the step. */
  async ask(question: () => Promise<Shape>, label: (shape: Shape) => string): Promise<void> {
    const mine = ++this.asked
    this.root.setAttribute('aria-busy', 'true')
    try {
      const shape = await question()
      if (mine === this.asked) this.show(shape, label(shape))
    } catch (error) {
      if (mine === this.asked) this.root.replaceChildren(el('div', { role: 'alert' }, failureAlert(error)))
    }
    if (mine === this.asked) this.root.removeAttribute('aria-busy')
  }

  /** Shows a shape that is there already. */
  show(shape: Shape, label: string): void {
    const { geometry, approximate, name } = shape
    const problems = shape.problems ?? []
    this.host.preview(geometry ?? undefined)
    const use = geometry && button('Use this area', 'btn p', () => this.host.use({ geometry, approximate, name, label }))
    this.root.replaceChildren(
      ...(problems.length ? [problemList(problems)] : []),
      ...noteList(shape.notes ?? []),
      ...(use ? [el('p', { class: 'quiet' }, name ? `${name}. It is shown on the map.` : 'It is shown on the map.'), el('div', { class: 'row' }, use)] : []))
    this.host.announce(problems.length ? `${plural(problems.length, 'line')} could not be read.` : geometry ? 'The area is shown on the map. Use this area, or change what you gave.' : 'There is no area in it.')
    if (problems.length) this.root.focus({ preventScroll: true })
    else (use ?? this.root).scrollIntoView({ block: 'nearest' })
  }
}

/** What is wrong, line by line. */
export function problemList(problems: readonly LineProblem[]): HTMLElement {
  const line = (p: LineProblem) => el('li', {}, el('b', {}, `Line ${p.line}`), p.value && [': “', p.value, '”'].join(''), ` ${p.reason} ${p.remedy}`)
  return el('div', { class: 'alert stop', role: 'alert' }, el('h2', {}, `${plural(problems.length, 'line')} could not be read`), el('ul', { class: 'lines' }, ...problems.map(line)))
}

export function noteList(notes: readonly Note[]): HTMLElement[] {
  return notes.map(n => el('div', { class: 'alert info' }, el('h2', {}, n.title), el('p', {}, n.text)))
}
