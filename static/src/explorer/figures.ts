import { figureOf, type Count, type Summary } from '../api/summary.ts'
import { countTable, stackedBar, type Row } from '../ui/bar.ts'
import { el } from '../ui/html.ts'
import { longDate } from '../ui/number.ts'
import { groupTenures, tenureSymbol } from '../ui/tenure.ts'

/** Homes by the map's groups of tenure. */
export function tenureRows(summary: Summary): Row[] {
  return groupTenures(summary.by['tenure'] ?? []).map(g => ({ name: g.name, count: g.count, colour: `t-${g.value}`, symbol: tenureSymbol(g.value) }))
}

const GROUPINGS: [key: string, title: string, heading: string][] = [
  ['home-type', 'Homes by type', 'Type'],
  ['bedrooms', 'Homes by bedrooms', 'Bedrooms'],
  ['epc', 'Homes by energy certificate', 'Certificate'],
  ['owner', 'Homes by association', 'Association'],
]

/** Bars and tables of every grouping; how the homes were counted. */
export function figureSections(summary: Summary, csv?: HTMLElement): Node[] {
  if (summary.total === 0) {
    return [el('div', { class: 'alert info' }, el('p', {}, summary.sentence ?? 'There are no homes inside.')), howCounted(summary)]
  }
  const tenures = tenureRows(summary)
  return [
    el('section', {},
      el('div', { class: 'heading' }, el('h2', {}, 'Homes by tenure'), csv),
      stackedBar(tenures, summary.total),
      countTable('Homes by tenure', 'Tenure', tenures, summary.total, false)),
    ...GROUPINGS.filter(([key]) => summary.by[key]?.length).map(([key, title, heading]) => {
      const rows = (summary.by[key] ?? []).map(c => ({ name: nameOf(key, c), count: c.count, colour: colourOf(key, c.value) }))
      return el('section', {}, el('div', { class: 'heading' }, el('h2', {}, title)), countTable(title, heading, rows, summary.total, true))
    }),
    howCounted(summary),
  ]
}

function howCounted(summary: Summary): HTMLElement {
  return el('section', { class: 'how' }, el('h2', {}, 'How we counted'),
    summary.rule ? el('p', {}, summary.rule) : undefined,
    summary['as-at'] ? el('p', {}, `As at ${longDate(summary['as-at'])}.`) : undefined,
    ...(summary.sources ?? []).map(s => el('p', {}, s)),
    figureLink(summary))
}

/** A link to where a summary's figure opens; undefined where it has none. */
function figureLink(summary: Summary): HTMLElement | undefined {
  const href = figureOf(summary)
  return href ? el('p', {}, el('a', { href, rel: 'nofollow' }, 'Where these figures come from')) : undefined
}

function nameOf(key: string, c: Count): string {
  return key === 'bedrooms' && /^\d+$/.test(c.value) ? (c.value === '1' ? '1 bedroom' : `${c.value} bedrooms`) : c.name
}

function colourOf(key: string, value: string): string {
  return key === 'epc' ? (/^[A-G]$/.test(value) ? `t-epc-${value.toLowerCase()}` : 't-unknown') : 't-plain'
}
