import { gridReference } from '../geo/grid-reference.ts'
import type { Position } from '../geo/position.ts'
import { button, el } from '../ui/html.ts'

/** The corners of a shape in words, each with a button that removes it: what dragging does, without a pointer. */
export function cornerList(corners: Position[] | undefined, change: (corners: Position[]) => void): HTMLElement | undefined {
  if (!corners) return undefined
  const rows = corners.map((at, i) => {
    const remove = button('Remove', 'btn t s', () => change(corners.filter((_, other) => other !== i)))
    remove.setAttribute('aria-label', `Remove corner ${i + 1}`)
    remove.disabled = corners.length <= 3
    return el('li', {}, `Corner ${i + 1}, ${gridReference(at) || at.join(', ')}`, remove)
  })
  return el('details', {}, el('summary', {}, `${corners.length} corners`), el('ol', { class: 'list' }, ...rows))
}
