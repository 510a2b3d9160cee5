import { go } from './ease.ts'
import type { LiveMap } from './live-map.ts'

const NEAR = 4 // CSS pixels that a click may shake

/** What gestures do beyond moving the map. */
export interface GestureHost {
  /** A click or a tap on a place. */
  tap(x: number, y: number, touch: boolean): void
  /** The reader moved over the map as if to move it, in a way that scrolls the page. */
  hint(how: 'wheel' | 'touch'): void
}

/**
 * The map by mouse and fingers. It stands in pages that scroll: one finger scrolls the page and two move the map; the wheel zooms only
 * with Ctrl or Cmd, or while the map has the focus.
 */
export function wireGestures(map: LiveMap, host: GestureHost): void {
  const { canvas } = map
  const at = (e: { clientX: number; clientY: number }): [number, number] => {
    const box = canvas.getBoundingClientRect()
    return [e.clientX - box.left, e.clientY - box.top]
  }
  wireMouse(map, host, at)
  wireTouch(map, host, at)
  canvas.addEventListener('wheel', e => {
    if (!e.ctrlKey && !e.metaKey && document.activeElement !== canvas) return host.hint('wheel')
    e.preventDefault()
    const pixels = e.deltaY * (e.deltaMode === 1 ? 20 : e.deltaMode === 2 ? 400 : 1)
    map.touched = true
    map.show(map.view.zoomed(Math.max(-1, Math.min(1, -pixels / (e.ctrlKey && Math.abs(pixels) < 50 ? 60 : 300))), ...at(e)))
  }, { passive: false })
}

function wireMouse(map: LiveMap, host: GestureHost, at: (e: MouseEvent) => [number, number]): void {
  const { canvas } = map
  let from: [number, number] | undefined
  let moved = 0
  canvas.addEventListener('pointerdown', e => {
    if (e.pointerType === 'touch' || e.button !== 0) return
    canvas.setPointerCapture(e.pointerId)
    from = at(e)
    moved = 0
  })
  canvas.addEventListener('pointermove', e => {
    if (!from) return
    const to = at(e)
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
    moved += Math.abs(dx) + Math.abs(dy)
    if (moved <= NEAR) return
    from = to
    map.touched = true
    canvas.classList.add('held')
    map.show(map.view.panned(-dx, -dy))
  })
  const end = () => {
    canvas.classList.remove('held')
    from = undefined
  }
  canvas.addEventListener('pointerup', end)
  canvas.addEventListener('pointercancel', end)
  canvas.addEventListener('click', e => {
    if (moved <= NEAR) host.tap(...at(e), (e as PointerEvent).pointerType === 'touch')
    moved = 0
  })
  canvas.addEventListener('dblclick', e => go(map, v => v.zoomed(1, ...at(e))))
}

function wireTouch(map: LiveMap, host: GestureHost, at: (e: Touch) => [number, number]): void {
  const { canvas } = map
  let pair: { x: number; y: number; apart: number } | undefined
  let one: [x: number, y: number] | undefined
  const read = (touches: TouchList) => {
    const [a, b] = [at(touches[0]!), at(touches[1]!)]
    return { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, apart: Math.hypot(a[0] - b[0], a[1] - b[1]) || 1 }
  }
  canvas.addEventListener('touchstart', e => {
    pair = e.touches.length === 2 ? read(e.touches) : undefined
    one = e.touches.length === 1 ? at(e.touches[0]!) : undefined
    if (pair) e.preventDefault()
  }, { passive: false })
  canvas.addEventListener('touchmove', e => {
    const [x, y] = at(e.touches[0]!)
    if (one && Math.hypot(x - one[0], y - one[1]) > 3 * NEAR) {
      one = undefined
      host.hint('touch')
    }
    if (!pair || e.touches.length !== 2) return
    e.preventDefault()
    const now = read(e.touches)
    map.touched = true
    map.show(map.view.zoomed(Math.log2(now.apart / pair.apart), pair.x, pair.y).panned(pair.x - now.x, pair.y - now.y))
    pair = now
  }, { passive: false })
  for (const end of ['touchend', 'touchcancel'] as const) canvas.addEventListener(end, () => (pair = one = undefined))
}
