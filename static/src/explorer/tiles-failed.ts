import type { MapLibreMap } from 'maplibre-gl'
import { button, el } from '../ui/html.ts'

/** Says when tiles do not load, that the list is complete, and offers to try again. */
export function watchTiles(map: MapLibreMap, box: HTMLElement): void {
  const failed = new Set<string>()
  map.on('error', event => {
    const source = (event as { sourceId?: string }).sourceId
    if (source) failed.add(source)
    const { status } = event.error as { status?: number }
    if (source === 'exact' && (status === 401 || status === 403)) return sayShut(box)
    sayFailed(box, () => {
      box.hidden = true
      for (const id of failed) map.refreshTiles(id)
      failed.clear()
    })
  })
}

/** Says that homes are not shown exactly to whoever this is. */
function sayShut(box: HTMLElement): void {
  box.hidden = false
  box.replaceChildren(el('b', {}, 'You do not see homes exactly.'), el('p', {}, 'You are not signed in, or no longer hold a role that shows them.'),
    el('div', { class: 'row' }, el('a', { class: 'btn s w', href: `/sign-in?to=${encodeURIComponent('/?exact=yes')}` }, 'Sign in'), el('a', { class: 'btn s', href: '/' }, 'The map for everybody')))
}

/** Shows the one message about a map that is not there. */
export function sayFailed(box: HTMLElement, again: () => void): void {
  if (!box.hidden) return
  box.hidden = false
  box.replaceChildren(el('b', {}, 'The map tiles did not load.'), el('p', {}, 'The list below is complete.'), el('div', { class: 'row' }, button('Try again', 'btn s w', again)))
}
