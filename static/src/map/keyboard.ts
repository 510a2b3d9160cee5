import type { MapLibreMap } from 'maplibre-gl'
import { nearest, type Direction } from './nearest.ts'
import { hitsInView, type Hit } from './features.ts'
import { stillness } from './create.ts'

/** What the keys do beyond moving the map. */
export interface KeyHost {
  /** Shows the feature that was stepped to. */
  stepped(hit: Hit): void
  /** Enter: opens what was stepped to, or what is at the centre. Drawing: adds a corner. */
  enter(hit: Hit | undefined): void
  escape(): void
  backspace(): void
  reset(): void
  help(): void
  drawing(): boolean
}

const ARROWS: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }
const AHEAD: Record<Direction, [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }

/** The map by keys (UX.md section 4). They act only while the map has the focus. */
export function wireKeyboard(map: MapLibreMap, host: KeyHost): void {
  const canvas = map.getCanvas()
  let last: Hit | undefined
  map.on('movestart', event => { if ('originalEvent' in event && event.originalEvent) last = undefined })
  canvas.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey) return
    const arrow = ARROWS[event.key]
    if (arrow && event.altKey) last = step(map, host, arrow, last) ?? last
    else if (moveByKey(map, event, host.drawing() ? 25 : 100)) {
      // the map has moved
    } else if (event.key === '0') host.reset()
    else if (event.key === 'Enter') host.enter(last)
    else if (event.key === 'Escape') host.escape()
    else if (event.key === 'Backspace') host.backspace()
    else if (event.key === '?') host.help()
    else return
    event.preventDefault()
  })
}

/** Moves the map by an arrow key, with Shift 300 pixels, or zooms by plus and minus; false for other keys. */
export function moveByKey(map: MapLibreMap, event: KeyboardEvent, pixels: number): boolean {
  const arrow = ARROWS[event.key]
  const animate = !stillness.matches
  if (arrow) {
    const far = event.shiftKey ? 300 : pixels
    map.panBy([AHEAD[arrow][0] * far, AHEAD[arrow][1] * far], { animate, duration: 120 })
  } else if (event.key === '+' || event.key === '=') map.zoomIn({ animate })
  else if (event.key === '-' || event.key === '_') map.zoomOut({ animate })
  else return false
  return true
}

function step(map: MapLibreMap, host: KeyHost, direction: Direction, last: Hit | undefined): Hit | undefined {
  const from = last ? map.project(last.at) : { x: map.getCanvas().clientWidth / 2, y: map.getCanvas().clientHeight / 2 }
  const spots = hitsInView(map).map(what => ({ ...xy(map, what), what }))
  const found = nearest(spots, from, direction)?.what
  if (found) host.stepped(found)
  return found
}

function xy(map: MapLibreMap, hit: Hit): { x: number; y: number } {
  const { x, y } = map.project(hit.at)
  return { x, y }
}
