import { button, el } from '../../ui/html.ts'
import { icon } from '../../ui/icons.ts'
import { coordinates } from './coordinates.ts'
import { copy } from './copy.ts'
import { file } from './file.ts'
import { parishOrWard } from './parish-or-ward.ts'
import { postcodes } from './postcodes.ts'
import type { Way } from './way.ts'

/** Ways to set the area, save drawing it. */
export const WAYS: readonly Way[] = [parishOrWard, postcodes, coordinates, file, copy]

/** The choices as equals: drawing is one of them. */
export function choices(open: (way: Way) => void, draw: () => void): HTMLElement {
  return el('div', { class: 'ways' }, ...WAYS.slice(0, 4).map(way => choice(way, open)), button('Draw on the map', 'btn', draw, icon('draw')), choice(WAYS[4]!, open))
}

function choice(way: Way, open: (way: Way) => void): HTMLButtonElement {
  const b = button(way.name, 'btn', () => open(way), icon(way.icon))
  b.dataset['way'] = way.slug
  return b
}
