import { el, svg } from './html.ts'
import { share, whole } from './number.ts'

/** One row of a count. others is the part of it that is blurred, with its error; without a count they are too few to say. */
export interface Row { name: string; count: number; colour: string; symbol?: SVGElement | undefined; others?: Others | undefined }
export interface Others { count?: number; error: number }

/** A bar of parts. The table beside it says the same, so the bar is hidden from screen readers. */
export function stackedBar(rows: Row[], total: number, kind = 'bar'): SVGElement {
  let x = 0
  const rects = rows.flatMap(parts).map(([count, colour]) => {
    const width = total ? (100 * count) / total : 0
    const rect = `<rect class="${colour}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="14"/>`
    x += width
    return rect
  })
  return svg(`<svg class="${kind}" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">${rects.join('')}</svg>`)
}

/** The counted and the blurred part of a row, with their colours. */
function parts(row: Row): [count: number, colour: string][] {
  const others = row.others?.count ?? 0
  const both: [number, string][] = [[row.count - others, row.colour], [others, `${row.colour} about`]]
  return both.filter(([count]) => count > 0)
}

/** A number that is not exact, with its error. */
function about(n: number, error: number): HTMLElement {
  return el('span', { class: 'about' }, `about ${whole(n)}`, el('small', {}, ` ± ${whole(error)}`))
}

/**
 * A table of names, counts and shares. With bars each row has a thin one of its own. Where some is blurred, what was counted one by one
 * stands in a column of its own, and shares are left to the pages of the figures, which have the room.
 */
export function countTable(caption: string, heading: string, rows: Row[], total: number, bars: boolean): HTMLTableElement {
  const most = Math.max(1, ...rows.map(r => r.count))
  if (rows.some(r => r.others)) return mixedTable(caption, heading, rows, bars, most)
  const head = el('thead', { class: 'vh' }, el('tr', {},
    el('th', { scope: 'col' }, heading), bars && el('th', { scope: 'col' }, 'Bar'), el('th', { scope: 'col' }, 'Homes'), el('th', { scope: 'col' }, 'Share')))
  const body = el('tbody', {}, ...rows.map(r => el('tr', {},
    el('th', { scope: 'row' }, r.symbol, r.name),
    bars && el('td', { class: 'bar-cell' }, thinBar(r, most)),
    el('td', { class: 'n' }, whole(r.count)),
    el('td', { class: 'pc' }, share(r.count, total)))))
  return el('table', {}, el('caption', { class: 'vh' }, caption), head, body)
}

function mixedTable(caption: string, heading: string, rows: Row[], bars: boolean, most: number): HTMLTableElement {
  const others = ({ others }: Row) => (others?.count ? about(others.count, others.error) : el('small', {}, others ? 'and too few to say' : '–'))
  return el('table', { class: 'mixed' }, el('caption', { class: 'vh' }, caption),
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, heading), el('th', { scope: 'col', class: 'n' }, 'Published'), el('th', { scope: 'col', class: 'n' }, 'Others'))),
    el('tbody', {}, ...rows.map(r => el('tr', {},
      el('th', { scope: 'row' }, r.symbol, r.name, bars && thinBar(r, most)),
      el('td', { class: 'n' }, whole(r.count - (r.others?.count ?? 0))),
      el('td', { class: 'n about' }, others(r))))))
}

function thinBar(row: Row, most: number): SVGElement {
  return stackedBar([row], most, 'bar thin')
}
