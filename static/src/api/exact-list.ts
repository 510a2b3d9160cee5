import type { Position } from '../geo/position.ts'
import { fetchJSON } from './problem.ts'

/** A home as the reader may see it: of one that is seen only because it is published no more than the public is told. */
export interface ListedHome {
  reference?: string; address?: string; postcode?: string
  owner: string; tenure: string; 'tenure-group': string; 'home-type'?: string; bedrooms?: string; epc?: string; needs?: string; built?: string
  'as-at': string; sensitivity: string
}

const REACH = 1.5 // metres: a tile tells where its homes are to less than one

/** Where the homes at a place are listed one by one, for those who may see them. */
export function listOfPlace([lon, lat]: Position, where = ''): string {
  const [high, wide] = [REACH / 111_320, REACH / (111_320 * Math.cos((lat * Math.PI) / 180))]
  const box = [lon - wide, lat - high, lon + wide, lat + high].map(n => n.toFixed(7)).join(',')
  return `/homes/exact/list?bbox=${box}${where && `&${where}`}`
}

/** The first hundred homes at a place, and how many there are. */
export function homesListed(at: Position): Promise<{ total: number; homes: ListedHome[] }> {
  return fetchJSON(listOfPlace(at), { credentials: 'same-origin', headers: { Accept: 'application/json' } })
}
