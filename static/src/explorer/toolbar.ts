import { button, el, must, svg } from '../ui/html.ts'
import { icon } from '../ui/icons.ts'
import type { LayerSwitches } from './layers.ts'

/** What the buttons do. */
export interface Tools { draw(): void; undo(): void; redo(): void; clear(): void }

const TIPS = {
  drawing: '<p><b>Click corners on the map.</b> The first one again finishes.<br><kbd>Enter</kbd> corner at the middle &nbsp;<kbd>Backspace</kbd> take back &nbsp;<kbd>Esc</kbd> stop</p>',
  editing: '<p><b>Drag a corner</b> to move it, a small dot to add one.<br>A right click removes a corner.</p>',
}

/** The one toolbar on the map: draw, take back, remove; layers. */
export class Toolbar {
  private readonly draw: HTMLButtonElement
  private readonly undo: HTMLButtonElement
  private readonly redo: HTMLButtonElement
  private readonly clear: HTMLButtonElement
  private readonly tipBox = must('[data-tip]')

  constructor(box: HTMLElement, layers: LayerSwitches, tools: Tools) {
    this.draw = button('Draw', '', tools.draw, icon('draw'))
    this.undo = labelled('Undo', tools.undo, icon('undo'))
    this.redo = labelled('Redo', tools.redo, icon('redo'))
    this.clear = button('Delete', '', tools.clear, icon('bin'))
    box.append(this.draw, this.clear, this.undo, this.redo, el('hr', { 'aria-hidden': true }), layers.button, layers.card)
    box.hidden = false
    this.show(false, false)
  }

  show(drawing: boolean, shape: boolean): void {
    this.draw.setAttribute('aria-pressed', String(drawing))
    for (const b of [this.undo, this.redo]) b.hidden = !drawing && !shape
    this.clear.hidden = !shape
  }

  tip(what: keyof typeof TIPS | undefined): void {
    this.tipBox.hidden = !what
    if (what && this.tipBox.dataset['what'] !== what) this.tipBox.replaceChildren(svg(TIPS[what]))
    this.tipBox.dataset['what'] = what ?? ''
  }
}

function labelled(words: string, click: () => void, picture: SVGElement): HTMLButtonElement {
  const b = el('button', { type: 'button', 'aria-label': words, title: words }, picture)
  b.addEventListener('click', click)
  return b
}
