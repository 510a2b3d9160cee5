import { button, el } from './html.ts'

const KEYS: [keys: string[], does: string][] = [
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
export function showKeys(): void {
  const dialog = el('dialog', { class: 'keys card', 'aria-labelledby': 'keys-title' },
    el('h2', { id: 'keys-title' }, 'Keys of the map'),
    el('table', {}, el('thead', { class: 'vh' }, el('tr', {}, el('th', { scope: 'col' }, 'Keys'), el('th', { scope: 'col' }, 'What they do'))),
      el('tbody', {}, ...KEYS.map(([keys, does]) => el('tr', {},
        el('th', { scope: 'row' }, ...keys.flatMap(k => [el('kbd', {}, k), ' '])), el('td', {}, does))))))
  dialog.append(el('div', { class: 'row' }, button('Close', 'btn', () => dialog.close())))
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}
