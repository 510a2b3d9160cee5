import type { Direction } from '../map/nearest.ts'
import { go } from './ease.ts'
import type { LiveMap } from './live-map.ts'
import type { View } from './view.ts'

/** What keys do beyond moving the map. */
export interface KeyHost {
  step(direction: Direction): void
  open(): void
  close(): void
  home(): View
}

const ARROWS: Record<string, [Direction, number, number]> = { ArrowLeft: ['left', -1, 0], ArrowRight: ['right', 1, 0], ArrowUp: ['up', 0, -1], ArrowDown: ['down', 0, 1] }

/** The map by keys. They act only while it has the focus. */
export function wireKeys(map: LiveMap, host: KeyHost): void {
  map.canvas.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey) return
    const arrow = ARROWS[e.key]
    const far = e.shiftKey ? 300 : 100
    if (arrow && e.altKey) host.step(arrow[0])
    else if (arrow) go(map, v => v.panned(arrow[1] * far, arrow[2] * far))
    else if (e.key === '+' || e.key === '=') go(map, v => v.zoomed(1))
    else if (e.key === '-' || e.key === '_') go(map, v => v.zoomed(-1))
    else if (e.key === '0') go(map, () => host.home())
    else if (e.key === 'Enter') host.open()
    else if (e.key === 'Escape') host.close()
    else return
    e.preventDefault()
  })
}
