import { metresPerPixel, scaleBar } from '../map/scale.ts'
import { el, svg } from '../ui/html.ts'
import type { LiveMap } from './live-map.ts'

/** Zoom buttons, scale bar and whose data it is. What stands in the foot of the page cannot be left out of the map either. It returns what keeps the bar. */
export function furnish(figure: HTMLElement, stage: HTMLElement, map: LiveMap): () => void {
  const zoom = (words: string, by: number, path: string) => el('button', { type: 'button', 'aria-label': words, 'data-zoom': by }, svg(`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="${path}"/></svg>`))
  const bar = el('i')
  const length = el('b')
  const credits = Array.from(document.querySelectorAll('.foot li'), li => li.textContent).join(' · ')
  stage.append(el('div', { class: 'zm' }, zoom('Zoom in', 1, 'M10 3v14M3 10h14'), zoom('Zoom out', -1, 'M3 10h14')))
  figure.append(el('div', { class: 'at' }, el('span', {}, bar, length), el('small', {}, credits)))
  return () => {
    const { pixels, text } = scaleBar(metresPerPixel(map.view.center[1], map.view.zoom), Math.min(100, map.view.width / 4))
    bar.style.width = `${pixels}px`
    length.textContent = text
  }
}
