import type { Look } from '../map/look.ts'
import { button, el } from '../ui/html.ts'
import { plural, whole } from '../ui/number.ts'
import { kindWords, sentence, STAGES } from './kind.ts'
import { pageLink, pageOf } from './pages.ts'
import type { Seen } from './seen.ts'

/** What is known of one thing on the map: a small panel in the page. */
export class Details {
  private panel: HTMLElement | undefined

  constructor(private readonly figure: HTMLElement, private readonly pages: string, private readonly kinds: Record<string, string>, private readonly closed: () => void) {}

  get isOpen(): boolean {
    return this.panel !== undefined
  }

  show(look: Look, point: Seen | undefined, around: Seen[]): void {
    const parts = [...(point ? [point] : []), ...around].map(s => this.about(look, s)).filter(p => p.length)
    if (!parts.length) return this.close()
    this.remove()
    const shut = button('Close', '', () => this.close())
    this.panel = el('section', { class: 'details', tabindex: -1, 'aria-label': 'Details' }, ...parts.flat(), shut)
    this.panel.addEventListener('keydown', e => { if (e.key === 'Escape') this.close() })
    this.figure.append(this.panel)
    this.panel.focus({ preventScroll: this.figure.clientWidth > 480 })
  }

  close(): void {
    if (!this.panel) return
    this.remove()
    this.closed()
  }

  private remove(): void {
    this.panel?.remove()
    this.panel = undefined
  }

  private about(look: Look, { from, props }: Seen): HTMLElement[] {
    const text = (key: string) => String(props[key] ?? '')
    const number = (key: string) => (typeof props[key] === 'number' ? props[key] : 0)
    const link = (kind: string, ref: string, words: string) => (ref ? [el('p', {}, pageLink(pageOf(this.pages, kind, ref), words))] : [])
    const heading = (words: string) => el('h2', {}, words)
    switch (from) {
      case 'asset': return [heading(text('name')), el('p', {}, kindWords(text('kind'), this.kinds)), ...link('assets', text('ref'), 'About this place')]
      case 'area': return [heading(text('name')), el('p', {}, [STAGES[text('status')] ?? STAGES['designated'], text('made')].filter(Boolean).join(' ')), ...link('areas', text('ref'), 'About this plan area')]
      case 'home': case 'home_square': {
        const tenures = look.symbols.filter(s => number(s.slug)).map(s => `${s.name} ${whole(number(s.slug))}`)
        return [
          heading(plural(number('count'), 'published home')), el('p', {}, [...tenures, text('home-type') && sentence(text('home-type'))].filter(Boolean).join(', ')),
          ...link('associations', text('owner'), text('owner-name')),
        ]
      }
      case 'home_protected':
        return props['count'] === undefined
          ? [el('p', {}, 'Other homes here are too few to say how many.')]
          : [el('p', { class: 'about' }, `About ${plural(number('count'), 'other home')} in this small area`, el('small', {}, ` ± ${whole(number('error'))}`))]
      default: return []
    }
  }
}
