import { askRepair, type Question, type Repair, type Repaired } from '../api/drafts.ts'
import { failureAlert } from '../explorer/answer.ts'
import { button, el } from '../ui/html.ts'
import { fixed } from '../ui/number.ts'
import type { Preview } from './on-the-map.ts'

export interface RepairHost {
  /** Shows it on the map; undefined shows the shape as it is. */
  preview(shape: Preview | undefined): void
  /** Puts the repaired shape on the board. */
  use(repaired: Repaired, label: string): void
  announce(words: string): void
}

/** What a repair would do, shown before it is done: the land gained and lost hatched on the map, and a sentence. */
export class RepairPreview {
  readonly root = el('div', { hidden: true, tabindex: -1, class: 'preview' })
  private asked = 0

  constructor(private readonly host: RepairHost) {}

  get open(): boolean {
    return !this.root.hidden
  }

  async ask(question: Question, repair: Repair): Promise<void> {
    const mine = ++this.asked
    this.show(el('p', { class: 'quiet' }, `${repair.label}: working out what that does…`))
    try {
      const repaired = await askRepair(question, repair)
      if (mine === this.asked) this.answered(repaired, repair)
    } catch (error) {
      if (mine === this.asked) this.show(failureAlert(error, button('Close', 'btn s', () => this.leave())))
    }
  }

  /** Leaves the shape as it is: also when it is changed meanwhile. */
  leave(): void {
    this.asked++
    if (this.root.hidden) return
    this.root.hidden = true
    this.root.replaceChildren()
    this.host.preview(undefined)
  }

  private answered(repaired: Repaired, repair: Repair): void {
    const { hectares } = repaired
    this.host.preview(repaired)
    const doThis = button('Do this', 'btn s p', () => {
      this.leave()
      this.host.use(repaired, repair.label)
    })
    this.show(el('div', { class: 'alert info' },
      el('h2', {}, repair.label), el('p', {}, repaired.sentence),
      hectares.gained > 0 && hectares.lost > 0 && el('p', { class: 'num' }, `Gained ${fixed(hectares.gained, 2)} ha, lost ${fixed(hectares.lost, 2)} ha.`),
      repaired.verdict.level !== 'ok' && el('p', {}, `After it: ${repaired.verdict.summary}`),
      el('div', { class: 'row' }, doThis, button('Leave it', 'btn s', () => this.leave()))))
    this.root.focus({ preventScroll: true })
    this.root.scrollIntoView({ block: 'nearest' })
    this.host.announce(repaired.sentence)
  }

  private show(...nodes: Node[]): void {
    this.root.hidden = false
    this.root.replaceChildren(...nodes)
  }
}
