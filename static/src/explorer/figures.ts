import { figureOf, othersOf, type Count, type Summary } from '../api/summary.ts'
import { countTable, stackedBar, type Others, type Row } from '../ui/bar.ts'
import { el } from '../ui/html.ts'
import { fixed, longDate, plural, whole } from '../ui/number.ts'
import { groupOfTenure, groupTenures, tenureSymbol } from '../ui/tenure.ts'

/** Homes by the map's groups of tenure; by each tenure where some are blurred, since errors of several do not add up to that of a group. */
export function tenureRows(summary: Summary): Row[] {
  const counts = summary.by['tenure'] ?? []
  if (counts.some(blurred)) return counts.map(c => ({ name: c.name, count: c.count, colour: `t-${groupOfTenure(c.value)}`, symbol: tenureSymbol(groupOfTenure(c.value)), others: othersIn(c) }))
  return groupTenures(counts).map(g => ({ name: g.name, count: g.count, colour: `t-${g.value}`, symbol: tenureSymbol(g.value) }))
}

const GROUPINGS: [key: string, title: string, heading: string][] = [
  ['home-type', 'Homes by type', 'Type'],
  ['bedrooms', 'Homes by bedrooms', 'Bedrooms'],
  ['epc', 'Homes by energy certificate', 'Certificate'],
  ['owner', 'Homes by association', 'Association'],
]

function blurred(c: Count): boolean {
  return c.protected !== undefined || c['too-few'] === true
}

function othersIn(c: Count): Others | undefined {
  if (c['too-few']) return { error: 0 }
  return c.protected === undefined ? undefined : { count: c.protected, error: c.error ?? 0 }
}

/**
 * What published homes say and what cells say, in two lines that nobody takes for one another. within names what was asked about, as in
 * "Your shape"; hectares are its own. Undefined where there is one source alone.
 */
export function toldSection(summary: Summary, within?: string): HTMLElement | undefined {
  const others = othersOf(summary)
  if (!others) return undefined
  const published = summary.total - others.count
  const hectares = summary.boundary?.hectares
  const here = (words: string) => within !== undefined && others.shaded !== undefined && el('span', { class: 'shading' }, words)
  return el('section', { class: 'told', 'aria-label': 'Published homes and others' },
    el('p', {}, published ? el('b', {}, whole(published)) : 'No', ` published ${published === 1 ? 'home' : 'homes'}, counted one by one`),
    others.sentence
      ? el('p', { class: 'about' }, others.sentence)
      : el('p', { class: 'about' }, 'About ', el('b', {}, whole(others.count)), ` other ${others.count === 1 ? 'home' : 'homes'} in `,
        here('the '), plural(others.cells ?? 0, 'cell'), here(' shaded here'), ` (± ${whole(others.error ?? 0)})`),
    el('p', { class: 'quiet' },
      within && hectares !== undefined && others.hectares !== undefined && `${within} has ${fixed(hectares, 1)} hectares, the cells ${fixed(others.hectares, 1)}. `,
      el('a', { href: '/homes/how' }, others.sentence ? 'Why there is no figure' : 'What cells are')))
}

/** The total as a figure by itself; null where there are none or too few to say, and 0 would be a claim. */
export function homesFigure(summary: Summary): { count: number; exact: boolean } | null {
  return summary.total === 0 && summary.sentence ? null : { count: summary.total, exact: summary.exact }
}

/** The total in words, for those who hear it. */
export function totalInWords(summary: Summary): string {
  const others = othersOf(summary)
  if (!others || others.sentence) return plural(summary.total, 'home')
  return `${plural(summary.total - others.count, 'published home')} and about ${plural(others.count, 'other home')}`
}

/** Bars and tables of every grouping; how the homes were counted. */
export function figureSections(summary: Summary, csv?: HTMLElement, within?: string): Node[] {
  if (summary.total === 0) {
    return [el('div', { class: 'alert info' }, el('p', {}, summary.sentence ?? 'There are no homes inside.')), howCounted(summary)]
  }
  const tenures = tenureRows(summary)
  const told = toldSection(summary, within)
  return [
    ...(told ? [told] : []),
    el('section', {},
      el('div', { class: 'heading' }, el('h2', {}, 'Homes by tenure'), csv),
      stackedBar(tenures, summary.total),
      countTable('Homes by tenure', 'Tenure', tenures, summary.total, false)),
    ...GROUPINGS.filter(([key]) => summary.by[key]?.length).map(([key, title, heading]) => {
      const rows = (summary.by[key] ?? []).map(c => ({ name: nameOf(key, c), count: c.count, colour: colourOf(key, c.value), others: othersIn(c) }))
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
