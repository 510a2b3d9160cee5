import { LngLatBounds, Map as MapLibreMap, setWorkerUrl, type StyleSpecification } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import type { Box } from '../geo/position.ts'
import type { Theme } from '../ui/theme-switch.ts'
import { giveIcons } from './icon.ts'
import { readLook, type Look } from './look.ts'

setWorkerUrl(workerUrl) // MapLibre 6 looks for its worker beside itself, where no bundler puts it

/** A map in our style, and what its style says. */
export interface Atlas {
  map: MapLibreMap
  look(): Look
  style(): StyleSpecification
  /** Draws in the other theme. What was added to the style is to be added again at "style.load". */
  retheme(theme: Theme): Promise<void>
}

export interface CreateOptions {
  styleUrl: string
  theme: Theme
  name: string // what the map is called to screen readers
  bounds?: Box | undefined
  look?: { zoom: number; lat: number; lon: number } | undefined
  cooperative?: boolean // in a page that scrolls: the wheel needs Ctrl, one finger scrolls
  padding?: number
  exact?: { where: string } | undefined // homes as the reader may see them; which, as a query of their tiles
}

export const stillness = matchMedia('(prefers-reduced-motion: reduce)')

/** Makes a map in an element that has a size. Fails where the style cannot be had or the browser draws no WebGL. */
export async function createMap(container: HTMLElement, o: CreateOptions): Promise<Atlas> {
  let [style] = await Promise.all([fetchStyle(o, o.theme), fontsReady()])
  const map = new MapLibreMap({
    container,
    style,
    ...(o.look ? { center: [o.look.lon, o.look.lat] as [number, number], zoom: o.look.zoom } : {}),
    ...(!o.look && o.bounds ? { bounds: new LngLatBounds(o.bounds), fitBoundsOptions: { padding: o.padding ?? 24, maxZoom: 16 } } : {}),
    ...(!o.look && !o.bounds ? { center: [-2, 53.5] as [number, number], zoom: 5 } : {}),
    attributionControl: false,
    keyboard: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    minZoom: 4,
    maxZoom: 20,
    fadeDuration: stillness.matches ? 0 : 150,
    cooperativeGestures: o.cooperative ?? false,
    refreshExpiredTiles: false,
    transformRequest: url => ({ url: wanted(url, o.exact?.where ?? '') }),
    locale: {
      'Map.Title': o.name,
      'CooperativeGesturesHandler.WindowsHelpText': 'Use Ctrl and the wheel to zoom the map',
      'CooperativeGesturesHandler.MacHelpText': 'Use ⌘ and the wheel to zoom the map',
      'CooperativeGesturesHandler.MobileHelpText': 'Use two fingers to move the map',
    },
  })
  map.touchZoomRotate.disableRotation()
  giveIcons(map, () => readLook(style))
  return {
    map,
    look: () => readLook(style),
    style: () => style,
    retheme: async theme => {
      style = await fetchStyle(o, theme)
      map.setStyle(style, { diff: false })
    },
  }
}

/** The whole address of a thing that the map asks for; exact tiles are asked for with the homes that are wanted. */
function wanted(address: string, where: string): string {
  const url = new URL(address, location.origin)
  if (where && /^\/tiles\/exact\/.*\.mvt$/.test(url.pathname)) url.search = where
  return url.href
}

async function fetchStyle({ styleUrl, exact }: CreateOptions, theme: Theme): Promise<StyleSpecification> {
  const response = await fetch(`${styleUrl}?theme=${theme}${exact ? '&exact=yes' : ''}`, { credentials: 'omit' })
  if (!response.ok) throw new Error(`style: ${response.status}`)
  const style = (await response.json()) as StyleSpecification
  for (const source of Object.values(style.sources)) {
    if ('url' in source && source.url?.startsWith('/')) source.url = location.origin + source.url
  }
  return style
}

/** Labels are drawn once from whatever font is there, so the faces must have come before. Welsh letters have a file of their own. */
async function fontsReady(): Promise<void> {
  const faces = ['Medium', 'Semibold', 'Bold']
  await Promise.allSettled(faces.flatMap(face => ['a', 'ŵ'].map(letter => document.fonts.load(`24px "Atkinson Hyperlegible Next ${face}"`, letter))))
}
