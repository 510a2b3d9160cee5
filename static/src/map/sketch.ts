import type { Polygon } from 'geojson'
import { TerraDraw, TerraDrawModeUndoRedo, TerraDrawPolygonMode, TerraDrawSelectMode, TerraDrawSessionUndoRedo } from 'terra-draw'
import { roundCorner } from '../explorer/shape-code.ts'
import type { Position } from '../geo/position.ts'
import type { Atlas } from './create.ts'
import { SketchOverlay } from './sketch-overlay.ts'

/** What the sketch tool tells. */
export interface SketchHost {
  /** The corners changed; settled is false while the shape is being drawn or a corner dragged. */
  changed(corners: Position[], settled: boolean): void
}

/**
 * One shape, drawn and changed with Terra Draw. A corner is added by click or tap, or at the middle of the map (keyboard, phones);
 * Terra Draw sees the latter as a pointer there, so that both ways can be mixed in one shape.
 */
export class Sketch {
  private draw: TerraDraw | undefined
  private polygon = new TerraDrawPolygonMode()
  private kept: Position[] | undefined
  private told = '' // the corners that the host knows of
  private quiet = false // while this class itself changes what Terra Draw holds

  constructor(private readonly atlas: Atlas, private readonly host: SketchHost) {
    atlas.map.on('style.load', () => this.restart())
  }

  get drawing(): boolean {
    return this.draw?.enabled === true && this.draw.getMode() === 'polygon'
  }

  /** The corners so far, each once. While drawing the one under the pointer is left out. */
  corners(): Position[] {
    const ring = (this.feature()?.geometry.coordinates[0] ?? []) as Position[]
    return once(this.drawing ? ring.slice(0, this.polygon.undoSize()) : ring.slice(0, -1))
  }

  start(): void {
    this.clear()
    this.tool().setMode('polygon')
  }

  /** Shows a finished shape with its corners ready to be moved. */
  set(corners: Position[]): void {
    const draw = this.tool()
    this.quiet = true
    draw.setMode('select')
    draw.clear()
    const [added] = draw.addFeatures([{ type: 'Feature', properties: { mode: 'polygon' }, geometry: { type: 'Polygon', coordinates: [[...corners, corners[0]!]] } }])
    if (added?.valid && added.id !== undefined) draw.selectFeature(added.id)
    this.quiet = false
    this.kept = corners
    this.told = String(corners)
  }

  /** Closes the shape with the corners there are; false where they are fewer than three. */
  finish(): boolean {
    const corners = this.corners()
    if (corners.length < 3) return false
    this.set(corners)
    this.host.changed(corners, true)
    return true
  }

  /** Terra Draw has closed the shape, by a click on its first or last corner. */
  private close(): void {
    const corners = once((this.feature()?.geometry.coordinates[0] ?? []).slice(0, -1) as Position[])
    queueMicrotask(() => {
      this.set(corners)
      this.host.changed(corners, true)
    })
  }

  /** Adds a corner at the middle of the map. */
  addAtCentre(): void {
    const canvas = this.atlas.map.getCanvas()
    const box = canvas.getBoundingClientRect()
    const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2, bubbles: true, isPrimary: true, pointerId: 1, pointerType: 'mouse' }
    for (const [type, button, buttons] of [['pointermove', -1, 0], ['pointerdown', 0, 1], ['pointerup', 0, 0]] as const) {
      canvas.dispatchEvent(new PointerEvent(type, { ...at, button, buttons }))
    }
    if (this.drawing) this.tell(false) // Terra Draw counts the corner after it has told of the change, and no pointer moves on
  }

  undo(): void {
    this.draw?.undo()
    this.tell(!this.drawing)
  }

  redo(): void {
    this.draw?.redo()
    this.tell(!this.drawing)
  }

  clear(): void {
    this.kept = undefined
    this.told = ''
    if (!this.draw?.enabled) return
    this.quiet = true
    this.draw.setMode('static')
    this.draw.clear()
    this.draw.clearUndoRedoHistory()
    this.quiet = false
  }

  private feature() {
    const found = this.draw?.getSnapshot().find(f => f.geometry.type === 'Polygon')
    return found as { geometry: Polygon } | undefined
  }

  private tell(settled: boolean): void {
    if (this.quiet) return
    const corners = this.corners()
    if (!this.drawing) this.kept = corners.length ? corners : undefined
    if (!settled && String(corners) === this.told) return // the pointer moved, and no corner
    this.told = String(corners)
    this.host.changed(corners, settled)
  }

  /** A new style has other colours. */
  private restart(): void {
    if (!this.draw) return
    const kept = this.drawing ? this.corners() : this.kept
    this.draw.stop()
    this.draw = undefined
    if (kept && kept.length >= 3) this.set(kept)
  }

  private tool(): TerraDraw {
    if (this.draw) return this.draw
    const c = (name: string) => (this.atlas.look().colours[name] ?? '#000000') as `#${string}`
    const [ink, paper] = [c('draft'), c('surface')]
    this.polygon = new TerraDrawPolygonMode({
      pointerDistance: 16,
      keyEvents: null, // the map's own keys: Enter adds a corner here
      showCoordinatePoints: true,
      styles: {
        fillColor: ink, fillOpacity: .07, outlineColor: ink, outlineWidth: 3.6,
        closingPointColor: paper, closingPointWidth: 6.5, closingPointOutlineColor: ink, closingPointOutlineWidth: 3,
        coordinatePointColor: paper, coordinatePointWidth: 6.5, coordinatePointOutlineColor: ink, coordinatePointOutlineWidth: 3,
      },
    })
    const select = new TerraDrawSelectMode({
      pointerDistance: 20,
      keyEvents: null,
      allowManualDeselection: false,
      flags: { polygon: { feature: { draggable: false, selfIntersectable: true, coordinates: { midpoints: true, draggable: true, deletable: true } } } },
      styles: {
        selectedPolygonColor: ink, selectedPolygonFillOpacity: .07, selectedPolygonOutlineColor: ink, selectedPolygonOutlineWidth: 3.6,
        selectionPointColor: paper, selectionPointWidth: 6.5, selectionPointOutlineColor: ink, selectionPointOutlineWidth: 3,
        midPointColor: paper, midPointWidth: 3.5, midPointOutlineColor: ink, midPointOutlineWidth: 2,
      },
    })
    this.draw = new TerraDraw({
      adapter: new SketchOverlay(this.atlas.map, c('halo')),
      modes: [this.polygon, select],
      undoRedo: { modeLevel: new TerraDrawModeUndoRedo(), sessionLevel: new TerraDrawSessionUndoRedo() },
    })
    this.draw.start()
    // Terra Draw counts a corner only after it has told of it
    this.draw.on('change', () => this.quiet || queueMicrotask(() => this.tell(false)))
    this.draw.on('finish', (_, context) => {
      if (context.mode === 'polygon') this.close()
      else this.tell(true)
    })
    return this.draw
  }
}

/** Corners as an address holds them, without repeats. */
function once(corners: Position[]): Position[] {
  return corners.map(roundCorner).filter((c, i, all) => i === 0 || c[0] !== all[i - 1]?.[0] || c[1] !== all[i - 1]?.[1])
}
