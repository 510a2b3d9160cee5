import type { MapGeoJSONFeature, MapLibreMap } from 'maplibre-gl'
import type { Position } from '../geo/position.ts'

/** Something on the map that can be opened. */
export type Hit =
  | { kind: 'asset'; ref: string; name: string; at: Position }
  | { kind: 'area'; ref: string; name: string; at: Position }
  | { kind: 'home'; at: Position; properties: Record<string, unknown> }

const LAYERS = ['asset', 'home', 'area-label', 'area-fill-made', 'area-fill-designated', 'area-fill-applied']

/** What lies under a pixel, or near it: pins before homes before areas. */
export function hitAt(map: MapLibreMap, x: number, y: number, reach = 6): Hit | undefined {
  const found = map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers: LAYERS.filter(l => map.getLayer(l)) })
  const hits = found.map(asHit).filter(h => h !== undefined)
  const ofKind = (kind: Hit['kind']) => hits.filter(h => h.kind === kind)
  const nearest = (list: Hit[]) => {
    const distance = (h: Hit) => { const p = map.project(h.at); return Math.hypot(p.x - x, p.y - y) }
    return list.sort((a, b) => distance(a) - distance(b))[0]
  }
  return nearest(ofKind('asset')) ?? nearest(ofKind('home')) ?? exactly(map, x, y)
}

/** Areas are hit where they are, not near. */
function exactly(map: MapLibreMap, x: number, y: number): Hit | undefined {
  const layers = LAYERS.slice(2).filter(l => map.getLayer(l))
  const found = map.queryRenderedFeatures([x, y], { layers })[0]
  if (!found) return undefined
  const p = map.unproject([x, y])
  return { kind: 'area', ref: String(found.properties['ref']), name: String(found.properties['name']), at: [p.lng, p.lat] }
}

/** What is told of the cell under a pixel; undefined where none is drawn. */
export function cellAt(map: MapLibreMap, x: number, y: number): Record<string, unknown> | undefined {
  return map.getLayer('protected-cell') && map.queryRenderedFeatures([x, y], { layers: ['protected-cell'] })[0]?.properties
}

/** Everything drawn that can be stepped to, once each. */
export function hitsInView(map: MapLibreMap): Hit[] {
  const layers = ['asset', 'home', 'area-label'].filter(l => map.getLayer(l))
  const seen = new Set<string>()
  return map.queryRenderedFeatures({ layers }).map(asHit).filter((h): h is Hit => {
    const key = h && `${h.kind}${h.at}`
    return h !== undefined && !seen.has(key!) && !!seen.add(key!)
  })
}

function asHit(f: MapGeoJSONFeature): Hit | undefined {
  if (f.geometry.type !== 'Point') return undefined
  const at = f.geometry.coordinates as Position
  const [ref, name] = [String(f.properties['ref']), String(f.properties['name'])]
  if (f.sourceLayer === 'asset') return { kind: 'asset', ref, name, at }
  if (f.sourceLayer === 'area_label') return { kind: 'area', ref, name, at }
  return f.sourceLayer === 'home' ? { kind: 'home', at, properties: f.properties } : undefined
}
