// <terrier-map area="hollin-vale">…</terrier-map>: an embed in a page of any website. What stands in the element is shown until the map is
// there, and stays where it does not come. The page may have a Content-Security-Policy as strict as "script-src H; frame-src H".
import { frameAddress, heightIn, WATCHED } from './element/frame.ts'

const css = `:host{display:block;position:relative;min-height:320px}:host([hidden]){display:none}
iframe{display:block;width:100%;height:100%;border:0;position:absolute;inset:0;opacity:0;pointer-events:none}
.here iframe{position:static;opacity:1;pointer-events:auto}.here slot{display:none}` // a frame that is hidden otherwise draws nothing, and never tells its height

const server = new URL(import.meta.url).origin
let made = 0

class TerrierMap extends HTMLElement {
  static readonly observedAttributes = WATCHED
  readonly #box = document.createElement('div')
  #frame: HTMLIFrameElement | undefined

  constructor() {
    super()
    const root = this.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet() // which needs no style-src, as an element <style> would
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [sheet]
    this.#box.append(document.createElement('slot'))
    root.append(this.#box)
  }

  connectedCallback(): void {
    addEventListener('message', this.#hear)
    this.#bring()
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.#hear)
    this.#remove()
  }

  attributeChangedCallback(): void {
    if (this.#frame) this.#bring()
  }

  #remove(): void {
    this.#frame?.remove()
    this.#frame = undefined
    this.#box.className = ''
  }

  #bring(): void {
    this.#remove()
    const address = frameAddress(server, name => this.getAttribute(name), `map-${++made}`)
    if (!address || !this.isConnected) return
    const frame = document.createElement('iframe')
    frame.title = this.getAttribute('label') ?? this.querySelector('img')?.alt ?? 'Map'
    frame.loading = 'lazy'
    frame.inert = true // until it shows
    frame.referrerPolicy = 'no-referrer'
    frame.allow = 'fullscreen'
    frame.src = address
    this.#box.append(frame)
    this.#frame = frame
    this.#size(Number(this.getAttribute('height')) || 0)
  }

  /** Room for the frame, by its own word or by that of whoever writes the page. */
  #size(height: number): void {
    this.style.minHeight = height ? `${height}px` : '' // by script, which no policy forbids
    if (this.#frame) this.#frame.style.height = height ? `${height}px` : ''
  }

  readonly #hear = (event: MessageEvent): void => {
    const frame = this.#frame
    const height = frame && event.source === frame.contentWindow ? heightIn(event, server, new URL(frame.src).hash.slice(1)) : undefined
    if (height === undefined) return
    this.#box.className = 'here'
    frame!.inert = false
    if (!this.hasAttribute('height')) this.#size(height)
  }
}

if (!customElements.get('terrier-map')) customElements.define('terrier-map', TerrierMap)
