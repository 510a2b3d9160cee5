import { button, el } from '../ui/html.ts'

/** Asks what becomes of a ring that is not closed. */
export function askStop(corners: number, does: { close(): void; drop(): void }): void {
  const dialog = el('dialog', { class: 'keys card', 'aria-labelledby': 'stop-title' },
    el('h2', { id: 'stop-title' }, 'Stop drawing?'),
    el('p', {}, `The ${corners} corners that you put are not closed to a shape yet.`))
  const act = (words: string, kind: string, then?: () => void) => button(words, kind, () => { dialog.close(); then?.() })
  dialog.append(el('div', { class: 'row' }, act('Close the shape', 'btn p', does.close), act('Remove the corners', 'btn w', does.drop), act('Go on drawing', 'btn')))
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}
