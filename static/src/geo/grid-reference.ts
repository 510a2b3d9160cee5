import type { Position } from './position.ts'

// The national grid reference of a place, for display only. A seven-parameter Helmert shift (OS, "A guide to coordinate systems in
// Great Britain", section 6.6) is some metres off, which does not show in the hundred metres of "SE 328 356". Everything that is
// counted or measured is projected on the server by OSTN15.

const RAD = Math.PI / 180
const GRS80 = { a: 6378137, b: 6356752.314140 }
const AIRY = { a: 6377563.396, b: 6356256.909 }
const SHIFT = { x: -446.448, y: 125.157, z: -542.06, rx: -0.1502, ry: -0.247, rz: -0.8421, ppm: 20.4894 } // metres, seconds

/** Easting and northing in metres, some metres off. */
export function nationalGrid([lon, lat]: Position): [number, number] {
  return transverseMercator(shift(lon * RAD, lat * RAD))
}

/** "SE 328 356": the hundred metres a place lies in; "" outside the grid's letters. */
export function gridReference(at: Position): string {
  return squareAndMetres(nationalGrid(at), 3)
}

/** Letters and figures of easting and northing: three figures are hundred metres, four ten, five one. "" outside the grid's letters. */
export function squareAndMetres([e, n]: readonly [number, number], figures: 3 | 4 | 5): string {
  const square = squareLetters(Math.floor(e / 100_000), Math.floor(n / 100_000))
  if (!square) return ''
  const digits = (metres: number) => String(Math.floor((metres % 100_000) / 10 ** (5 - figures))).padStart(figures, '0')
  return `${square} ${digits(e)} ${digits(n)}`
}

function squareLetters(e: number, n: number): string {
  if (e < 0 || e > 6 || n < 0 || n > 12) return ''
  const letters = 'ABCDEFGHJKLMNOPQRSTUVWXYZ' // without I
  const big = 19 - n - ((19 - n) % 5) + Math.floor((e + 10) / 5)
  const small = ((19 - n) * 5) % 25 + (e % 5)
  return `${letters[big]}${letters[small]}`
}

function shift(lon: number, lat: number): { lon: number; lat: number } {
  const e2 = 1 - GRS80.b ** 2 / GRS80.a ** 2
  const nu = GRS80.a / Math.sqrt(1 - e2 * Math.sin(lat) ** 2)
  const x = nu * Math.cos(lat) * Math.cos(lon)
  const y = nu * Math.cos(lat) * Math.sin(lon)
  const z = nu * (1 - e2) * Math.sin(lat)
  const s = 1 + SHIFT.ppm / 1e6
  const [rx, ry, rz] = [SHIFT.rx, SHIFT.ry, SHIFT.rz].map(seconds => (seconds / 3600) * RAD) as [number, number, number]
  const x2 = SHIFT.x + x * s - y * rz + z * ry
  const y2 = SHIFT.y + x * rz + y * s - z * rx
  const z2 = SHIFT.z - x * ry + y * rx + z * s
  const f2 = 1 - AIRY.b ** 2 / AIRY.a ** 2
  const p = Math.hypot(x2, y2)
  let phi = Math.atan2(z2, p * (1 - f2))
  for (let i = 0; i < 6; i++) {
    const v = AIRY.a / Math.sqrt(1 - f2 * Math.sin(phi) ** 2)
    phi = Math.atan2(z2 + f2 * v * Math.sin(phi), p)
  }
  return { lon: Math.atan2(y2, x2), lat: phi }
}

// OS guide, annex C.
function transverseMercator({ lon, lat }: { lon: number; lat: number }): [number, number] {
  const { a, b } = AIRY
  const F0 = 0.9996012717
  const [lat0, lon0, E0, N0] = [49 * RAD, -2 * RAD, 400_000, -100_000]
  const e2 = 1 - (b * b) / (a * a)
  const n = (a - b) / (a + b)
  const nu = (a * F0) / Math.sqrt(1 - e2 * Math.sin(lat) ** 2)
  const rho = (a * F0 * (1 - e2)) / (1 - e2 * Math.sin(lat) ** 2) ** 1.5
  const eta2 = nu / rho - 1
  const [d, s] = [lat - lat0, lat + lat0]
  const M =
    b * F0 *
    ((1 + n + (5 / 4) * n ** 2 + (5 / 4) * n ** 3) * d -
      (3 * n + 3 * n ** 2 + (21 / 8) * n ** 3) * Math.sin(d) * Math.cos(s) +
      ((15 / 8) * n ** 2 + (15 / 8) * n ** 3) * Math.sin(2 * d) * Math.cos(2 * s) -
      (35 / 24) * n ** 3 * Math.sin(3 * d) * Math.cos(3 * s))
  const [cos, sin, tan] = [Math.cos(lat), Math.sin(lat), Math.tan(lat)]
  const l = lon - lon0
  const north =
    M + N0 + (nu / 2) * sin * cos * l ** 2 +
    (nu / 24) * sin * cos ** 3 * (5 - tan ** 2 + 9 * eta2) * l ** 4 +
    (nu / 720) * sin * cos ** 5 * (61 - 58 * tan ** 2 + tan ** 4) * l ** 6
  const east =
    E0 + nu * cos * l +
    (nu / 6) * cos ** 3 * (nu / rho - tan ** 2) * l ** 3 +
    (nu / 120) * cos ** 5 * (5 - 18 * tan ** 2 + tan ** 4 + 14 * eta2 - 58 * tan ** 2 * eta2) * l ** 5
  return [east, north]
}
