// MapLibre GL JS with the embed's own style and symbols: the same picture.
import { LngLatBounds, Map, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { giveIcons } from '../../../../src/map/icon.ts'
import { readLook } from '../../../../src/map/look.ts'
import '../page.css'
import { bounds, settled, style } from '../place.js'

setWorkerUrl(workerUrl)
const document = await style()
document.sources.embed.url = new URL(document.sources.embed.url, location.origin).pathname
document.sources.embed.url = location.origin + document.sources.embed.url
const map = new Map({ container: 'map', style: document, bounds: new LngLatBounds(bounds), fitBoundsOptions: { padding: 24 }, fadeDuration: 0,
  transformRequest: url => ({ url: url.replace(/^https?:\/\/[^/]+/, location.origin) }) })
giveIcons(map, () => readLook(document))
map.once('idle', settled)
