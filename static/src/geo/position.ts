/** Longitude and latitude in degrees, WGS 84. */
export type Position = [lon: number, lat: number]

/** West, south, east, north in degrees. */
export type Box = [number, number, number, number]

/** Reads "lon,lat" or "w,s,e,n" as the server writes them into attributes; undefined where it is neither. */
export function readNumbers(text: string | undefined | null, length: number): number[] | undefined {
  const numbers = (text ?? '').split(',').map(Number)
  return text && numbers.length === length && numbers.every(Number.isFinite) ? numbers : undefined
}

const EARTH_METRES = 6_371_008.8 // mean radius, IUGG

/** Great-circle metres between two places. */
export function metresBetween(a: Position, b: Position): number {
  const rad = Math.PI / 180
  const dLat = (b[1] - a[1]) * rad
  const dLon = (b[0] - a[0]) * rad
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * rad) * Math.cos(b[1] * rad) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(h))
}
