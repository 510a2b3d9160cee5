import { button, el } from './html.ts'

/** Keys, and what they do. */
export type KeyRows = readonly (readonly [keys: readonly string[], does: string])[]

const KEYS: KeyRows = [
  [['←', '→', '↑', '↓'], 'move the map; with Shift further'],
  [['+', '−'], 'zoom'],
  [['0'], 'show everything'],
  [['Alt', '←', '→', '↑', '↓'], 'step to the nearest thing in that direction'],
  [['Enter'], 'open it; while drawing, add a corner at the middle'],
  [['Backspace'], 'while drawing, remove the last corner'],
  [['Esc'], 'close, or stop drawing'],
  [['?'], 'this list'],
]

/** Shows the keys of the map. */
export function showKeys(rows: KeyRows = KEYS): void {
  const dialog = el('dialog', { class: 'keys card', 'aria-labelledby': 'keys-title' },
    el('h2', { id: 'keys-title' }, 'Keys of the map'),
    el('table', {}, el('thead', { class: 'vh' }, el('tr', {}, el('th', { scope: 'col' }, 'Keys'), el('th', { scope: 'col' }, 'What they do'))),
      el('tbody', {}, ...rows.map(([keys, does]) => el('tr', {},
        el('th', { scope: 'row' }, ...keys.flatMap(k => [el('kbd', {}, k), ' '])), el('td', {}, does))))))
  dialog.append(el('div', { class: 'row' }, button('Close', 'btn', () => dialog.close())))
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}
