import { svg } from '../ui/html.ts'

/** What the tip says: a line in bold with words after it, a line of keys, and what went wrong. */
export interface TipWords {
  readonly bold: string
  readonly rest?: string
  readonly keys?: readonly (readonly [keys: readonly string[], does: string])[]
  readonly loud?: boolean // shown on phones too, where tips are left out for want of room
}

/** What the tip depends on. */
export interface TipState {
  readonly refused: string // why the last thing was not done
  readonly drawing: 'outline' | 'part' | 'hole' | undefined
  readonly count: number // corners of the ring that is drawn
  readonly empty: boolean
  readonly corner: string // "Corner 8 of 12"; empty: none is selected
  readonly snapped: string // "snapped to ward edge": of the selected corner, or of the last one that was added
  readonly followed: string // "Follows the ward edge, 480 m."
  readonly failure: string // why there is nothing to snap to
  readonly far: boolean // too far out to snap
  readonly crowded: boolean // corners lie too close to each other to be shown
}

/** The words of the tip for a state; undefined: nothing to say. */
export function tipWords(s: TipState): TipWords | undefined {
  if (s.refused) return { bold: s.refused, loud: true }
  const more = [s.followed, s.failure, s.drawing && s.far ? 'Zoom in to snap to edges.' : ''].filter(Boolean).join(' ')
  const loud = more !== '' || (s.drawing !== undefined && s.snapped !== '')
  const way = s.followed ? [[['F'], 'other way'] as const] : []
  if (s.corner) return { bold: s.corner, rest: [s.snapped, more].filter(Boolean).join('. '), keys: [[['←', '→'], 'nudge 1 m'], ...way, [['Del'], 'remove']], loud }
  if (s.drawing && s.count === 0) {
    const bold = { outline: 'Click the first corner on the map.', part: 'Click the first corner of the further part.', hole: 'Click the first corner of the hole, inside the outline.' }[s.drawing]
    return { bold, rest: more, keys: [[['Enter'], 'corner at the middle'], [['Esc'], 'stop']], loud }
  }
  if (s.drawing) {
    const rest = [s.snapped || (s.count >= 3 ? 'click the first corner to finish' : ''), more].filter(Boolean).join('. ')
    return { bold: `Corner ${s.count}`, rest, keys: [...way, [['Enter'], 'add'], [['Backspace'], 'take back'], [['Esc'], 'stop']], loud }
  }
  if (more) return { bold: more, loud }
  if (s.empty) return undefined
  const [bold, rest] = s.crowded ? ['Zoom in', 'to see the corners and move them.'] : ['Drag a corner', 'to move it, a small dot to add one.']
  return { bold, rest, keys: [[['[', ']'], 'select a corner'], [['?'], 'all keys']] }
}

/** Shows words in the tip. */
export function showTip(box: HTMLElement, said: TipWords | undefined): void {
  const markup = said ? markupOf(said) : ''
  box.hidden = !said
  box.dataset['loud'] = String(said?.loud ?? false)
  if (box.dataset['said'] === markup) return
  box.dataset['said'] = markup
  box.replaceChildren(...(said ? [svg(markup)] : []))
}

function markupOf({ bold, rest, keys }: TipWords): string {
  const line = `<b>${plain(bold)}</b>${rest ? ` ${plain(rest)}` : ''}`
  const list = (keys ?? []).map(([names, does]) => `<span>${names.map(k => `<kbd>${k}</kbd>`).join(' ')} ${does}</span>`).join(' ')
  return `<p>${line}${list ? `<br>${list}` : ''}</p>`
}

/** Names come from the server, so they are written as text. */
function plain(text: string): string {
  return text.replace(/[&<>]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? c)
}
