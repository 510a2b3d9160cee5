import type { Feature, FeatureCollection, Geometry } from 'geojson'
import type { ListedHome } from '../api/exact-list.ts'
import { areaCSV, countHomesCSV, type Summary } from '../api/summary.ts'
import { fetchJSON, Problem } from '../api/problem.ts'
import { isInside } from '../geo/inside.ts'
import { estimate } from '../geo/measure.ts'
import type { Position } from '../geo/position.ts'
import { button, el } from '../ui/html.ts'
import { fixed, plural, whole } from '../ui/number.ts'
import { TENURE_GROUPS, tenureSymbol } from '../ui/tenure.ts'
import { countTable } from '../ui/bar.ts'
import { figureSections } from './figures.ts'
import type { Listed } from './overview.ts'

/** The figures that stand in the strip. What is left out stays as it was. homes null: nobody can say how many. guess: area and perimeter are measured here, and shown in grey. */
export interface Figures { hectares?: number | undefined; kilometres?: number | undefined; homes?: { count: number; exact: boolean } | null | undefined; guess?: boolean | undefined }

const PALE_AFTER = 250 // milliseconds: an answer that comes sooner makes nothing flicker

/** The panel's answer about one thing: heading, strip of figures, sections. Each part can be changed without the others. */
export class Answer {
  readonly root = el('div', { class: 'answer' })
  private readonly cells = { hectares: el('dd', {}, '…'), kilometres: el('dd', {}, '…'), homes: el('dd', {}, '…') }
  private readonly homes = el('dt', {}, 'Homes inside')
  private readonly strip = el('dl', { class: 'big' },
    ...([[el('dt', {}, 'Area'), 'hectares'], [el('dt', {}, 'Perimeter'), 'kilometres'], [this.homes, 'homes']] as const).map(([name, key]) => el('div', {}, name, this.cells[key])))
  private readonly notice = el('div', { role: 'status' })
  private readonly body = el('div')
  private readonly assets = el('section', { hidden: true })
  private paling: ReturnType<typeof setTimeout> | undefined

  constructor(crumb: { href: string; words: string }, title: string, said: (Node | string)[], strip: boolean, leave: () => void) {
    const back = el('a', { href: crumb.href }, crumb.words)
    back.addEventListener('click', event => { event.preventDefault(); leave() })
    this.root.append(
      el('p', { class: 'crumb' }, back, ' › ', title),
      el('h1', { tabindex: -1 }, title), el('p', { class: 'said' }, ...said))
    if (strip) this.root.append(this.strip)
    this.root.append(this.notice, this.body, this.assets)
  }

  heading(): HTMLElement {
    return this.root.querySelector('h1') as HTMLElement
  }

  figures(f: Figures): void {
    if (f.hectares !== undefined) this.cells.hectares.replaceChildren(fixed(f.hectares, 1), el('small', {}, 'ha'))
    if (f.kilometres !== undefined) this.cells.kilometres.replaceChildren(fixed(f.kilometres, 2), el('small', {}, 'km'))
    if (f.guess !== undefined) for (const cell of [this.cells.hectares, this.cells.kilometres]) cell.classList.toggle('guess', f.guess)
    if (f.homes === undefined) return
    const about = f.homes?.exact === false
    this.homes.textContent = about ? 'Homes, about' : 'Homes inside'
    this.cells.homes.classList.toggle('about', about)
    this.cells.homes.replaceChildren(...(f.homes ? [whole(f.homes.count)] : ['–', el('span', { class: 'vh' }, 'no figure')]))
  }

  sections(nodes: Node[]): void {
    this.rest()
    for (const part of [this.body, this.strip]) part.classList.remove('old')
    this.body.replaceChildren(...nodes)
  }

  /** Puts a part between the strip and the sections. */
  above(node: Node): void {
    this.body.before(node)
  }

  /** Leaves the strip out, where there is nothing to measure yet. */
  stripped(is: boolean): void {
    this.strip.hidden = is
  }

  /** What it is called. */
  title(words: string): void {
    this.heading().textContent = words
    this.root.querySelector('.crumb')?.lastChild?.replaceWith(words)
  }

  /** Adds a section below the others. */
  more(node: Node): void {
    this.body.append(node)
  }

  /** Keeps what is shown until the next answer, and makes it pale where that takes long. */
  wait(): void {
    this.root.setAttribute('aria-busy', 'true')
    this.paling ??= setTimeout(() => [this.body, this.strip].forEach(part => part.classList.add('old')), PALE_AFTER)
  }

  /** No answer is waited for. */
  rest(): void {
    clearTimeout(this.paling)
    this.paling = undefined
    this.root.removeAttribute('aria-busy')
  }

  say(...nodes: Node[]): void {
    this.notice.replaceChildren(...nodes)
  }

  /** Lists the assets inside; undefined leaves the section out. */
  listAssets(found: { ref: string; name: string; kind: string }[] | undefined): void {
    this.assets.hidden = !found
    this.assets.replaceChildren(
      el('div', { class: 'heading' }, el('h2', {}, 'Community assets'), el('span', { class: 'quiet' }, `${whole(found?.length ?? 0)} inside`)),
      el('ul', { class: 'list' }, ...(found ?? []).map(a => el('li', {}, el('a', { href: `/assets/${a.ref}` }, a.name), el('span', {}, a.kind)))))
  }
}

/** Sections of a summary, with the CSV of the same question. */
export function summarySections(summary: Summary, shape: Geometry | undefined, area: string | undefined, exact: boolean, failed: (e: unknown) => void): Node[] {
  if (area) return figureSections(summary, el('a', { href: areaCSV(area, exact), download: `${area}-homes.csv` }, 'CSV'), 'The area')
  if (exact) return figureSections(summary)
  const download = button('CSV', 'btn t', () => {
    if (shape) countHomesCSV({ shape }).then(blob => save(blob, 'homes-in-shape.csv')).catch(failed)
  })
  return figureSections(summary, download, 'Your shape')
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = el('a', { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** A failure in words, with what to do. */
export function failureAlert(error: unknown, ...actions: Node[]): HTMLElement {
  const problem = error instanceof Problem ? error : undefined
  return el('div', { class: 'alert' },
    el('b', {}, problem?.message ?? 'The count did not come.'),
    el('p', {}, problem?.remedy ?? 'Try again in a moment.'),
    actions.length ? el('div', { class: 'row' }, ...actions) : undefined)
}

/** Assets within a shape: asked by its box, told apart here. */
export async function assetsInside(shape: Geometry): Promise<{ ref: string; name: string; kind: string }[]> {
  const points = (shape.type === 'Polygon' ? shape.coordinates : shape.type === 'MultiPolygon' ? shape.coordinates.flat() : []).flat() as Position[]
  const box = [Math.min(...points.map(p => p[0])), Math.min(...points.map(p => p[1])), Math.max(...points.map(p => p[0])), Math.max(...points.map(p => p[1]))]
  const found = await fetchJSON<FeatureCollection>(`/assets.geojson?bbox=${box.map(n => n.toFixed(6)).join(',')}`)
  return found.features.filter(f => f.geometry && isInside(pointOf(f), shape)).map(f => ({
    ref: String(f.properties?.['ref']), name: String(f.properties?.['name']), kind: String(f.properties?.['asset-kind'] ?? f.properties?.['kind'] ?? '').replaceAll('-', ' '),
  }))
}

function pointOf(f: Feature): Position {
  const g = f.geometry
  if (g.type === 'Point') return g.coordinates as Position
  const flat = (g.type === 'Polygon' ? g.coordinates[0] : g.type === 'MultiPolygon' ? g.coordinates[0]?.[0] : undefined) ?? [[0, 0]]
  return [flat.reduce((s, p) => s + (p[0] ?? 0), 0) / flat.length, flat.reduce((s, p) => s + (p[1] ?? 0), 0) / flat.length]
}

/** A quick measure until the server's comes. */
export function estimated(corners: Position[]): Figures {
  return corners.length < 3 ? {} : estimate(corners)
}

/** What is known of the homes at one place. */
export function homeSections(p: Record<string, unknown>): Node[] {
  const count = Number(p['count'] ?? 0)
  const rows = Object.entries(TENURE_GROUPS).filter(([slug]) => Number(p[slug] ?? 0) > 0)
    .map(([slug, name]) => ({ name, count: Number(p[slug]), colour: `t-${slug}`, symbol: tenureSymbol(slug) }))
  const facts: [string, Node | string][] = []
  const fact = (name: string, value: unknown, write: (v: unknown) => string = String) => { if (value !== undefined && value !== null && value !== '') facts.push([name, write(value)]) }
  if (p['owner-name']) facts.push(['Association', el('a', { href: `/associations/${String(p['owner'])}` }, String(p['owner-name']))])
  else if (count > 1) facts.push(['Association', 'Several'])
  fact('Type', p['home-type'], v => String(v).replaceAll('-', ' ').replace(/^./, c => c.toUpperCase()))
  fact('Bedrooms', p['bedrooms'])
  fact('Energy certificate', p['epc'], v => (v === 'none' ? 'None' : String(v)))
  return [
    el('section', {}, el('div', { class: 'heading' }, el('h2', {}, plural(count, 'home')), el('span', { class: 'quiet' }, 'at this place')),
      countTable('Homes at this place by tenure', 'Tenure', rows, count, false)),
    el('section', {}, el('dl', { class: 'facts' }, ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]))),
  ]
}

/** What is told of the homes of the cell at a place; the sentence where that is nothing. */
export function cellSection(p: Record<string, unknown>, sentence: string): HTMLElement {
  const words = p['count'] === undefined ? sentence : `About ${plural(Number(p['count']), 'home')} in this cell (give or take ${Number(p['error'])})`
  return el('section', { class: 'told' }, el('h2', {}, 'Other homes around here'), el('p', { class: 'about' }, words),
    el('p', { class: 'quiet' }, 'A cell is a small fixed area whose figures were blurred once. ', el('a', { href: '/homes/how' }, 'What cells are')))
}

const SHOWN = 12 // homes of a block; the rest is a page away

/** Homes at a place one by one, with all that their reader may know. */
export function listedSection({ total, homes }: { total: number; homes: ListedHome[] }, list: string): HTMLElement {
  const one = (h: ListedHome) => {
    const at = [h.address, h.postcode].filter(Boolean).join(', ')
    const facts: [string, string | undefined][] = [
      ['Reference', at ? h.reference : undefined], ['Association', h.owner], ['Tenure', h.tenure], ['Type', h['home-type']], ['Bedrooms', h.bedrooms], ['Energy certificate', h.epc], ['Needs', h.needs],
      ['Built', h.built], ['Who may know', h.sensitivity], ['As at', h['as-at']]]
    return el('li', {}, el('b', {}, at || h.reference || h.tenure),
      el('dl', { class: 'facts' }, ...facts.filter(([, value]) => value).flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])))
  }
  return el('section', {}, el('div', { class: 'heading' }, el('h2', {}, 'One by one'), el('a', { href: list }, 'As a page')),
    total ? el('ul', { class: 'homes' }, ...homes.slice(0, SHOWN).map(one)) : el('p', { class: 'quiet' }, 'They stand a little apart. Zoom in to see each.'),
    total > SHOWN && el('p', {}, el('a', { href: list }, `All ${whole(total)} of them`)))
}

/** What the list knows of an asset, and the way to its page. */
export function assetSections(asset: Listed | { ref: string; name: string; data: DOMStringMap }): Node[] {
  return [el('section', {}, el('dl', { class: 'facts' }, el('dt', {}, 'Kind'), el('dd', {}, asset.data['kindName'] ?? asset.data['kind'] ?? 'Community asset')))]
}
