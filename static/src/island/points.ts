import type { FeatureCollection, Point } from 'geojson'
import { Popup } from 'maplibre-gl'
import { fetchJSON } from '../api/problem.ts'
import type { Atlas } from '../map/create.ts'
import { layersOf } from '../map/look.ts'
import { el } from '../ui/html.ts'

/** Draws the homes of a file that is looked at: nothing of it is in the tiles. */
export function drawPoints(atlas: Atlas, address: string): void {
  const { map } = atlas
  let data: FeatureCollection<Point> | undefined
  const draw = (): void => {
    if (!data || !map.getLayer('land') || map.getSource('points')) return // the style is on its way: style.load comes back here
    const c = atlas.look().colours
    for (const layer of layersOf(atlas.style(), 'homes')) map.setLayoutProperty(layer, 'visibility', 'none') // those of the register would be taken for the file's
    map.addSource('points', { type: 'geojson', data })
    map.addLayer({
      id: 'points', type: 'circle', source: 'points',
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, 2.5, 14, 5, 18, 8],
        'circle-color': ['match', ['get', 'state'], 'withheld', c['ink'] ?? '#000', 'postcode', c['halo'] ?? '#fff', c['social-rent'] ?? '#05a'],
        'circle-stroke-color': ['match', ['get', 'state'], 'postcode', c['social-rent'] ?? '#05a', c['halo'] ?? '#fff'],
        'circle-stroke-width': ['match', ['get', 'state'], 'postcode', 2, 1],
      },
    })
  }
  map.on('style.load', draw)
  fetchJSON<FeatureCollection<Point>>(address, { credentials: 'same-origin' }).then(d => { data = d; draw() }, () => undefined) // the words beside the map say where they are
  map.on('click', 'points', event => {
    const p = event.features?.[0]?.properties
    if (p) new Popup({ maxWidth: '240px' }).setLngLat(event.lngLat).setDOMContent(el('p', {}, `${String(p['reference'])}, row ${String(p['line'])} of the file`)).addTo(map)
  })
}
