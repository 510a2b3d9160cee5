import type { Geometry } from 'geojson'
import { fetchJSON } from '../api/problem.ts'
import { readNumbers, type Box, type Position } from '../geo/position.ts'
import { createMap, stillness, type Atlas } from '../map/create.ts'
import { listOfPlace } from '../api/exact-list.ts'
import { hitAt } from '../map/features.ts'
import { Focus } from '../map/focus.ts'
import { wireFurniture, wireZoom } from '../map/furniture.ts'
import { outlineOf } from '../map/outline.ts'
import { wireLegend } from '../map/legend.ts'
import { drawPoints } from './points.ts'
import { el, svg } from '../ui/html.ts'
import { currentTheme, onThemeChange } from '../ui/theme-switch.ts'

const ZOOM = `<div class="zm card" hidden><button type="button" data-zoom-in aria-label="Zoom in"><svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M10 3v14M3 10h14"/></svg></button><button type="button" data-zoom-out aria-label="Zoom out"><svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M3 10h14"/></svg></button></div>`
const BAR = `<div class="at"><span class="sc" data-scale hidden><i></i><span></span></span><span class="num" data-grid></span></div>`

/** Draws the map of a page over the words that stand there without scripts; if it cannot be had, the words stay. */
export async function bringIsland(island: HTMLElement): Promise<void> {
  const words = [...island.childNodes]
  const canvas = el('div', { class: 'canvas' })
  island.append(canvas)
  const bounds = readNumbers(island.dataset['bounds'], 4) as Box | undefined
  try {
    const atlas = await createMap(canvas, {
      styleUrl: island.dataset['style'] ?? '/styles/overlay.json', theme: currentTheme(), name: island.getAttribute('aria-label') ?? 'Map', bounds, cooperative: true, padding: 32,
      exact: 'exact' in island.dataset ? { where: island.dataset['where'] ?? '' } : undefined,
    })
    for (const node of words) if (node instanceof HTMLElement) node.classList.add('vh')
    furnish(atlas, island)
    pointOut(atlas, island, bounds)
    if (island.dataset['points']) drawPoints(atlas, island.dataset['points'])
  } catch (error) {
    canvas.remove()
    console.warn('the map did not start:', error)
  }
}

function furnish(atlas: Atlas, island: HTMLElement): void {
  const { map } = atlas
  const [zoom, bar] = [svg(ZOOM) as unknown as HTMLElement, svg(BAR) as unknown as HTMLElement]
  const legend = el('div', { class: 'lg under', hidden: true })
  island.append(zoom, bar)
  island.after(legend) // the map of a page is small: over it the legend would hide what it explains
  wireZoom(map, zoom)
  wireFurniture(map, bar)
  wireLegend(map, legend, () => atlas.look())
  onThemeChange(theme => void atlas.retheme(theme))
  map.getCanvas().setAttribute('aria-label', island.getAttribute('aria-label') ?? 'Map')
  map.getCanvas().addEventListener('keydown', event => {
    const arrows: Record<string, [number, number]> = { ArrowLeft: [-100, 0], ArrowRight: [100, 0], ArrowUp: [0, -100], ArrowDown: [0, 100] }
    const by = arrows[event.key]
    if (by) map.panBy(by, { animate: !stillness.matches })
    else if (event.key === '+' || event.key === '=') map.zoomIn()
    else if (event.key === '-') map.zoomOut()
    else return
    event.preventDefault()
  })
  map.on('click', event => {
    const hit = hitAt(map, event.point.x, event.point.y)
    const here = location.pathname
    if (hit?.kind === 'area' && !here.startsWith(`/areas/${hit.ref}`)) location.assign(`/areas/${hit.ref}`)
    if (hit?.kind === 'home' && atlas.look().exact) location.assign(listOfPlace(hit.at, island.dataset['where']))
    if (hit?.kind === 'asset' && here !== `/assets/${hit.ref}`) location.assign(`/assets/${hit.ref}`)
  })
}

function pointOut(atlas: Atlas, island: HTMLElement, bounds: Box | undefined): void {
  const { area, asset } = island.dataset
  const focus = new Focus(atlas)
  if (area) {
    fetchJSON<{ geometry: Geometry; properties: { status?: string } }>(`/areas/${encodeURIComponent(area)}.geojson`)
      .then(f => focus.show(f.geometry, outlineOf(f.properties.status)), () => undefined) // the tiles show the outline too
  }
  if (asset && bounds) focus.ringAt([(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2] as Position)
}
