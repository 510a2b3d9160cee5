import { askShape, type Shape, type ShapeQuestion } from '../../api/drafts.ts'
import { el } from '../../ui/html.ts'
import { OfferBox, type Way } from './way.ts'

interface TextWay extends Omit<Way, 'form'> {
  readonly words: string // of the label
  readonly hint: string
  readonly example: string
  readonly button: string
  question(text: string): ShapeQuestion
  label(text: string, shape: Shape): string
}

/** A way in whose form is one field of many lines. */
export function textWay(way: TextWay): Way {
  return { ...way, form: host => {
    const box = new OfferBox(host)
    const id = `way-${way.slug}`
    const text = el('textarea', { id, rows: 8, required: true, spellcheck: 'false', autocapitalize: 'characters', 'aria-describedby': `${id}-hint`, placeholder: way.example })
    const form = el('form', { novalidate: true },
      el('div', { class: 'field' }, el('label', { for: id }, way.words), text, el('small', { id: `${id}-hint` }, way.hint)),
      el('div', { class: 'row' }, el('button', { type: 'submit', class: 'btn' }, way.button)))
    form.addEventListener('submit', event => {
      event.preventDefault()
      const typed = text.value
      if (typed.trim() === '') {
        text.focus()
        return host.announce(`Nothing is typed yet. ${way.hint}`)
      }
      void box.ask(() => askShape(way.question(typed)), shape => way.label(typed, shape))
    })
    text.addEventListener('input', () => host.preview(undefined))
    return el('div', {}, form, box.root)
  } }
}

/** Lines that say something. */
export function linesIn(text: string): number {
  return text.split('\n').filter(l => l.trim() !== '').length
}
