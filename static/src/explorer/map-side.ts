import type { MapMouseEvent } from 'maplibre-gl'
import type { Box, Position } from '../geo/position.ts'
import { createMap, stillness, type Atlas } from '../map/create.ts'
import { cellAt, hitAt, type Hit } from '../map/features.ts'
import { Focus } from '../map/focus.ts'
import { tellIdle, wireFurniture, wireLocate, wireZoom } from '../map/furniture.ts'
import { wireKeyboard } from '../map/keyboard.ts'
import { wireLegend } from '../map/legend.ts'
import type { Sketch } from '../map/sketch.ts'
import { HOME_MIN_ZOOM } from '../map/zooms.ts'
import { must } from '../ui/html.ts'
import { showKeys } from '../ui/keys.dialog.ts'
import { currentTheme, onThemeChange } from '../ui/theme-switch.ts'
import type { Address, Look } from './address.ts'
import type { Explorer } from './explorer.ts'
import { LayerSwitches } from './layers.ts'
import type { Here, ShownMap } from './shown-map.ts'
import { Toolbar } from './toolbar.ts'
import { watchTiles } from './tiles-failed.ts'

/** Makes the map and joins it to the explorer. */
export async function bringMap(explorer: Explorer): Promise<void> {
  const stage = explorer.stage
  const heading = document.querySelector('#overview-title')?.textContent ?? 'this place'
  const atlas = await createMap(must('[data-canvas]', stage), {
    styleUrl: '/styles/overlay.json',
    theme: currentTheme(),
    name: `Map of ${heading}`,
    bounds: explorer.bounds(),
    look: explorer.store.now.look,
    exact: explorer.store.now.exact ? { where: '' } : undefined,
  })
  explorer.join(new MapSide(explorer, atlas))
}

/** Room at the edges for what stands on the map: toolbar above, legend below. */
function clearOfFurniture(): { top: number; bottom: number; left: number; right: number } {
  return matchMedia('(max-width: 720px)').matches ? { top: 70, bottom: 34, left: 16, right: 16 } : { top: 84, bottom: 136, left: 40, right: 40 }
}

/** The map of the explorer, as the panel uses it. */
export class MapSide implements ShownMap {
  readonly focus: Focus
  private readonly layers: LayerSwitches
  private readonly toolbar: Toolbar
  private readonly crosshair = must('[data-crosshair]')
  private sketch: Sketch | undefined
  private pressed = { x: 0, y: 0 } // where on the screen the pointer went down
  private steering = false // while the address moves the map, not the reader

  constructor(private readonly explorer: Explorer, private readonly atlas: Atlas) {
    const { map } = atlas
    const { stage, store } = explorer
    this.focus = new Focus(atlas)
    this.layers = new LayerSwitches(atlas, on => store.replace({ layers: on }))
    this.toolbar = new Toolbar(must('[data-toolbar]', stage), this.layers, {
      draw: () => (this.sketch?.drawing ? explorer.leave() : this.draw()),
      undo: () => this.sketch?.undo(), redo: () => this.sketch?.redo(), clear: () => explorer.leave(),
    })
    tellIdle(map)
    wireFurniture(map, must('.at', stage))
    wireZoom(map, must('[data-zoom]', stage))
    const legend = wireLegend(map, must('[data-legend]', stage), () => atlas.look(), () => [...(this.sketch?.corners().length ? ['shape'] : []), ...(this.focus.shades ? ['shaded'] : [])])
    map.on('idle', () => document.body.classList.toggle('shades', this.focus.shades))
    map.on('style.load', () => { this.layers.apply(store.now.layers); legend() })
    onThemeChange(theme => void atlas.retheme(theme))
    watchTiles(map, must('[data-failed]', stage))
    this.wireCanvas()
    map.on('moveend', () => this.moved())
    map.on('click', event => this.clicked(event))
    this.wireCursor()
    wireLocate(must('[data-locate]', stage), at => this.goTo(undefined, at), words => explorer.announce(words))
  }

  /** Follows the address. */
  show(now: Address): void {
    this.layers.apply(now.layers)
    if (now.list) return
    const { map } = this.atlas
    this.steering = true
    map.resize() // ends with a "moveend" of its own
    this.steering = false
    const c = map.getCenter()
    const l = now.look
    if (l && (Math.abs(l.lon - c.lng) > 2e-5 || Math.abs(l.lat - c.lat) > 2e-5 || Math.abs(l.zoom - map.getZoom()) > 0.02)) {
      this.steering = true
      map.jumpTo({ center: [l.lon, l.lat], zoom: l.zoom })
      this.steering = false
      this.explorer.moved()
    }
  }

  look(): Look {
    const { lng, lat } = this.atlas.map.getCenter()
    return { zoom: this.atlas.map.getZoom(), lat, lon: lng }
  }

  box(): Box {
    const b = this.atlas.map.getBounds()
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]
  }

  /** Moves to a box or a point. */
  goTo(box: Box | undefined, at: Position): void {
    const animate = !stillness.matches
    if (box && box[0] < box[2]) this.atlas.map.fitBounds(box, { padding: clearOfFurniture(), maxZoom: 16.5, animate, duration: 600 })
    else this.atlas.map.easeTo({ center: at, zoom: Math.max(this.atlas.map.getZoom(), 16), animate, duration: 600 })
  }

  /** Moves so that a box is seen and fills a good part of the map, unless it does. */
  reveal(box: Box): void {
    const seen = this.box()
    const inside = box[0] >= seen[0] && box[1] >= seen[1] && box[2] <= seen[2] && box[3] <= seen[3]
    const small = box[0] < box[2] && Math.max((box[2] - box[0]) / (seen[2] - seen[0]), (box[3] - box[1]) / (seen[3] - seen[1])) < 0.45
    if (!inside || small) this.goTo(box, [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
  }

  sketching(): boolean {
    return this.sketch?.drawing === true
  }

  async draw(): Promise<void> {
    const sketch = await this.tool()
    this.explorer.startSketch()
    this.focus.show(undefined)
    sketch.start()
    this.toolbar.show(true, false)
    this.aim()
    if (!matchMedia('(max-width: 720px)').matches) this.atlas.map.getCanvas().focus({ preventScroll: true })
    this.explorer.announce('Drawing. Click corners on the map, or move it under the cross with the arrow keys and add a corner with Enter.')
  }

  /** Shows a shape with its corners to be moved; told: the explorer hears of it as of a change by hand. */
  async editShape(corners: Position[], told = false): Promise<void> {
    const sketch = await this.tool()
    if (String(sketch.corners()) !== String(corners)) sketch.set(corners)
    this.toolbar.show(false, true)
    this.aim()
    this.revealCorners(corners)
    if (told) this.explorer.sketched(corners, true, false)
  }

  addCorner(): void {
    this.sketch?.addAtCentre()
  }

  finishSketch(): void {
    this.sketch?.finish()
  }

  endSketch(): void {
    this.sketch?.clear()
    this.atlas.map.triggerRepaint() // the legend follows what the map draws
    this.toolbar.show(false, false)
    this.aim()
  }

  /** What the tiles say of a place, once it is drawn. */
  async homesAt(at: Position): Promise<Here> {
    const { map } = this.atlas
    if (!this.box().every((n, i) => (i < 2 ? n <= at[i]! : n >= at[i - 2]!)) || map.getZoom() < HOME_MIN_ZOOM) {
      map.jumpTo({ center: at, zoom: Math.max(map.getZoom(), 16) })
    }
    if (!map.loaded() || !map.areTilesLoaded()) await map.once('idle') // a source that is not there yet has no tiles to wait for
    const { x, y } = map.project(at)
    const hit = hitAt(map, x, y, 4)
    return { homes: hit?.kind === 'home' ? hit.properties : undefined, cell: cellAt(map, x, y) }
  }

  private async tool(): Promise<Sketch> {
    if (this.sketch) return this.sketch
    const { Sketch } = await import('../map/sketch.ts')
    this.sketch ??= new Sketch(this.atlas, {
      changed: (corners, settled) => {
        const drawing = this.sketching() && !settled
        this.explorer.sketched(corners, settled, drawing)
        this.toolbar.show(drawing, !drawing)
        this.aim()
      },
    })
    return this.sketch
  }

  /** The cross stands in the middle while corners can be added there. */
  private aim(): void {
    const keys = document.activeElement === this.atlas.map.getCanvas()
    this.crosshair.hidden = !this.sketching() || !(keys || matchMedia('(max-width: 720px), (pointer: coarse)').matches)
    this.toolbar.tip(this.sketching() ? 'drawing' : this.sketch?.corners().length ? 'editing' : undefined)
  }

  private revealCorners(corners: Position[]): void {
    const [lons, lats] = [corners.map(c => c[0]), corners.map(c => c[1])]
    const box: Box = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
    const seen = this.box()
    if (box[2] < seen[0] || box[0] > seen[2] || box[3] < seen[1] || box[1] > seen[3]) this.goTo(box, corners[0]!)
  }

  private moved(): void {
    if (!this.steering) this.explorer.store.replace({ look: this.look() })
    this.explorer.moved()
  }

  private clicked(event: MapMouseEvent): void {
    const { x, y } = this.pressed
    const dragged = Math.hypot(event.originalEvent.clientX - x, event.originalEvent.clientY - y) > 4 // a corner, which the sketch tool moved
    if (this.sketching() || dragged) return
    this.openHit(hitAt(this.atlas.map, event.point.x, event.point.y), event.point)
  }

  /** Opens what was hit; where that is an open area or nothing, what is told of the cell at the point. */
  private openHit(hit: Hit | undefined, point: { x: number; y: number }): void {
    const { shape, area } = this.explorer.store.now
    if (hit?.kind === 'home') this.explorer.choose({ at: hit.at, shape, area })
    else if (hit?.kind === 'asset') this.explorer.choose({ asset: hit.ref, shape })
    else if (shape) return
    else if (hit && hit.ref !== area) this.explorer.choose({ area: hit.ref })
    else if (cellAt(this.atlas.map, point.x, point.y)) {
      const { lng, lat } = this.atlas.map.unproject([point.x, point.y])
      this.explorer.choose({ at: [lng, lat], area })
    }
  }

  private wireCanvas(): void {
    const { map } = this.atlas
    const canvas = map.getCanvas()
    canvas.setAttribute('role', 'application')
    canvas.setAttribute('aria-label', `Map of ${document.querySelector('#overview-title')?.textContent ?? 'this place'}. Press question mark for its keys.`)
    canvas.setAttribute('aria-describedby', 'overview-title')
    addEventListener('pointerdown', event => (this.pressed = { x: event.clientX, y: event.clientY }), true)
    canvas.addEventListener('focus', () => this.aim())
    canvas.addEventListener('blur', () => this.aim())
    wireKeyboard(map, {
      drawing: () => this.sketching(),
      stepped: hit => {
        this.focus.ringAt(hit.at)
        const p = map.project(hit.at)
        const [w, h] = [canvas.clientWidth, canvas.clientHeight]
        if (p.x < 60 || p.y < 60 || p.x > w - 60 || p.y > h - 60) map.easeTo({ center: hit.at, animate: !stillness.matches })
        this.explorer.announce(hit.kind === 'home' ? `Homes: ${Number(hit.properties['count'])}. Enter opens them.` : `${hit.name}. Enter opens it.`)
      },
      enter: hit => {
        if (this.sketching()) return this.addCorner()
        const [x, y] = [canvas.clientWidth / 2, canvas.clientHeight / 2]
        this.openHit(hit ?? hitAt(map, x, y, 12), { x, y })
      },
      escape: () => {
        this.focus.ringAt(undefined)
        const { area, asset, at, shape } = this.explorer.store.now
        if (this.sketching() || area || asset || at || shape) this.explorer.leave()
        canvas.focus()
      },
      backspace: () => this.sketching() && this.sketch?.undo(),
      reset: () => {
        const all = this.explorer.bounds()
        if (all) map.fitBounds(all, { padding: 24, animate: !stillness.matches })
      },
      help: () => showKeys(),
    })
  }

  private wireCursor(): void {
    const { map } = this.atlas
    let asked = 0
    map.on('mousemove', event => {
      cancelAnimationFrame(asked)
      if (event.originalEvent.buttons) return // what is dragged has its own
      asked = requestAnimationFrame(() => {
        if (!this.sketching() && !map.isMoving()) map.getCanvas().style.cursor = hitAt(map, event.point.x, event.point.y, 4) ? 'pointer' : ''
      })
    })
  }
}
