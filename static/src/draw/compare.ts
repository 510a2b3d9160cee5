import { compare, type Comparison, type Said } from '../api/drafts.ts'
import { failureAlert } from '../explorer/answer.ts'
import { el } from '../ui/html.ts'
import type { Preview } from './on-the-map.ts'
import { lawLine } from './verdict-view.ts'

export interface CompareHost {
  preview(shape: Preview | undefined): void
  announce(words: string): void
}

/** Two versions beside each other: on the map what came and what went, and a table of their figures. */
export function comparisonOf(token: string, from: number | 'now', to: number | 'now', host: CompareHost): HTMLElement {
  const box = el('div', {}, el('p', { class: 'quiet', role: 'status' }, 'Comparing…'))
  compare(token, from, to).then(c => {
    host.preview({ geometry: null, gained: c.gained, lost: c.lost })
    box.replaceChildren(...comparison(c))
    host.announce(c.sentence)
  }, (error: unknown) => box.replaceChildren(failureAlert(error)))
  return box
}

function comparison(c: Comparison): Node[] {
  return [
    el('p', {}, c.sentence),
    el('ul', { class: 'key compare-key' },
      el('li', {}, el('i', { class: 'sw gained' }), 'Gained'), el('li', {}, el('i', { class: 'sw lost' }), 'Lost')),
    el('table', { class: 'num' }, el('caption', { class: 'vh' }, 'Figures of both'),
      el('thead', {}, el('tr', {}, el('td', {}), ...[c.from.name, c.to.name, 'Change'].map(words => el('th', { scope: 'col', class: 'n' }, words)))),
      el('tbody', {}, ...c.rows.map(r => el('tr', {}, el('th', { scope: 'row' }, r.name), ...[r.from, r.to, r.change].map(v => el('td', { class: 'n' }, v)))))),
    ...effect('New in law', c.came), ...effect('No longer so', c.went),
  ]
}

function effect(title: string, said: Said[]): Node[] {
  if (!said.length) return []
  return [el('h2', {}, title), el('ul', { class: 'statements' }, ...said.map(s => el('li', { class: `statement ${s.level}` }, el('b', {}, s.title), el('p', {}, s.text), s.law ? lawLine(s.law) : undefined)))]
}
