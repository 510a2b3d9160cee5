import type { MapLibreMap } from 'maplibre-gl'
import type { Box, Position } from '../geo/position.ts'
import { stillness } from '../map/create.ts'

const EDGE = 40 // pixels: what lies nearer to the edge of the map is brought in

/** Where the map looks. */
export class Camera {
  constructor(private readonly map: MapLibreMap) {}

  get zoom(): number {
    return this.map.getZoom()
  }

  /** What is seen. */
  get box(): Box {
    const b = this.map.getBounds()
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]
  }

  /** The place under the cross. */
  get middle(): Position {
    const canvas = this.map.getCanvas()
    const { lng, lat } = this.map.unproject([canvas.clientWidth / 2, canvas.clientHeight / 2])
    return [lng, lat]
  }

  /** Shows a box clear of what stands on the map; nothing where there is none. */
  goTo(box: Box | undefined): void {
    if (!box) return
    const legend = this.map.getContainer().parentElement?.querySelector<HTMLElement>('[data-legend]')?.offsetHeight ?? 0
    const bottom = Math.min(Math.max(110, legend + 60), this.map.getCanvas().clientHeight / 3)
    const padding = matchMedia('(max-width: 720px)').matches ? { top: 132, bottom: 46, left: 24, right: 24 } : { top: 84, bottom, left: 60, right: 60 }
    this.map.fitBounds(box, { padding, maxZoom: 18, animate: !stillness.matches, duration: 500 })
  }

  /** Brings a place into view, where it is not. */
  reveal(at: Position): void {
    const { x, y } = this.map.project(at)
    const canvas = this.map.getCanvas()
    if (x >= EDGE && y >= EDGE && x <= canvas.clientWidth - EDGE && y <= canvas.clientHeight - EDGE) return
    this.map.easeTo({ center: at, animate: !stillness.matches, duration: 300 })
  }

  /** Whether a place lies within some pixels of the cross. */
  isNearMiddle(at: Position, pixels: number): boolean {
    const { x, y } = this.map.project(at)
    const canvas = this.map.getCanvas()
    return Math.hypot(x - canvas.clientWidth / 2, y - canvas.clientHeight / 2) <= pixels
  }
}
