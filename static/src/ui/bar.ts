import { el, svg } from './html.ts'
import { share, whole } from './number.ts'

/** One row of a count. */
export interface Row { name: string; count: number; colour: string; symbol?: SVGElement | undefined }

/** A bar of parts. The table beside it says the same, so the bar is hidden from screen readers. */
export function stackedBar(rows: Row[], total: number): SVGElement {
  let x = 0
  const rects = rows.map(r => {
    const width = total ? (100 * r.count) / total : 0
    const rect = `<rect class="${r.colour}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="14"/>`
    x += width
    return rect
  })
  return svg(`<svg class="bar" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">${rects.join('')}</svg>`)
}

/** A table of names, counts and shares. With bars each row has a thin one of its own. */
export function countTable(caption: string, heading: string, rows: Row[], total: number, bars: boolean): HTMLTableElement {
  const most = Math.max(1, ...rows.map(r => r.count))
  const head = el('thead', { class: 'vh' }, el('tr', {},
    el('th', { scope: 'col' }, heading), bars && el('th', { scope: 'col' }, 'Bar'), el('th', { scope: 'col' }, 'Homes'), el('th', { scope: 'col' }, 'Share')))
  const body = el('tbody', {}, ...rows.map(r => el('tr', {},
    el('th', { scope: 'row' }, r.symbol, r.name),
    bars && el('td', { class: 'bar-cell' }, thinBar(r, most)),
    el('td', { class: 'n' }, whole(r.count)),
    el('td', { class: 'pc' }, share(r.count, total)))))
  return el('table', {}, el('caption', { class: 'vh' }, caption), head, body)
}

function thinBar(row: Row, most: number): SVGElement {
  const width = ((100 * row.count) / most).toFixed(2)
  return svg(`<svg class="bar thin" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true"><rect class="${row.colour}" width="${width}" height="14"/></svg>`)
}
