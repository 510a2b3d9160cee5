import type { Geometry } from 'geojson'
import type { Position } from '../geo/position.ts'
import type { Atlas } from '../map/create.ts'
import { View } from '../map/view.ts'
import { inFrame, notInFrame } from '../ui/frame.ts'
import { ringAt } from './change.ts'
import type { Mark, Preview } from './on-the-map.ts'
import { NOTHING, type CornerPath, type Drawn, type Edge, type Ring } from './drawn.ts'
import { handlesIn, type Handle } from './handles.ts'
import { LandPicture, WholePicture, WindowPicture } from './picture.ts'
import { windowAround, type PixelBox } from './window.ts'

/** What is to be seen above the map. */
export interface Scene {
  readonly drawn: Drawn
  readonly selected: CornerPath | undefined
  readonly rubber: Position | undefined // where the next corner would be: the end of the line to the pointer
  readonly snap: Position | undefined // a place that the pointer snaps to
  readonly bands: readonly Edge[] // edges that lie on an edge of a boundary
  readonly marks: readonly Mark[]
  readonly preview: Preview | undefined
  readonly readOnly: boolean
  readonly moving: boolean // the selected corner is being dragged
}

export const EMPTY_SCENE: Scene = { drawn: NOTHING, selected: undefined, rubber: undefined, snap: undefined, bands: [], marks: [], preview: undefined, readOnly: false, moving: false }

// From below to above.
const LAND = ['noted', 'overlap', 'gap', 'lost', 'gained'] as const // in a picture of its own: hatching is slow to paint, and stays where it is while the outline moves
const LAYERS = [
  'fill', 'casing', 'unfinished-casing', 'band', 'line', 'guess', 'unfinished', 'rubber', 'after', 'line-mark', 'place',
  'middles', 'corners', 'first', 'selected-casing', 'selected-ring', 'selected', 'cross-casing', 'cross', 'snap',
] as const
const MARKS = ['after', 'line-mark', 'place', 'cross-casing', 'cross'] as const // come with a verdict, anywhere

type Layer = (typeof LAYERS)[number]

const PATTERNS = `<defs>${[['overlap', 'M-2 10 10-2M2 14 14 2'], ['gap', 'M-2 2 10 14M2-2 14 10'], ['gained', 'M-2 10 10-2M2 14 14 2']]
  .map(([name, d]) => `<pattern id="board-${name}" width="8" height="8" patternUnits="userSpaceOnUse"><path class="hatch-${name}" d="${d}"/></pattern>`).join('')}</defs>`

/**
 * Draws what is drawn in pictures over the map: while a corner moves the map below stands still, and so does the picture of the whole, but for the window
 * around the corner, which has a picture of its own. To paint all of a long outline with each step is too slow without a graphics card.
 */
export class Overlay {
  /** What can be grabbed, as it was drawn last. */
  handles: readonly Handle[] = []
  /** Whether there are corners in view, and none that can be grabbed. */
  crowded = false
  private readonly texts = new Map<Layer, string>() // paths as they are to be seen
  private readonly land = new LandPicture(LAND, PATTERNS)
  private readonly whole = new WholePicture<Layer>(LAYERS)
  private readonly window = new WindowPicture<Layer>(LAYERS)
  private opened: { readonly box: PixelBox; readonly view: View; readonly handles: number } | undefined // while a corner is dragged
  private readonly strokes = new WeakMap<Ring, { view: View; text: string }>()
  private readonly marked = new WeakMap<Geometry, { view: View; polygons: string; lines: string }>()
  private scene = EMPTY_SCENE
  private view: View | undefined
  private drawnMarks: { marks: readonly Mark[]; view: View } | undefined
  private readonly paint = () => this.draw()

  constructor(private readonly atlas: Atlas) {
    const { map } = atlas
    map.getCanvasContainer().append(this.land.element, this.whole.element, this.window.element)
    map.on('move', this.paint)
    map.on('resize', this.paint)
  }

  /** Shows another scene with the next frame. */
  show(scene: Partial<Scene>): void {
    this.scene = { ...this.scene, ...scene }
    inFrame(this.paint)
  }

  /** How places lie on the screen now. */
  now(): View {
    const view = View.of(this.atlas.map, this.view)
    if (!view.same(this.view)) this.view = view
    return this.view!
  }

  private draw(): void {
    notInFrame(this.paint)
    const view = this.now()
    const { drawn, selected, rubber, snap, bands, preview, readOnly } = this.scene
    const closed = drawn.parts.flatMap(p => [p.outline, ...p.holes])
    const outline = closed.map(ring => this.stroke(ring, view, true)).join('')
    const corners = drawn.unfinished?.corners ?? []
    const unfinished = this.stroke(corners, view, false)
    this.handles = readOnly ? [] : handlesIn(drawn, view, selected)
    this.crowded = !readOnly && this.handles.length === 0 && closed.some(ring => ring.some(at => view.shows(...view.xy(at))))
    this.texts.set('fill', outline)
    this.texts.set('casing', outline)
    this.texts.set('line', outline)
    this.texts.set('band', edges(bands, view))
    this.texts.set('guess', edges(drawn.approximate, view))
    this.texts.set('unfinished-casing', unfinished)
    this.texts.set('unfinished', unfinished)
    this.texts.set('rubber', rubber ? lineTo(corners, rubber, view) : '')
    this.texts.set('middles', readOnly ? '' : this.handles.filter(h => h.kind === 'middle').map(h => circle(h.x, h.y, 3.6)).join(''))
    this.texts.set('corners', readOnly ? '' : this.handles.filter(h => h.kind === 'corner').map(h => circle(h.x, h.y, 6.5)).join(''))
    this.texts.set('first', corners.length >= 3 ? circle(...view.xy(corners[0]!), 10) : '')
    this.drawSelected(view)
    this.texts.set('snap', snap ? circle(...view.xy(snap), 11) : '')
    this.land.show('gained', [polygons(preview?.gained ?? undefined, view)])
    this.land.show('lost', [polygons(preview?.lost ?? undefined, view)])
    this.texts.set('after', polygons(preview?.geometry ?? undefined, view))
    this.drawMarks(view)
    this.showPictures(view)
  }

  private showPictures(view: View): void {
    const box = this.moves(view)
    if (!box) {
      if (this.opened) this.whole.leaveOut(undefined, view.width, view.height)
      if (this.opened) this.window.open(undefined)
      this.opened = undefined
      return this.whole.show(this.texts)
    }
    const still = this.opened?.box === box && this.opened.view === view && this.opened.handles === this.handles.length
    if (!still) {
      this.opened = { box, view, handles: this.handles.length }
      this.whole.leaveOut(box, view.width, view.height)
      this.window.open(box)
    }
    this.whole.show(this.texts, still ? MARKS : LAYERS)
    this.window.show(this.texts)
  }

  /** The window in which a corner is being dragged. */
  private moves(view: View): PixelBox | undefined {
    const { drawn, selected, moving } = this.scene
    const ring = moving && selected && ringAt(drawn, selected)
    if (!ring) return undefined
    const n = ring.length
    const places = [-1, 0, 1].map(by => view.xy(ring[(selected.corner + by + n) % n]!))
    return windowAround(places, this.opened?.view === view ? this.opened.box : undefined)
  }

  private drawSelected(view: View): void {
    const { drawn, selected } = this.scene
    const at = selected && ringAt(drawn, selected)[selected.corner]
    this.texts.set('selected-casing', at ? circle(...view.xy(at), 16.5) : '')
    this.texts.set('selected-ring', at ? circle(...view.xy(at), 14) : '')
    this.texts.set('selected', at ? circle(...view.xy(at), 8) : '')
  }

  private drawMarks(view: View): void {
    const { marks } = this.scene
    const { drawnMarks: before } = this
    if (before?.marks === marks && before.view === view) return
    this.drawnMarks = { marks, view }
    const grave = marks.filter(m => m.level !== 'note')
    const of = (...kinds: Mark['kind'][]) => grave.filter(m => kinds.includes(m.kind)).map(m => this.mark(m.where, view).polygons)
    this.land.show('noted', marks.filter(m => m.level === 'note').map(m => this.mark(m.where, view).polygons))
    this.land.show('overlap', of('overlap', 'outside'))
    this.land.show('gap', of('gap', 'other', 'crossing'))
    this.texts.set('line-mark', marks.map(m => this.mark(m.where, view).lines).join(''))
    const crosses = marks.filter(m => m.kind === 'crossing').flatMap(m => points(m.where)).map(at => cross(...view.xy(at))).join('')
    this.texts.set('cross-casing', crosses)
    this.texts.set('cross', crosses)
    this.texts.set('place', marks.filter(m => m.kind !== 'crossing').flatMap(m => points(m.where)).map(at => circle(...view.xy(at), 12)).join(''))
  }

  /** The strokes of a mark; those of one that did not change are kept while the map stands still. */
  private mark(where: Geometry, view: View): { polygons: string; lines: string } {
    const kept = this.marked.get(where)
    if (kept?.view === view) return kept
    const made = { view, polygons: polygons(where, view), lines: lines(where, view) }
    this.marked.set(where, made)
    return made
  }

  /** The strokes of a ring; those of a ring that did not change are kept while the map stands still. */
  private stroke(ring: Ring, view: View, closed: boolean): string {
    const kept = this.strokes.get(ring)
    if (kept?.view === view) return kept.text
    const text = strokes(ring, view, closed)
    this.strokes.set(ring, { view, text })
    return text
  }
}

/** Lines through corners; corners on the same pixel as the one before are left out. */
function strokes(ring: readonly Position[], view: View, closed: boolean): string {
  let text = ''
  let [px, py] = [NaN, NaN]
  for (const at of ring) {
    const [x, y] = view.xy(at)
    if (Math.abs(x - px) < 0.7 && Math.abs(y - py) < 0.7) continue
    text += `${text ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`
    ;[px, py] = [x, y]
  }
  return text && closed ? `${text}Z` : text
}

function edges(list: readonly Edge[], view: View): string {
  return list.map(edge => strokes(edge, view, false)).join('')
}

function lineTo(corners: Ring, end: Position, view: View): string {
  const last = corners.at(-1)
  return last ? strokes([last, end], view, false) : ''
}

function circle(x: number, y: number, r: number): string {
  return `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`
}

function cross(x: number, y: number): string {
  return `M${x - 7} ${y - 7}l14 14m0-14l-14 14`
}

/** The rings of the polygons in a geometry: outlines one way round and holes the other, so that land that two marks cover is filled (nonzero). */
function polygons(geometry: Geometry | undefined, view: View): string {
  if (geometry?.type === 'GeometryCollection') return geometry.geometries.map(g => polygons(g, view)).join('')
  const parts = geometry?.type === 'Polygon' ? [geometry.coordinates] : geometry?.type === 'MultiPolygon' ? geometry.coordinates : []
  return parts.map(rings => rings.map((ring, i) => strokes(wound(ring as Position[], i === 0), view, true)).join('')).join('')
}

/** A ring that runs against the clock, or with it. */
function wound(ring: readonly Position[], against: boolean): readonly Position[] {
  const twice = ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length]!
    return sum + x * ny - nx * y
  }, 0)
  return twice > 0 === against ? ring : ring.toReversed()
}

function lines(geometry: Geometry, view: View): string {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.map(g => lines(g, view)).join('')
  const all = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.type === 'MultiLineString' ? geometry.coordinates : []
  return all.map(line => strokes(line as Position[], view, false)).join('')
}

function points(geometry: Geometry): Position[] {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(points)
  return (geometry.type === 'Point' ? [geometry.coordinates] : geometry.type === 'MultiPoint' ? geometry.coordinates : []) as Position[]
}
