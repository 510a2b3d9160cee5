import { layersOf } from '../map/look.ts'
import type { Atlas } from '../map/create.ts'
import { el } from '../ui/html.ts'
import { icon } from '../ui/icons.ts'

/** The layer switches: a button of the toolbar and the card that it opens. on: undefined means as the style says. */
export class LayerSwitches {
  readonly button = el('button', { type: 'button', 'aria-expanded': false, 'aria-controls': 'layers' }, icon('layers'), el('span', {}, 'Layers'))
  readonly card = el('fieldset', { class: 'layers card', id: 'layers', hidden: true })

  constructor(private readonly atlas: Atlas, private readonly changed: (on: string[]) => void) {
    this.card.append(el('legend', { class: 'vh' }, 'Layers'))
    for (const s of atlas.look().switches) {
      const box = el('input', { type: 'checkbox', value: s.group, checked: s.on })
      this.card.append(el('label', { class: 'check' }, box, s.name))
      box.addEventListener('change', () => this.changed(this.checked()))
    }
    this.button.addEventListener('click', () => this.open(this.card.hidden === true))
    this.card.addEventListener('keydown', event => {
      if (event.key === 'Escape') this.close()
    })
    this.button.addEventListener('keydown', event => {
      if (event.key === 'Escape') this.close()
    })
    document.addEventListener('pointerdown', event => {
      const at = event.target as Node
      if (!this.card.hidden && !this.card.contains(at) && !this.button.contains(at)) this.open(false)
    })
  }

  /** Draws the groups that are on and no others. */
  apply(on: string[] | undefined): void {
    const { map } = this.atlas
    for (const s of this.atlas.look().switches) {
      const shown = on ? on.includes(s.group) : s.on
      const box = this.card.querySelector<HTMLInputElement>(`input[value="${s.group}"]`)
      if (box) box.checked = shown
      for (const id of layersOf(this.atlas.style(), s.group)) {
        if (map.getLayer(id)) map.setLayoutProperty(id, 'visibility', shown ? 'visible' : 'none')
      }
    }
  }

  private checked(): string[] {
    return Array.from(this.card.querySelectorAll<HTMLInputElement>('input:checked')).map(box => box.value)
  }

  private open(is: boolean): void {
    this.card.hidden = !is
    this.button.setAttribute('aria-expanded', String(is))
  }

  private close(): void {
    if (this.card.hidden) return
    this.open(false)
    this.button.focus()
  }
}
