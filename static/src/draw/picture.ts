import { svg } from '../ui/html.ts'
import type { PixelBox } from './window.ts'

/** An SVG over the map with a path for each kind of thing, so that thousands of corners are a handful of elements. */
export class Picture<Layer extends string> {
  readonly element: SVGElement
  private readonly paths = new Map<Layer, SVGElement>()
  private readonly set = new Map<Layer, string>()

  /** @param layers from below to above; each is the class of a path, coloured by css/draw.css */
  constructor(name: string, private readonly layers: readonly Layer[], defs = '') {
    this.element = svg(`<svg class="board-over ${name}" aria-hidden="true">${defs}<g>${layers.map(l => `<path class="${l}"/>`).join('')}</g></svg>`)
    const group = this.element.querySelector(':scope > g')!
    layers.forEach((layer, i) => this.paths.set(layer, group.children[i] as SVGElement))
  }

  /** Draws what changed of these layers, or of all. */
  show(texts: ReadonlyMap<Layer, string>, layers = this.layers): void {
    for (const layer of layers) {
      const d = texts.get(layer) ?? ''
      if ((this.set.get(layer) ?? '') === d) continue
      this.set.set(layer, d)
      this.paths.get(layer)!.setAttribute('d', d)
    }
  }
}

/** An SVG over the map with a path for each piece of land, of some kinds: where one piece changes the others are not painted again. */
export class LandPicture<Layer extends string> {
  readonly element: SVGElement
  private readonly pieces = new Map<Layer, Map<string, SVGElement>>()

  constructor(private readonly layers: readonly Layer[], defs: string) {
    this.element = svg(`<svg class="board-over land" aria-hidden="true">${defs}${layers.map(l => `<g class="${l}"></g>`).join('')}</svg>`)
    for (const layer of layers) this.pieces.set(layer, new Map())
  }

  show(layer: Layer, texts: readonly string[]): void {
    const wanted = new Set(texts.filter(d => d !== ''))
    const shown = this.pieces.get(layer)!
    for (const [d, path] of shown) {
      if (wanted.has(d)) continue
      path.remove()
      shown.delete(d)
    }
    const group = this.element.querySelectorAll(':scope > g')[this.layers.indexOf(layer)]!
    for (const d of wanted) {
      if (shown.has(d)) continue
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
      path.setAttribute('d', d)
      group.append(path)
      shown.set(d, path)
    }
  }
}

/** A picture that can leave out a window of the map. */
export class WholePicture<Layer extends string> extends Picture<Layer> {
  constructor(layers: readonly Layer[]) {
    super('whole', layers, '<clipPath id="board-still"><path clip-rule="evenodd"/></clipPath>')
  }

  leaveOut(window: PixelBox | undefined, width: number, height: number): void {
    const group = this.element.querySelector(':scope > g')!
    if (!window) return group.removeAttribute('clip-path')
    this.element.querySelector('clipPath path')!.setAttribute('d', `M0 0H${width}V${height}H0ZM${window.x} ${window.y}h${window.width}v${window.height}h${-window.width}Z`)
    group.setAttribute('clip-path', 'url(#board-still)')
  }
}

/** A picture of a window of the map alone. */
export class WindowPicture<Layer extends string> extends Picture<Layer> {
  constructor(layers: readonly Layer[]) {
    super('window', layers)
    this.open(undefined)
  }

  open(window: PixelBox | undefined): void {
    const { element } = this
    element.toggleAttribute('hidden', !window)
    if (!window) return
    element.setAttribute('viewBox', `${window.x} ${window.y} ${window.width} ${window.height}`)
    Object.assign(element.style, { left: `${window.x}px`, top: `${window.y}px`, width: `${window.width}px`, height: `${window.height}px` })
  }
}
