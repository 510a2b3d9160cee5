import type { MapLibreMap } from 'maplibre-gl'
import { TerraDrawExtend, type SetCursor, type TerraDrawChanges, type TerraDrawStylingFunction } from 'terra-draw'
import { svg } from '../ui/html.ts'

type Drawn = TerraDrawChanges['created'][number]
type Style = ReturnType<TerraDrawStylingFunction[string]>

/**
 * Draws for Terra Draw over the map, in an SVG of its own: while a corner moves the map below stands still. A frame of the map with
 * thousands of homes takes longer than the answer to what is inside.
 */
export class SketchOverlay extends TerraDrawExtend.TerraDrawBaseAdapter {
  private readonly over = svg('<svg class="sketch" aria-hidden="true"></svg>')
  private drawn: [Drawn, Style][] = []
  private asked = 0
  private corner: { left: number; top: number } | undefined // of the map in the window, once it has been looked up
  private readonly redraw = () => this.draw()
  private readonly moved = () => { this.corner = undefined }

  /** @param casing the colour that keeps the outline apart from what lies below */
  constructor(private readonly map: MapLibreMap, private readonly casing: string) {
    super({ coordinatePrecision: 6 })
  }

  override register(callbacks: Parameters<TerraDrawExtend.TerraDrawBaseAdapter['register']>[0]): void {
    super.register(callbacks)
    this.map.getCanvasContainer().append(this.over)
    this.map.on('move', this.redraw)
    this.map.on('resize', this.redraw)
    this.map.on('resize', this.moved)
    addEventListener('scroll', this.moved, { capture: true, passive: true })
    callbacks.onReady?.()
  }

  override unregister(): void {
    super.unregister()
    cancelAnimationFrame(this.asked)
    this.map.off('move', this.redraw)
    this.map.off('resize', this.redraw)
    this.map.off('resize', this.moved)
    removeEventListener('scroll', this.moved, { capture: true })
    this.over.remove()
  }

  getMapEventElement(): HTMLElement {
    return this.map.getCanvas()
  }

  getLngLatFromEvent(event: PointerEvent | MouseEvent): { lng: number; lat: number } {
    const { containerX, containerY } = this.getMapElementXYPosition(event)
    return this.unproject(containerX, containerY)
  }

  /** Where the map lies is looked up once: asked at every move of the pointer, it has the figures that changed meanwhile laid out at once. */
  override getMapElementXYPosition(event: PointerEvent | MouseEvent): { containerX: number; containerY: number } {
    this.corner ??= this.map.getContainer().getBoundingClientRect()
    return { containerX: event.clientX - this.corner.left, containerY: event.clientY - this.corner.top }
  }

  project(lng: number, lat: number): { x: number; y: number } {
    const { x, y } = this.map.project([lng, lat])
    return { x, y }
  }

  unproject(x: number, y: number): { lng: number; lat: number } {
    const { lng, lat } = this.map.unproject([x, y])
    return { lng, lat }
  }

  setCursor(cursor: Parameters<SetCursor>[0]): void {
    this.map.getCanvas().style.cursor = cursor === 'unset' ? '' : cursor
  }

  setDraggability(enabled: boolean): void {
    this.map.dragPan[enabled ? 'enable' : 'disable']()
  }

  setDoubleClickToZoom(enabled: boolean): void {
    this.map.doubleClickZoom[enabled ? 'enable' : 'disable']()
  }

  render(changes: TerraDrawChanges, styling: TerraDrawStylingFunction): void {
    this.drawn = [...changes.created, ...changes.updated, ...changes.unchanged]
      .map((f): [Drawn, Style] => [f, styling[String(f.properties['mode'])]!(f)])
      .sort(([, a], [, b]) => a.zIndex - b.zIndex)
    cancelAnimationFrame(this.asked)
    this.asked = requestAnimationFrame(this.redraw)
  }

  clear(): void {
    this._currentModeCallbacks?.onClear()
    this.drawn = []
    this.draw()
  }

  private draw(): void {
    this.over.innerHTML = this.drawn.map(([f, style]) => this.markup(f, style)).join('')
  }

  private markup({ geometry }: Drawn, s: Style): string {
    if (geometry.type === 'Point') {
      const { x, y } = this.project(geometry.coordinates[0]!, geometry.coordinates[1]!)
      return `<circle cx="${x}" cy="${y}" r="${s.pointWidth + s.pointOutlineWidth / 2}" fill="${s.pointColor}" stroke="${s.pointOutlineColor}" stroke-width="${s.pointOutlineWidth}"/>`
    }
    if (geometry.type !== 'Polygon') return ''
    const ring = (geometry.coordinates[0] ?? []).map(c => this.project(c[0]!, c[1]!))
    const d = `M${ring.map(({ x, y }) => `${x} ${y}`).join('L')}Z`
    return `<path d="${d}" fill="${s.polygonFillColor}" fill-opacity="${s.polygonFillOpacity}" stroke="${this.casing}" stroke-width="${s.polygonOutlineWidth + 4}" stroke-linejoin="round"/>`
      + `<path d="${d}" fill="none" stroke="${s.polygonOutlineColor}" stroke-width="${s.polygonOutlineWidth}" stroke-linejoin="round"/>`
  }
}
