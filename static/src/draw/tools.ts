import { button, el } from '../ui/html.ts'
import { icon } from '../ui/icons.ts'
import type { Tool } from './on-the-map.ts'

/** What the buttons do. */
export interface ToolsHost { edit(): void; draw(): void; hole(): void; part(): void; snap(): void; undo(): void; redo(): void; way(): void }

/** What the buttons show. undoes and redoes say which step; undefined: there is none. */
export interface ToolsState {
  readonly readOnly: boolean
  readonly tool: Tool
  readonly empty: boolean // no ring is closed yet
  readonly snap: boolean
  readonly undoes: string | undefined
  readonly redoes: string | undefined
  readonly way: boolean // a stretch follows an edge, or can
}

/** The one toolbar on the map of a draft. */
export class Tools {
  private readonly draw: HTMLButtonElement
  private readonly hole: HTMLButtonElement
  private readonly part: HTMLButtonElement
  private readonly snap: HTMLButtonElement
  private readonly way: HTMLButtonElement
  private readonly undo: HTMLButtonElement
  private readonly redo: HTMLButtonElement
  private readonly icons = { draw: icon('draw'), edit: icon('edit') }
  private readonly all: HTMLElement[]
  private empty = true

  constructor(box: HTMLElement, host: ToolsHost) {
    this.draw = button('Draw', '', () => (this.empty ? host.draw() : host.edit()), this.icons.draw)
    this.hole = button('Hole', '', host.hole, icon('hole'))
    this.part = button('Part', '', host.part, icon('part'))
    this.snap = button('Snap on', 'snap', host.snap, icon('magnet'))
    this.way = button('Other way', '', host.way, icon('way'))
    this.undo = button('Undo', 'silent', host.undo, icon('undo'))
    this.redo = button('Redo', 'silent', host.redo, icon('redo'))
    this.all = [this.draw, this.hole, this.part, el('hr', { 'aria-hidden': true }), this.snap, this.way, el('hr', { 'aria-hidden': true }), this.undo, this.redo, el('hr', { 'aria-hidden': true })] // what comes after these stays when they go
    box.append(...this.all)
    box.hidden = false
  }

  show({ readOnly, tool, empty, snap, undoes, redoes, way }: ToolsState): void {
    this.empty = empty
    words(this.draw, empty ? 'Draw' : 'Edit corners')
    this.draw.firstElementChild?.replaceWith(empty ? this.icons.draw : this.icons.edit)
    press(this.draw, tool === 'draw' || (tool === 'edit' && !empty))
    press(this.hole, tool === 'hole')
    press(this.part, tool === 'part')
    press(this.snap, snap)
    words(this.snap, snap ? 'Snap on' : 'Snap off')
    this.hole.disabled = empty
    this.part.disabled = empty
    for (const node of this.all) node.hidden = readOnly
    this.way.hidden = readOnly || !way
    able(this.undo, 'Undo', undoes)
    able(this.redo, 'Redo', redoes)
  }
}

function press(b: HTMLButtonElement, pressed: boolean): void {
  b.setAttribute('aria-pressed', String(pressed))
}

function words(b: HTMLButtonElement, text: string): void {
  const span = b.querySelector('span')
  if (span && span.textContent !== text) span.textContent = text
  b.title = text
}

/** A button that has nothing to do keeps the focus: it says so instead of going dark under it. */
function able(b: HTMLButtonElement, verb: string, what: string | undefined): void {
  b.setAttribute('aria-disabled', String(!what))
  words(b, what ? `${verb}: ${what}` : `Nothing to ${verb.toLowerCase()}`)
}
