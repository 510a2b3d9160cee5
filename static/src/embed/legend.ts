import { legendEntries } from '../map/legend.ts'
import type { Look } from '../map/look.ts'
import { el, svg } from '../ui/html.ts'

/** Keeps the legend of the page to what is in view. What the page did not foresee is added. */
export function showLegend(box: HTMLElement, look: Look, keys: Set<string>): void {
  const known = new Set<string>()
  for (const row of box.querySelectorAll<HTMLElement>('[data-key]')) {
    const key = row.dataset['key'] ?? ''
    known.add(key)
    row.hidden = !keys.has(key)
  }
  for (const { key, words, markup } of legendEntries(look)) {
    const own = key.replace('home:', '').replace('area:', 'area-')
    if (!keys.has(own) || known.has(own)) continue
    box.append(el('li', { 'data-key': own }, svg(`<svg class="swatch" viewBox="0 0 26 14" aria-hidden="true">${markup}</svg>`), words))
  }
  box.hidden = keys.size === 0
}
