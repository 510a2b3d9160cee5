import { compare, type Comparison } from '../api/drafts.ts'
import { failureAlert } from '../explorer/answer.ts'
import { el } from '../ui/html.ts'
import type { Preview } from './drawing-board.ts'

export interface CompareHost {
  preview(shape: Preview | undefined): void
  announce(words: string): void
}

/** Two versions beside each other: on the map what came and what went, and a table of their figures. */
export function comparisonOf(token: string, from: number | 'now', to: number | 'now', host: CompareHost): HTMLElement {
  const box = el('div', {}, el('p', { class: 'quiet', role: 'status' }, 'Comparing…'))
  compare(token, from, to).then(c => {
    host.preview({ geometry: null, gained: c.added, lost: c.removed })
    box.replaceChildren(...comparison(c))
    host.announce(c.sentence)
  }, (error: unknown) => box.replaceChildren(failureAlert(error)))
  return box
}

function comparison(c: Comparison): Node[] {
  const of = (v: { number: number } | undefined) => (v?.number ? `Version ${v.number}` : 'The draft now')
  return [
    el('p', {}, c.sentence),
    el('ul', { class: 'key compare-key' },
      el('li', {}, el('i', { class: 'sw gained' }), 'Added'), el('li', {}, el('i', { class: 'sw lost' }), 'Removed')),
    el('table', { class: 'num' }, el('caption', { class: 'vh' }, 'Figures of both'),
      el('thead', {}, el('tr', {}, el('td', {}), ...[of(c.from), of(c.to), 'Change'].map(words => el('th', { scope: 'col', class: 'n' }, words)))),
      el('tbody', {}, ...c.rows.map(r => el('tr', {}, el('th', { scope: 'row' }, r.name), ...[r.from, r.to, r.change].map(v => el('td', { class: 'n' }, v)))))),
  ]
}
