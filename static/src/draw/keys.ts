import type { KeyRows } from '../ui/keys.dialog.ts'

/** What a key asks for. */
export type Command =
  | { readonly do: 'add' | 'back' | 'remove' | 'undo' | 'redo' | 'previous' | 'next' | 'snap' | 'way' | 'stop' | 'fit' | 'help' }
  | { readonly do: 'nudge'; readonly east: number; readonly north: number } // metres

/** What the meaning of a key depends on. */
export interface KeyState { readonly drawing: boolean; readonly selected: boolean; readonly readOnly: boolean }

export type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

const ARROWS: Record<string, readonly [east: number, north: number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }

const PLAIN: Record<string, Exclude<Command, { do: 'nudge' }>['do']> = {
  Enter: 'add', Delete: 'remove', '[': 'previous', ']': 'next', s: 'snap', S: 'snap', f: 'way', F: 'way', Escape: 'stop', '0': 'fit', '?': 'help',
}
const LOOKING: readonly string[] = ['fit', 'help', 'stop', 'previous', 'next']

/** What a key on the map asks for (UX.md section 5); undefined where it moves the map or means nothing here. */
export function commandOf(event: Key, state: KeyState): Command | undefined {
  if (event.ctrlKey || event.metaKey) return state.readOnly ? undefined : historyOf(event)
  const arrow = ARROWS[event.key]
  if (arrow) {
    if (!state.selected || state.readOnly) return undefined
    const metres = event.altKey ? 0.1 : event.shiftKey ? 10 : 1
    return { do: 'nudge', east: arrow[0] * metres, north: arrow[1] * metres }
  }
  if (event.altKey) return undefined
  if (event.key === 'Backspace') return state.readOnly ? undefined : { do: state.drawing && !state.selected ? 'back' : 'remove' }
  const what = PLAIN[event.key]
  return what && (!state.readOnly || LOOKING.includes(what)) ? { do: what } : undefined
}

/** Undo and redo; they are heard on the whole page, save in fields, which have their own. */
export function historyOf(event: Key): Command | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined
  const key = event.key.toLowerCase()
  if (key === 'z') return { do: event.shiftKey ? 'redo' : 'undo' }
  return key === 'y' && !event.shiftKey ? { do: 'redo' } : undefined
}

export const KEYS: KeyRows = [
  [['←', '→', '↑', '↓'], 'move the map under the cross; with Shift further'],
  [['Enter'], 'add a corner at the cross; after a selected corner, insert one'],
  [['Backspace'], 'while drawing, take the last corner back'],
  [['[', ']'], 'select the previous or the next corner'],
  [['←', '→', '↑', '↓'], 'with a corner selected: move it 1 m; with Shift 10 m, with Alt 0.1 m'],
  [['Del'], 'remove the selected corner'],
  [['F'], 'follow the edge between two corners; again: the other way, a straight line'],
  [['S'], 'snap on or off'],
  [['Ctrl', 'Z'], 'undo; with Shift redo'],
  [['+', '−'], 'zoom'],
  [['0'], 'show all that is drawn'],
  [['Esc'], 'deselect, or stop drawing'],
  [['?'], 'this list'],
]
