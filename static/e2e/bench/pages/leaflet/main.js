// Leaflet with VectorGrid: fills, lines and dots in the style's colours. It writes no names, draws no shapes and no dashes that follow the zoom.
import L from 'leaflet'
import 'leaflet/dist/leaflet.css'
import '../page.css'
import { bounds, settled, style, tiles } from '../place.js'

window.L = L
await import('leaflet.vectorgrid/dist/Leaflet.VectorGrid.js')
const c = (await style()).metadata['terrier:colours']
const [west, south, east, north] = bounds
const map = L.map('map', { zoomSnap: 0 }).fitBounds([[south, west], [north, east]], { padding: [24, 24] })
map.attributionControl.addAttribution('Invented place: demonstration data')
document.getElementById('map').style.background = c.land
const fill = (colour, opacity = 1) => ({ fill: true, fillColor: colour, fillOpacity: opacity, stroke: false })
const line = (colour, weight, dash) => ({ color: colour, weight, dashArray: dash })
const roads = { main: [c['road-main'], 7], minor: [c.road, 4], path: [c['road-main'], 1, '3 2'] }
L.vectorGrid.protobuf(tiles, {
  rendererFactory: L.canvas.tile, maxNativeZoom: 16, // its tiles are of 256 px, as it comes: of those of 512 it asks for the wrong ones
  vectorTileLayerStyles: {
    green: fill(c.green), water: (_, zoom) => ({ ...fill(c.water), color: c.water, stroke: true, weight: zoom > 13 ? 2 : 1 }),
    road: p => line(...(roads[p.kind] ?? roads.minor)), rail: line(c.rail, 2),
    home: p => ({ ...fill(c[p.tenure] ?? c['ink-2']), radius: 3.5 * (p.count > 1 ? 1.3 : 1), stroke: true, color: c.halo, weight: 1 }),
    home_square: fill(c['social-rent'], .5), home_protected: { ...fill(c.protected, .12), stroke: true, color: c.protected, weight: 1, dashArray: '3 2.5' },
    area: p => ({ ...fill(p.status === 'applied' ? c.draft : c.made, .08), stroke: true, color: p.status === 'applied' ? c.draft : c.made, weight: p.ref === 'hollin-vale' ? 4.2 : 2.6, dashArray: p.status === 'designated' ? '10 3' : undefined }),
    asset: { ...fill(c.asset), radius: 9, stroke: true, color: c.halo, weight: 1.5 }, asset_outline: line(c.asset, 1.2, '3 2'),
    label: [], area_label: [], home_protected_label: [],
  },
}).on('load', settled).addTo(map)
