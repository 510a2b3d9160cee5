import { el } from '../ui/html.ts'
import { homesInWords, type InView } from './in-view.ts'
import { kindWords, STAGES } from './kind.ts'
import { pageOf, pageLink } from './pages.ts'

const MOST = 24 // names; a list that is longer says how many more there are

/** The list of what is in view, under the map. It follows the map. */
export class List {
  private readonly list = el('ul', { class: 'list' })
  private last = ''

  constructor(after: Element, private readonly pages: string, private readonly kinds: Record<string, string>) {
    after.after(el('section', { class: 'in-view', 'aria-labelledby': 'in-view' }, el('h2', { id: 'in-view' }, 'In view'), this.list))
  }

  show(sum: InView): void {
    const homes = homesInWords(sum).map(words => el('li', {}, words))
    const areas = [...sum.areas].map(([ref, { name, status }]) => this.row('areas', ref, name, STAGES[status] ?? ''))
    const assets = [...sum.assets].map(([ref, { name, kind }]) => this.row('assets', ref, name, kindWords(kind, this.kinds)))
    const named = [...areas, ...assets].sort((a, b) => a.textContent.localeCompare(b.textContent))
    const more = named.length - MOST
    const rows = [...homes, ...named.slice(0, MOST), ...(more > 0 ? [el('li', {}, `and ${more} more`)] : [])]
    if (!rows.length) rows.push(el('li', {}, 'Nothing that is told of here. Zoom out to see more.'))
    const now = rows.map(r => r.outerHTML).join('')
    if (now === this.last || this.list.contains(document.activeElement)) return // what has the focus stays
    this.last = now
    this.list.replaceChildren(...rows)
  }

  private row(kind: string, ref: string, name: string, what: string): HTMLLIElement {
    return el('li', {}, pageLink(pageOf(this.pages, kind, ref), name), el('span', {}, what))
  }
}
