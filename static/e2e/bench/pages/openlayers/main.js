// OpenLayers, only what is needed of it: fills, lines, dots, and names with its own decluttering.
import Map from 'ol/Map.js'
import View from 'ol/View.js'
import MVT from 'ol/format/MVT.js'
import VectorTileLayer from 'ol/layer/VectorTile.js'
import { transformExtent } from 'ol/proj.js'
import VectorTileSource from 'ol/source/VectorTile.js'
import { Circle, Fill, Stroke, Style, Text } from 'ol/style.js'
import { createXYZ } from 'ol/tilegrid.js'
import 'ol/ol.css'
import '../page.css'
import { bounds, settled, style, tiles } from '../place.js'

const c = (await style()).metadata['terrier:colours']
document.getElementById('map').style.background = c.land
const fill = colour => new Fill({ color: colour })
const stroke = (color, width, lineDash) => new Stroke({ color, width, lineDash })
const alpha = (colour, opacity) => colour + Math.round(opacity * 255).toString(16).padStart(2, '0')
const name = (text, colour, font = '500 12px sans-serif', placement = 'point') =>
  new Style({ text: new Text({ text, font, placement, fill: fill(colour), stroke: stroke(c.halo, 3) }), zIndex: 9 })
const roads = { main: [c['road-main'], 7], minor: [c.road, 4], path: [c['road-main'], 1, [3, 2]] }
const drawn = {
  green: () => new Style({ fill: fill(c.green) }), water: () => new Style({ fill: fill(c.water), stroke: stroke(c.water, 2) }),
  road: f => [new Style({ stroke: stroke(...(roads[f.get('kind')] ?? roads.minor)), zIndex: 1 }), ...(f.get('name') ? [name(f.get('name'), c.label, '500 11px sans-serif', 'line')] : [])],
  rail: () => new Style({ stroke: stroke(c.rail, 2), zIndex: 2 }),
  home: f => new Style({ image: new Circle({ radius: 3.5, fill: fill(c[f.get('tenure')] ?? c['ink-2']), stroke: stroke(c.halo, 1), declutterMode: 'none' }), zIndex: 5 }),
  home_square: () => new Style({ fill: fill(alpha(c['social-rent'], .5)) }),
  home_protected: () => new Style({ fill: fill(alpha(c.protected, .12)), stroke: stroke(c.protected, 1, [3, 2.5]), zIndex: 3 }),
  home_protected_label: f => name(`about ${f.get('count')}`, c.protected),
  area: f => { const applied = f.get('status') === 'applied'; return new Style({ fill: fill(alpha(applied ? c.draft : c.made, .08)), stroke: stroke(applied ? c.draft : c.made, f.get('ref') === 'hollin-vale' ? 4.2 : 2.6, f.get('status') === 'designated' ? [10, 3] : undefined), zIndex: 4 }) },
  area_label: f => name(f.get('name'), c.made, '700 14px sans-serif'),
  asset: f => [new Style({ image: new Circle({ radius: 9, fill: fill(c.asset), stroke: stroke(c.halo, 1.5), declutterMode: 'none' }), zIndex: 6 }), name(f.get('name'), c.ink, '700 12px sans-serif')],
  asset_outline: () => new Style({ stroke: stroke(c.asset, 1.2, [3, 2]) }),
  label: f => name(f.get('name'), c.ink, '700 13px sans-serif'),
}
const map = new Map({
  target: 'map', view: new View(),
  layers: [new VectorTileLayer({
    declutter: true, style: f => drawn[f.get('layer')]?.(f),
    source: new VectorTileSource({ format: new MVT(), url: tiles, tileGrid: createXYZ({ tileSize: 512, maxZoom: 16 }), attributions: 'Invented place: demonstration data' }),
  })],
})
map.getView().fit(transformExtent(bounds, 'EPSG:4326', 'EPSG:3857'), { padding: [24, 24, 24, 24] })
map.once('rendercomplete', settled)
