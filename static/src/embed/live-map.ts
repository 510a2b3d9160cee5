import { cover, pieces, type Piece } from './cover.ts'
import { paint } from './painter.ts'
import type { Label } from './place.ts'
import { inSlices } from './slices.ts'
import { spritesOf } from './sprites.ts'
import type { Style } from './style.ts'
import { tilesOf, type Tiles } from './tiles.ts'
import type { View } from './view.ts'

/** The map as it moves. */
export interface LiveMap {
  canvas: HTMLCanvasElement
  tiles: Tiles
  view: View
  style: Style
  labels: Label[]
  touched: boolean // by the reader: until then the map keeps to what it is about
  /** Told that the map moves, and when it stands still with all that it waited for. */
  listeners: ((settled: boolean) => void)[]
  /** Shows another part of the world at once. */
  show(view: View): void
  /** Draws in another style. */
  restyle(style: Style): void
  /** The tiles as they lie now. */
  pieces(): Piece[]
}

/** Device pixels to one CSS pixel. More than two are not seen, and cost their square. */
export const RATIO = typeof devicePixelRatio === 'number' ? Math.min(2, Math.max(1, devicePixelRatio)) : 1

/**
 * Makes a map. A painting is made aside, in slices, and shown when it is whole; until then the last one is shown moved and scaled to
 * where it belongs.
 */
export function liveMap(template: string, maxzoom: number, style: Style, view: View, words: boolean): LiveMap {
  const canvas = document.createElement('canvas')
  const c = canvas.getContext('2d', { alpha: false })!
  let sprites = spritesOf(style.look, RATIO)
  let front: { image: HTMLCanvasElement; view: View } | undefined
  let back: HTMLCanvasElement | undefined
  let from = view
  let [busy, stale, called] = [false, true, 0]

  const refresh = () => {
    stale = true
    called ||= requestAnimationFrame(tick)
  }
  const tick = () => {
    called = 0
    map.tiles.want(cover(map.view, maxzoom))
    display()
    if (stale && !busy && map.view.width && map.view.height) repaint() // a frame that is folded away has no size
  }
  const repaint = () => {
    const { view } = map
    const image = sized(back ?? document.createElement('canvas'), view)
    stale = false
    busy = true
    inSlices(paint({ c: image.getContext('2d', { alpha: false })!, view, from, ratio: RATIO, sprites }, map.style.layers, map.pieces(), words), labels => {
      busy = false
      map.labels = labels
      back = front?.image
      front = { image, view }
      display()
      if (stale) refresh()
      else if (map.tiles.settled()) tell(true)
    })
  }
  const display = () => {
    const { view } = map
    sized(canvas, view)
    c.fillStyle = map.style.look.colours['land']!
    c.fillRect(0, 0, canvas.width, canvas.height)
    if (!front) return
    const scale = view.world / front.view.world
    const { width, height } = front.image
    c.drawImage(front.image, (view.left - front.view.left * scale) * RATIO, (view.top - front.view.top * scale) * RATIO, width * scale, height * scale)
  }
  const tell = (settled: boolean) => map.listeners.forEach(listener => listener(settled))
  const map: LiveMap = {
    canvas, view, style, labels: [], touched: false, listeners: [],
    tiles: tilesOf(template, refresh),
    show: next => {
      if (next.same(map.view)) return
      map.view = next
      if (!map.touched) from = next
      refresh()
      tell(false)
    },
    restyle: next => {
      map.style = next
      sprites = spritesOf(next.look, RATIO)
      refresh()
    },
    pieces: () => pieces(cover(map.view, maxzoom), map.tiles.known, map.view, RATIO),
  }
  refresh()
  return map
}

function sized(canvas: HTMLCanvasElement, { width, height }: View): HTMLCanvasElement {
  const [w, h] = [Math.round(width * RATIO), Math.round(height * RATIO)]
  if (canvas.width !== w) canvas.width = w
  if (canvas.height !== h) canvas.height = h
  return canvas
}
