import type { MapLibreMap } from 'maplibre-gl'
import { gridReference } from '../geo/grid-reference.ts'
import type { Position } from '../geo/position.ts'
import { metresPerPixel, scaleBar, scaleText } from './scale.ts'

/** Keeps scale bar, grid reference of the centre and 1:n in the attribution bar. */
export function wireFurniture(map: MapLibreMap, bar: HTMLElement): void {
  const scale = bar.querySelector<HTMLElement>('[data-scale]')
  const grid = bar.querySelector<HTMLElement>('[data-grid]')
  const ratio = bar.querySelector<HTMLElement>('[data-ratio]')
  const show = () => {
    const { lat, lng } = map.getCenter()
    const perPixel = metresPerPixel(lat, map.getZoom())
    const length = scaleBar(perPixel, matchMedia('(max-width: 720px)').matches ? 72 : 100)
    if (scale?.children[0] && scale.children[1]) {
      ;(scale.children[0] as HTMLElement).style.width = `${length.pixels}px`
      scale.children[1].textContent = length.text
      scale.hidden = false
    }
    const reference = gridReference([lng, lat])
    if (grid) grid.textContent = reference && `Grid ${reference}`
    if (ratio) ratio.textContent = scaleText(perPixel)
  }
  map.on('move', show)
  map.on('resize', show)
  show()
  new ResizeObserver(() => bar.parentElement?.style.setProperty('--at', `${bar.offsetHeight}px`)).observe(bar) // the lines of several licences wrap; what stands above makes room
}

/** Wires zoom in and out. */
export function wireZoom(map: MapLibreMap, group: HTMLElement): void {
  group.querySelector('[data-zoom-in]')?.addEventListener('click', () => map.zoomIn())
  group.querySelector('[data-zoom-out]')?.addEventListener('click', () => map.zoomOut())
  group.hidden = false
}

/** Wires the button that goes to where the reader is. */
export function wireLocate(button: HTMLElement, goTo: (at: Position) => void, announce: (words: string) => void): void {
  button.addEventListener('click', () => navigator.geolocation.getCurrentPosition(
    found => goTo([found.coords.longitude, found.coords.latitude]),
    () => announce('Your location is not known to this browser.'),
    { timeout: 10_000, maximumAge: 60_000 }))
}

/** Says on the root element whether the map stands still with everything drawn: for tests and for pictures. */
export function tellIdle(map: MapLibreMap): void {
  const { dataset } = document.documentElement
  map.on('idle', () => (dataset['mapIdle'] = 'true'))
  for (const event of ['movestart', 'dataloading', 'styledata'] as const) map.on(event, () => (dataset['mapIdle'] = 'false'))
}
