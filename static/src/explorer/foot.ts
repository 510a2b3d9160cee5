import { button } from '../ui/html.ts'

/** What the foot needs of the panel. */
export interface FootHost {
  /** The button that stands beside an answer's own. */
  link(): Node
  /** Takes the focus of a button that is gone. */
  rest(): void
}

/** The foot of the panel: the main action, which does not scroll away. */
export class Foot {
  constructor(private readonly box: HTMLElement, private readonly host: FootHost) {}

  /** Shows actions, and the one that copies the address. */
  show(...nodes: Node[]): void {
    this.only(...nodes, this.host.link())
  }

  /** Shows these actions alone. The focus stays on the button of the same words, or goes to where it can rest. */
  only(...nodes: Node[]): void {
    this.box.hidden = false
    const kept = this.box.contains(document.activeElement) ? document.activeElement?.textContent : undefined
    this.box.replaceChildren(...nodes)
    if (!kept) return
    const same = Array.from(this.box.querySelectorAll('button')).find(b => b.textContent === kept && !b.disabled)
    if (same) same.focus()
    else this.host.rest()
  }
}

/** A button that copies the address of what is shown. */
export function copyLink(announce: (words: string) => void): HTMLButtonElement {
  const say = (words: string) => {
    copy.lastElementChild!.textContent = words
    announce(words)
  }
  const write = async () => navigator.clipboard.writeText(location.href) // there is no clipboard where the address is not secure
  const copy = button('Copy link', 'btn', () => void write().then(() => say('Copied'), () => say('Copy it from the address bar')))
  return copy
}
