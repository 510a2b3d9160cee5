import type { Box, Position } from './position.ts'

const RAD = Math.PI / 180
const GRS80 = { a: 6378137, e2: 0.00669438002290 } // as WGS 84 to a tenth of a millimetre
const STEPS = 1e9 // nine decimals come back from the server to the same millimetre

/** Metres east and north of the centre of a plane. */
export type Metres = readonly [east: number, north: number]

/**
 * A flat piece of ground around a place: true to about a thousandth over ten kilometres. For what must be quick and need not be exact:
 * distances on the screen, steps of a metre, estimates. What counts is worked out on the server.
 */
export class Plane {
  private readonly east: number // metres in a degree of longitude
  private readonly north: number // and of latitude

  constructor(readonly centre: Position) {
    const phi = centre[1] * RAD
    const w = 1 - GRS80.e2 * Math.sin(phi) ** 2
    this.east = ((GRS80.a * Math.cos(phi)) / Math.sqrt(w)) * RAD
    this.north = ((GRS80.a * (1 - GRS80.e2)) / w ** 1.5) * RAD
  }

  metres(at: Position): Metres {
    return [(at[0] - this.centre[0]) * this.east, (at[1] - this.centre[1]) * this.north]
  }

  position([east, north]: Metres): Position {
    return roundPosition([this.centre[0] + east / this.east, this.centre[1] + north / this.north])
  }

  /** The box that reaches some metres in each direction from the centre. */
  around(metres: number): Box {
    const [dx, dy] = [metres / this.east, metres / this.north]
    return [this.centre[0] - dx, this.centre[1] - dy, this.centre[0] + dx, this.centre[1] + dy]
  }
}

/** A place as it is kept: nine decimals. */
export function roundPosition([lon, lat]: Position): Position {
  return [Math.round(lon * STEPS) / STEPS, Math.round(lat * STEPS) / STEPS]
}

/** Whether two places are the same one, to nine decimals. */
export function samePlace(a: Position | undefined, b: Position | undefined): boolean {
  return a !== undefined && b !== undefined && Math.abs(a[0] - b[0]) < 0.5 / STEPS && Math.abs(a[1] - b[1]) < 0.5 / STEPS
}
