import { figureOf, type Summary } from '../api/summary.ts'
import type { Box, Position } from '../geo/position.ts'
import { metresBetween, readNumbers } from '../geo/position.ts'
import { countTable, stackedBar } from '../ui/bar.ts'
import { el, must } from '../ui/html.ts'
import { away, whole } from '../ui/number.ts'
import { tenureRows, toldSection } from './figures.ts'

/** What a row of the server's list says. */
export interface Listed { ref: string; name: string; at: Position; bounds?: Box | undefined; data: DOMStringMap }

/** The list that the server wrote: what is in view, nearest first. */
export class Overview {
  private readonly rows: Record<'areas' | 'assets', { row: HTMLTableRowElement; listed: Listed }[]>

  /** Where the server's numbers open. */
  private readonly opens: Record<string, string> = {}

  constructor(private readonly root: HTMLElement) {
    for (const a of root.querySelectorAll<HTMLAnchorElement>('[data-figure] a')) this.opens[a.parentElement?.dataset['figure'] ?? ''] = a.getAttribute('href') ?? ''
    const read = (list: string) => Array.from(root.querySelectorAll<HTMLTableRowElement>(`[data-list=${list}] tr[data-ref]`)).flatMap(row => {
      const at = readNumbers(row.dataset['at'], 2) as Position | undefined
      const bounds = readNumbers(row.dataset['bounds'], 4) as Box | undefined
      return at ? [{ row, listed: { ref: row.dataset['ref'] ?? '', name: row.dataset['name'] ?? '', at, bounds, data: row.dataset } }] : []
    })
    this.rows = { areas: read('areas'), assets: read('assets') }
  }

  find(list: 'areas' | 'assets', ref: string): Listed | undefined {
    return this.rows[list].find(r => r.listed.ref === ref)?.listed
  }

  /** Sorts by distance from the centre; beside the map only what is in view is listed, in the list view everything. */
  arrange(centre: Position, view: Box, all: boolean): void {
    for (const list of ['areas', 'assets'] as const) {
      const section = must(`[data-list=${list}]`, this.root)
      let inView = 0
      const sorted = this.rows[list].map(r => ({ ...r, metres: metresBetween(centre, r.listed.at) })).sort((a, b) => a.metres - b.metres)
      for (const { row, listed, metres } of sorted) {
        const seen = overlaps(listed.bounds ?? [...listed.at, ...listed.at], view)
        if (seen) inView++
        row.classList.toggle('out', !seen && !all)
        row.parentElement?.append(row)
        const cell = row.querySelector<HTMLElement>('[data-away]')
        if (cell) [cell.textContent, cell.hidden] = [away(metres), false]
      }
      section.querySelector<HTMLElement>('[data-away-head]')?.removeAttribute('hidden')
      const none = section.querySelector<HTMLElement>('[data-none]')
      if (none) none.hidden = all || inView > 0 || sorted.length === 0
      this.figure(list, all ? sorted.length : inView, all)
    }
  }

  /** Shows the homes in view; undefined while they are being counted. */
  count(summary: Summary | undefined, all: boolean): void {
    const section = must('[data-tenures]', this.root)
    section.classList.toggle('old', summary === undefined)
    if (!summary) return
    this.figure('homes', summary.total, all, figureOf(summary), summary.exact)
    const rows = tenureRows(summary)
    const title = el('h2', { id: 'tenure-title' }, 'Homes by tenure')
    section.replaceChildren(
      ...[toldSection(summary)].filter(s => s !== undefined),
      el('div', { class: 'heading' }, title, el('a', { href: '/homes' }, 'Table and CSV')),
      ...(summary.total ? [stackedBar(rows, summary.total), countTable('Homes by tenure', 'Tenure', rows, summary.total, false)] : [el('p', { class: 'quiet' }, 'None in view.')]),
    )
  }

  /** Writes a number into the strip. It opens at href; the server's link stands for the whole register alone. */
  private figure(name: string, n: number, all: boolean, href?: string, exact = true): void {
    const link = must<HTMLAnchorElement>(`[data-figure=${name}] a`, this.root)
    link.textContent = whole(n)
    const opens = href ?? (all ? this.opens[name] : undefined)
    if (opens) link.href = opens
    else link.removeAttribute('href')
    const words: Record<string, [string, string]> = { homes: ['Homes', 'Homes in view'], areas: ['Plan areas', 'Plan areas'], assets: ['Assets', 'Assets'] }
    must(`[data-figure-label=${name}]`, this.root).textContent = exact ? (words[name]?.[all ? 0 : 1] ?? '') : 'Homes, about'
    must(`[data-figure=${name}]`, this.root).classList.toggle('about', !exact)
  }
}

function overlaps(a: Box, b: Box): boolean {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]
}
