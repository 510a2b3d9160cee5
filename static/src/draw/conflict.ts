import type { DraftDocument, DraftFields } from '../api/drafts.ts'
import { button, el } from '../ui/html.ts'
import { fixed, whole } from '../ui/number.ts'
import { drawnOf } from './document.ts'
import { estimate } from './estimate.ts'

export interface ConflictHost {
  keepMine(): void
  keepTheirs(): void
  saveAsNew(): void
}

/** What a draft looks like in figures. Areas are measured here, so they are about right. */
export interface Side { readonly name: string; readonly hectares: string; readonly corners: string; readonly parts: string; readonly when: string }

/** The figures of a draft, for a table that holds two beside each other. */
export function sideOf(fields: DraftFields, when: string): Side {
  const drawn = drawnOf(fields)
  const e = estimate(drawn)
  return { name: fields.name || 'No name', hectares: `${fixed(e.hectares, 1)} ha`, corners: whole(e.corners), parts: whole(e.parts), when }
}

const ROWS: [keyof Side, string][] = [['hectares', 'Area'], ['corners', 'Corners'], ['parts', 'Parts'], ['name', 'Name'], ['when', 'Changed']]

/** Another browser has changed the draft: both are shown, and nothing is overwritten before somebody has chosen. */
export function conflictBox(mine: DraftFields, theirs: DraftDocument, host: ConflictHost): HTMLElement {
  const [a, b] = [sideOf(mine, 'here, just now'), sideOf(theirs, moment(theirs['changed-at']))]
  const table = el('table', { class: 'num' }, el('caption', { class: 'vh' }, 'Your shape and theirs'),
    el('thead', {}, el('tr', {}, el('td', {}), el('th', { scope: 'col' }, 'Mine'), el('th', { scope: 'col' }, 'Theirs'))),
    el('tbody', {}, ...ROWS.map(([key, words]) => el('tr', { class: a[key] === b[key] ? undefined : 'differs' }, el('th', { scope: 'row' }, words), el('td', {}, a[key]), el('td', {}, b[key])))))
  return el('div', { class: 'alert stop conflict', role: 'group', 'aria-labelledby': 'conflict-title', tabindex: -1 },
    el('h2', { id: 'conflict-title' }, 'This draft was changed in another browser'),
    el('p', {}, 'Nothing of yours is lost and nothing of theirs is overwritten. The map shows your shape, and theirs dashed. Choose which one goes on.'),
    table,
    el('div', { class: 'row' },
      button('Keep mine', 'btn s w', host.keepMine), button('Keep theirs', 'btn s', host.keepTheirs), button('Save mine as a new draft', 'btn s', host.saveAsNew)),
    el('p', { class: 'quiet' }, 'If you keep theirs, Undo brings yours back.'))
}

function moment(text: string): string {
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? 'in another browser' : at.toLocaleString('en-GB', { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' })
}
