import type { Box, Position } from '../geo/position.ts'
import { fetchJSON } from './problem.ts'

/** One answer of /places. */
export interface Place {
  kind: string
  name: string
  context?: string
  path?: string
  point: Position
  bbox?: Box
  inexact?: boolean
}

/** Searches for places, those nearest first among equally good ones. */
export async function findPlaces(q: string, near: Position | undefined): Promise<Place[]> {
  const query = new URLSearchParams({ q })
  if (near) query.set('near', near.map(n => n.toFixed(4)).join(','))
  return (await fetchJSON<{ places: Place[] }>(`/places?${query}`)).places
}
