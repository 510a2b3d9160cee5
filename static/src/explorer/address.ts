import type { Position } from '../geo/position.ts'
import { decodeCorners, encodeCorners } from './shape-code.ts'

/** Where the map looks. */
export interface Look { zoom: number; lat: number; lon: number }

/** Everything that the explorer shows, as its address says it. */
export interface Address {
  look?: Look | undefined // undefined: all there is
  layers?: string[] | undefined // groups switched on; undefined: as the style says
  list: boolean
  exact?: boolean // homes that the reader is entitled to see, for those who are signed in
  area?: string | undefined // ref of the chosen plan area
  asset?: string | undefined // ref of the chosen asset
  at?: Position | undefined // the chosen place of homes
  shape?: Position[] | undefined // corners of the sketched shape
}

/** Reads "/?view=list&area=hollin-vale#14.2/53.8155/-1.5005&layers=homes,areas&shape=…". What cannot be read is left out. */
export function readAddress(search: string, hash: string): Address {
  const query = new URLSearchParams(search)
  const [place = '', ...rest] = hash.replace(/^#/, '').split('&')
  const more = new URLSearchParams((place.includes('=') ? [place, ...rest] : rest).join('&'))
  const layers = more.get('layers')
  const at = (more.get('at') ?? '').split(',').map(Number)
  return {
    look: readLook(place),
    layers: layers === null ? undefined : layers.split(',').filter(Boolean),
    list: query.get('view') === 'list',
    ...(query.get('exact') === 'yes' ? { exact: true } : {}),
    area: query.get('area') || undefined,
    asset: query.get('asset') || undefined,
    at: more.has('at') && at.length === 2 && at.every(Number.isFinite) ? (at as Position) : undefined,
    shape: decodeCorners(more.get('shape') ?? ''),
  }
}

/** Writes an address as path, query and fragment. */
export function writeAddress(a: Address): string {
  const query = [a.list && 'view=list', a.exact && 'exact=yes', a.area && `area=${encodeURIComponent(a.area)}`, a.asset && `asset=${encodeURIComponent(a.asset)}`]
  const hash = [
    a.look && `${trim(a.look.zoom, 2)}/${trim(a.look.lat, 5)}/${trim(a.look.lon, 5)}`,
    a.layers && `layers=${a.layers.join(',')}`,
    a.at && `at=${trim(a.at[0], 6)},${trim(a.at[1], 6)}`,
    a.shape && `shape=${encodeCorners(a.shape)}`,
  ]
  const join = (lead: string, parts: unknown[]) => (parts.some(Boolean) ? lead + parts.filter(Boolean).join('&') : '')
  return '/' + join('?', query) + join('#', hash)
}

function readLook(text: string): Look | undefined {
  const parts = text.split('/')
  const [zoom = NaN, lat = NaN, lon = NaN] = parts.map(p => (p === '' ? NaN : Number(p)))
  const fits = parts.length === 3 && zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180
  return fits ? { zoom, lat, lon } : undefined
}

function trim(n: number, digits: number): string {
  return String(Number(n.toFixed(digits)))
}
