import type { Position } from '../geo/position.ts'
import { button, el } from '../ui/html.ts'

/** What the form is about and what it does. */
export interface MoveForm {
  readonly name: string // tells it from other forms
  readonly number: number // of the corner, from one
  readonly words: string // where the corner is now
  read(text: string): Promise<Position>
  move(to: Position): void
  step(east: number, north: number): void
  close(): void
}

const WAYS: readonly (readonly [letter: string, word: string, east: number, north: number])[] = [
  ['N', 'north', 0, 1], ['E', 'east', 1, 0], ['S', 'south', 0, -1], ['W', 'west', -1, 0],
]

/** Moves a corner without a pointer: to a typed place, or by steps of a metre or ten. */
export function moveForm(o: MoveForm): HTMLElement {
  const id = `to-${o.name.replaceAll('.', '-')}`
  const error = el('small', { class: 'error', id: `${id}-error`, role: 'alert', hidden: true })
  const field = el('input', { id, value: o.words, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': `${id}-error`, 'data-key': `field ${o.name}` })
  const submit = async () => {
    if (field.value === field.defaultValue) return o.close() // the words are coarser than the place
    error.hidden = true
    field.removeAttribute('aria-invalid')
    try {
      o.move(await o.read(field.value))
    } catch (problem) {
      error.textContent = problem instanceof Error ? problem.message : 'This place could not be read.'
      error.hidden = false
      field.setAttribute('aria-invalid', 'true')
      field.focus()
    }
  }
  const steps = [1, 10].map(metres => el('div', { class: 'row steps', role: 'group', 'aria-label': `Move corner ${o.number} by ${metres} m` },
    el('span', {}, `${metres} m`),
    ...WAYS.map(([letter, word, east, north]) => {
      const b = button(letter, 'btn s', () => o.step(east * metres, north * metres))
      b.setAttribute('aria-label', `${letter}: ${metres} m ${word}`)
      b.dataset['key'] = `${letter}${metres} ${o.name}`
      return b
    })))
  const go = el('button', { class: 'btn s', 'data-key': `go ${o.name}` }, 'Move here')
  const form = el('form', { class: 'move-form', novalidate: true },
    el('div', { class: 'field' },
      el('label', { for: id }, `Where corner ${o.number} goes`),
      el('small', {}, 'Grid reference, easting and northing, or latitude and longitude'), field, error),
    el('div', { class: 'row' }, go, button('Close', 'btn t s', o.close)), ...steps)
  form.addEventListener('submit', event => {
    event.preventDefault()
    void submit()
  })
  form.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    o.close()
  })
  return form
}
