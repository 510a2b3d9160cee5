import { el } from '../ui/html.ts'

/** The line under a map that says that something is missing, and offers to ask once more. Without again nothing is missing. */
export function sayFailed(figure: HTMLElement, again?: () => void): void {
  const line = figure.parentElement?.querySelector('.missing')
  if (again && !line) {
    const button = el('button', { type: 'button' }, 'Try again')
    button.onclick = () => {
      sayFailed(figure)
      again()
    }
    figure.after(el('p', { class: 'missing', role: 'status' }, 'Part of the map did not load. ', button))
  } else if (!again && line) {
    if (line.contains(document.activeElement)) figure.querySelector('canvas')?.focus() // the focus is not lost with the button
    line.remove()
  }
}
