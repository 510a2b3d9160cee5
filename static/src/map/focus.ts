import type { Geometry } from 'geojson'
import { Marker, type ExpressionSpecification, type GeoJSONSource } from 'maplibre-gl'
import type { Position } from '../geo/position.ts'
import { el } from '../ui/html.ts'
import type { Atlas } from './create.ts'
import { OUTLINES, type Outline } from './outline.ts'
import { HOME_MIN_ZOOM } from './zooms.ts'

const MOST_CORNERS = 2000 // past that, telling inside from outside for each symbol costs more than it says

/** The boundary that is asked about: drawn above the others, homes outside it pale; and the places that are pointed out. */
export class Focus {
  private shape: Geometry | undefined
  private outline: Outline | undefined
  private ring: Marker | undefined
  private fault: Marker | undefined
  private shaded: string[] = []

  constructor(private readonly atlas: Atlas) {
    atlas.map.on('style.load', () => this.draw())
    if (atlas.map.isStyleLoaded()) this.draw()
  }

  /** @param outline how the outline is drawn here; the sketch tool draws its own */
  show(shape: Geometry | undefined, outline?: Outline): void {
    ;[this.shape, this.outline] = [shape, outline]
    this.draw()
  }

  /** Rings a place, as the one that was opened or stepped to. */
  ringAt(at: Position | undefined): void {
    this.ring?.remove()
    this.ring = at && new Marker({ element: el('div', { class: 'ring' }) }).setLngLat(at).addTo(this.atlas.map)
  }

  /** Marks a place where a shape is wrong. */
  faultAt(at: Position | undefined): void {
    this.fault?.remove()
    this.fault = at && new Marker({ element: el('div', { class: 'fault', role: 'img', 'aria-label': 'Here the shape is wrong' }) }).setLngLat(at).addTo(this.atlas.map)
  }

  /** Marks the cells that an answer was added up from, until the next answer. Nothing is laid out anew for it. */
  shade(cells: string[] = []): void {
    const before = this.shaded
    this.shaded = cells
    if (String(before) !== String(cells)) this.markShaded(before)
  }

  /** Whether cells are marked where they can be seen. */
  get shades(): boolean {
    const { map } = this.atlas
    return this.shaded.length > 0 && map.getZoom() >= HOME_MIN_ZOOM && !!map.getLayer('protected-cell') && map.getLayoutProperty('protected-cell', 'visibility') !== 'none'
  }

  private markShaded(before: string[] = []): void {
    const { map } = this.atlas
    if (!map.getLayer('protected-cell')) return // where homes are exact there are no cells
    const of = (id: string) => ({ source: 'overlay', sourceLayer: 'home_protected', id })
    const [was, is] = [new Set(before), new Set(this.shaded)]
    for (const id of before) if (!is.has(id)) map.removeFeatureState(of(id), 'shaded')
    for (const id of this.shaded) if (!was.has(id)) map.setFeatureState(of(id), { shaded: true })
  }

  private draw(): void {
    const { map } = this.atlas
    if (!map.getLayer('land')) return // the style is on its way: style.load comes back here
    if (!map.getSource('focus')) this.markShaded() // a new style knows of no marks
    const data = { type: 'FeatureCollection' as const, features: this.shape && this.outline ? [{ type: 'Feature' as const, properties: {}, geometry: this.shape }] : [] }
    const source = map.getSource<GeoJSONSource>('focus')
    if (source) source.setData(data)
    else {
      map.addSource('focus', { type: 'geojson', data })
      const below = 'home'
      map.addLayer({ id: 'focus-fill', type: 'fill', source: 'focus' }, below)
      map.addLayer({ id: 'focus-casing', type: 'line', source: 'focus', layout: { 'line-join': 'round' }, paint: { 'line-width': 8 } }, 'home')
      map.addLayer({ id: 'focus-line', type: 'line', source: 'focus', layout: { 'line-join': 'round' }, paint: { 'line-width': 3.6 } }, 'asset-outline')
    }
    const c = this.atlas.look().colours
    const { colour, width, dash, fill } = OUTLINES[this.outline ?? 'designated']
    map.setPaintProperty('focus-fill', 'fill-color', c[colour])
    map.setPaintProperty('focus-fill', 'fill-opacity', fill)
    map.setPaintProperty('focus-casing', 'line-color', c['halo'])
    map.setPaintProperty('focus-line', 'line-color', c[colour])
    map.setPaintProperty('focus-line', 'line-width', width)
    map.setPaintProperty('focus-line', 'line-dasharray', dash)
    const inside = this.shape && corners(this.shape) <= MOST_CORNERS ? (['case', ['within', this.shape], 1, 0.34] as ExpressionSpecification) : 1
    map.setPaintProperty('home', 'icon-opacity', inside)
    map.setPaintProperty('home-count', 'text-opacity', inside)
  }
}

function corners(shape: Geometry): number {
  const rings = shape.type === 'Polygon' ? shape.coordinates : shape.type === 'MultiPolygon' ? shape.coordinates.flat() : []
  return rings.reduce((n, ring) => n + ring.length, 0)
}
