import type { Shape } from '../api/drafts.ts'
import { Problem } from '../api/problem.ts'
import { nationalGrid, squareAndMetres } from '../geo/grid-reference.ts'
import { metresBetween, type Position } from '../geo/position.ts'
import { placeWords } from './corner-words.ts'

/** What the server answers to lines of coordinates. */
export type CoordinatesAnswer = Pick<Shape, 'geometry' | 'problems'>

const ASIDE = 0.01 // degrees; about a kilometre
const SAME_METRES = 0.01

/**
 * Places as people type them, and the exact grid reference of a place. Only the server knows OSTN15, so it is asked: a typed place goes
 * out as the first corner of a triangle, whose other two corners are known, and comes back exact.
 */
export class TypedPlace {
  private shift: { east: number; north: number; at: Position } | undefined
  private asked = false

  constructor(private readonly ask: (text: string) => Promise<CoordinatesAnswer>) {}

  /** Reads a grid reference, an easting and northing, or a latitude and longitude. Fails with a Problem that says what is wrong. */
  async read(text: string, near: Position): Promise<Position> {
    const others: Position[] = [[near[0] + ASIDE, near[1]], [near[0], near[1] + ASIDE]]
    const line = text.trim().replace(/\s*\n\s*/g, ' ')
    if (!line) throw new Problem('Nothing is typed.', 'empty', 'Type a grid reference such as SE 32840 35610, an easting and a northing, or a latitude and a longitude.', undefined)
    const { geometry, problems } = await this.ask([line, ...others.map(([lon, lat]) => `${lat.toFixed(9)}, ${lon.toFixed(9)}`)].join('\n'))
    const wrong = problems?.[0]
    if (wrong) throw new Problem(`${wrong.reason} ${wrong.remedy}`.trim(), 'coordinates', wrong.remedy, undefined)
    const corners = (geometry?.coordinates.flat(2) ?? []) as Position[]
    const found = corners.find(c => others.every(o => metresBetween(c, o) > SAME_METRES))
    if (!found) throw new Problem('This place could not be read.', 'coordinates', undefined, undefined)
    return [found[0], found[1]]
  }

  /**
   * "SE 32840 35610" once the server has said how far the quick conversion is off here, which changes by centimetres in a kilometre;
   * before that "SE 3284 3561".
   */
  words(at: Position): string {
    if (!this.shift || metresBetween(this.shift.at, at) > 20_000) return placeWords(at)
    const [e, n] = nationalGrid(at)
    return squareAndMetres([e + this.shift.east, n + this.shift.north], 5) || placeWords(at)
  }

  /** Asks how far the quick conversion is off around a place; true where that is new. */
  async learn(at: Position): Promise<boolean> {
    if (this.asked && (!this.shift || metresBetween(this.shift.at, at) < 5000)) return false
    this.asked = true
    const [e, n] = nationalGrid(at).map(Math.round) as [number, number]
    try {
      const exact = await this.read(`${e} ${n}`, at)
      const [e2, n2] = nationalGrid(exact)
      this.shift = { east: e - e2, north: n - n2, at }
      return true
    } catch {
      return false // the coarse reference stays
    }
  }
}
