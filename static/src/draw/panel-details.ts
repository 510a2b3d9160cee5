import type { DraftFields } from '../api/drafts.ts'
import { button, el } from '../ui/html.ts'
import { boardOf, type BoardKept } from './document.ts'
import { landSearch } from './ways/land-search.ts'

const BODIES: [slug: string, name: string][] = [
  ['', 'Not said yet'], ['parish-council', 'Parish council'], ['neighbourhood-forum', 'Neighbourhood forum'], ['prospective-forum', 'Prospective forum'],
]

/** Changes fields of the draft, and what the page keeps in it for itself; about names what is changed. */
export type ChangeFields = (change: Partial<DraftFields>, about: string, board?: BoardKept) => void

/** What is said of a draft beside its shape: its name, who draws it, why the area is appropriate. */
export class Details {
  readonly root: HTMLElement
  private readonly name = el('input', { id: 'draft-name', autocomplete: 'off', required: true })
  private readonly body = el('select', { id: 'draft-body' }, ...BODIES.map(([slug, name]) => el('option', { value: slug }, name)))
  private readonly why = el('textarea', { id: 'draft-why', rows: 4, 'aria-describedby': 'draft-why-hint' })
  private readonly parish = el('div', { class: 'field' })

  constructor(private readonly change: ChangeFields) {
    this.name.addEventListener('input', () => change({ name: this.name.value }, 'name'))
    this.why.addEventListener('input', () => change({ why: this.why.value }, 'why'))
    this.body.addEventListener('change', () => change({ 'body-type': this.body.value, ...(this.body.value === 'parish-council' ? {} : { parish: '' }) }, 'body-type'))
    this.root = el('section', { 'aria-labelledby': 'details-title' },
      el('h2', { id: 'details-title' }, 'About this draft'),
      field('Name of the area', this.name), field('Who draws it', this.body), this.parish,
      field('Why the area is appropriate', this.why, el('small', { id: 'draft-why-hint' }, 'The application has to say so: Neighbourhood Planning (General) Regulations 2012, regulation 5(1)(b) or 8.')))
  }

  /** Shows fields. What somebody is typing into stays as it is. */
  show(fields: DraftFields): void {
    const put = (input: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string) => {
      if (input.value !== value && (input !== document.activeElement || input instanceof HTMLSelectElement)) input.value = value
    }
    put(this.name, fields.name)
    put(this.why, fields.why)
    put(this.body, fields['body-type'])
    this.showParish(fields)
  }

  focusName(): void {
    this.name.focus()
  }

  lock(is: boolean): void {
    for (const input of [this.name, this.body, this.why]) input.disabled = is
    this.parish.toggleAttribute('inert', is)
  }

  private showParish(fields: DraftFields): void {
    const shown = `${fields['body-type']} ${fields.parish}`
    if (this.parish.dataset['shown'] === shown) return
    this.parish.dataset['shown'] = shown
    this.parish.hidden = fields['body-type'] !== 'parish-council'
    if (this.parish.hidden) return this.parish.replaceChildren()
    const put = (code: string, name: string | undefined) => this.change({ parish: code }, 'parish', { 'parish-name': name })
    if (!fields.parish) {
      return this.parish.replaceChildren(landSearch('The council’s parish', 'The rules for a parish council are about its own parish.', 'Choose', land => put(land.ref.slice(land.ref.indexOf(':') + 1), land.name), ['parish']))
    }
    const another = button('Choose another', 'btn t s', () => put('', undefined))
    this.parish.replaceChildren(el('p', {}, el('b', {}, 'The council’s parish: '), boardOf(fields)['parish-name'] ?? fields.parish, ' ', another))
  }
}

function field(words: string, input: HTMLElement, hint?: HTMLElement): HTMLElement {
  return el('div', { class: 'field' }, el('label', { for: input.id }, words), input, hint)
}
