import type { Geometry } from 'geojson'
import { gridReference } from '../geo/grid-reference.ts'
import { metresBetween } from '../geo/position.ts'
import { button, el } from '../ui/html.ts'
import { away, plural } from '../ui/number.ts'
import type { Drawn, Edge } from './drawn.ts'

export interface EdgesHost {
  show(where: Geometry): void
  /** Makes a step of what is drawn now. */
  apply(change: (now: Drawn) => Drawn, label: string): void
}

const SHOWN = 30 // edges listed at once

/** A drawing in which an edge is no guess any more. */
export function confirmed(drawn: Drawn, edges: readonly Edge[]): Drawn {
  return { ...drawn, approximate: drawn.approximate.filter(e => !edges.some(c => String(c) === String(e))) }
}

/** The edges that are a guess from postcodes, each to be looked at and confirmed; undefined where there are none. */
export function guessedEdges(drawn: Drawn, host: EdgesHost): HTMLElement | undefined {
  const edges = drawn.approximate
  if (edges.length === 0) return undefined
  const rows = edges.slice(0, SHOWN).map((edge, i) => {
    const where: Geometry = { type: 'LineString', coordinates: edge.map(c => [...c]) }
    const yes = button('Confirm', 'btn s', () => host.apply(now => confirmed(now, [edge]), `Confirm edge ${i + 1}`))
    yes.setAttribute('aria-label', `Confirm edge ${i + 1}`)
    const look = button('Show me', 'btn t s', () => host.show(where))
    look.setAttribute('aria-label', `Show me edge ${i + 1}`)
    return el('li', {}, el('span', { class: 'what' }, `Edge ${i + 1}, ${away(metresBetween(edge[0], edge[1]))} from ${gridReference(edge[0]) || edge[0].join(', ')}`), look, yes)
  })
  return el('section', { 'aria-labelledby': 'edges-title' },
    el('div', { class: 'heading' }, el('h2', { id: 'edges-title' }, `${plural(edges.length, 'approximate edge')}`), button('Confirm all', 'btn t', () => host.apply(now => confirmed(now, edges), 'Confirm all edges'))),
    el('p', { class: 'quiet' }, 'They are a guess from where the addresses of a postcode lie. Confirm an edge, or move its corners.'),
    el('ol', { class: 'list' }, ...rows),
    edges.length > SHOWN && el('p', { class: 'quiet' }, `And ${edges.length - SHOWN} more, shown as these are confirmed.`))
}
