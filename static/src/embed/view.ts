import type { Box, Position } from '../geo/position.ts'

export const TILE = 512 // CSS pixels of a tile at its zoom, as MapLibre has it
const RAD = Math.PI / 180
const [LEAST, MOST] = [4, 19]

/** What a map shows: a centre on the square of Web Mercator (0 to 1), a zoom, and a size in CSS pixels. It never changes. */
export class View {
  readonly world: number // width of the whole world in pixels
  readonly left: number // where its north-west corner lies
  readonly top: number
  readonly zoom: number
  readonly x: number
  readonly y: number

  constructor(x: number, y: number, zoom: number, readonly width: number, readonly height: number) {
    this.zoom = Math.min(MOST, Math.max(LEAST, zoom))
    this.x = Math.min(1, Math.max(0, x))
    this.y = Math.min(1, Math.max(0, y))
    this.world = TILE * 2 ** this.zoom
    this.left = width / 2 - this.x * this.world
    this.top = height / 2 - this.y * this.world
  }

  /** The view that shows a box whole, with room around it. */
  static of([w, s, e, n]: Box, width: number, height: number, room: number, most = 16): View {
    const [x0, y0] = mercator([w, n])
    const [x1, y1] = mercator([e, s])
    const scale = Math.min(Math.max(1, width - 2 * room) / Math.max(1e-12, x1 - x0), Math.max(1, height - 2 * room) / Math.max(1e-12, y1 - y0))
    return new View((x0 + x1) / 2, (y0 + y1) / 2, Math.min(most, Math.log2(scale / TILE)), width, height)
  }

  /** The same frame on something else. */
  at(x: number, y: number, zoom: number): View {
    return new View(x, y, zoom, this.width, this.height)
  }

  static at(center: Position, zoom: number, width: number, height: number): View {
    const [x, y] = mercator(center)
    return new View(x, y, zoom, width, height)
  }

  resized(width: number, height: number): View {
    return new View(this.x, this.y, this.zoom, width, height)
  }

  /** Shows what lies so many pixels to the right and below. */
  panned(dx: number, dy: number): View {
    return new View(this.x + dx / this.world, this.y + dy / this.world, this.zoom, this.width, this.height)
  }

  /** Zooms so that what lies under a pixel stays there. */
  zoomed(by: number, px = this.width / 2, py = this.height / 2): View {
    const next = new View(this.x, this.y, this.zoom + by, this.width, this.height)
    const [dx, dy] = [px - this.width / 2, py - this.height / 2]
    return new View(this.x + dx / this.world - dx / next.world, this.y + dy / this.world - dy / next.world, next.zoom, this.width, this.height)
  }

  xy(at: Position): [x: number, y: number] {
    const [x, y] = mercator(at)
    return [x * this.world + this.left, y * this.world + this.top]
  }

  position(px: number, py: number): Position {
    return [((px - this.left) / this.world) * 360 - 180, Math.atan(Math.sinh(Math.PI * (1 - (2 * (py - this.top)) / this.world))) / RAD]
  }

  get center(): Position {
    return this.position(this.width / 2, this.height / 2)
  }

  same(other: View | undefined): boolean {
    return other?.zoom === this.zoom && other.x === this.x && other.y === this.y && other.width === this.width && other.height === this.height
  }
}

function mercator([lon, lat]: Position): [x: number, y: number] {
  const held = Math.min(85.05, Math.max(-85.05, lat))
  return [(lon + 180) / 360, (1 - Math.log(Math.tan(Math.PI / 4 + (held * RAD) / 2)) / Math.PI) / 2]
}
