import type { MapLibreMap } from 'maplibre-gl'
import type { Position } from '../geo/position.ts'

const TILE_PIXELS = 512
const RAD = Math.PI / 180

/**
 * How a map that never turns nor tilts lays places on the screen: scale and shift of the square of Web Mercator. As map.project, but
 * quick enough for thousands of places in a frame.
 */
export class View {
  private readonly known: WeakMap<Position, readonly [x: number, y: number]>

  /** @param world width of the whole world in pixels; left and top are where its north-west corner lies on the screen */
  constructor(readonly world: number, readonly left: number, readonly top: number, readonly width: number, readonly height: number, known?: View) {
    this.known = known?.known ?? new WeakMap()
  }

  /** @param before the view of the frame before: it knows the places already */
  static of(map: MapLibreMap, before?: View): View {
    const world = TILE_PIXELS * 2 ** map.getZoom()
    const { lng, lat } = map.getCenter()
    const { x, y } = map.project([lng, lat])
    const [mx, my] = mercator([lng, lat])
    const canvas = map.getCanvas()
    const pixels = map.getPixelRatio() // asked of the picture and not of the page, which would be laid out anew for it
    return new View(world, x - mx * world, y - my * world, canvas.width / pixels, canvas.height / pixels, before)
  }

  /** Pixels from the left and the top of the map. */
  xy(at: Position): [x: number, y: number] {
    let unit = this.known.get(at)
    if (!unit) this.known.set(at, (unit = mercator(at)))
    return [unit[0] * this.world + this.left, unit[1] * this.world + this.top]
  }

  /** Whether a pixel is on the map, or as near to it as a margin. */
  shows(x: number, y: number, margin = 0): boolean {
    return x >= -margin && y >= -margin && x <= this.width + margin && y <= this.height + margin
  }

  same(other: View | undefined): boolean {
    return other?.world === this.world && other.left === this.left && other.top === this.top && other.width === this.width && other.height === this.height
  }
}

/** A place on the square of Web Mercator: 0 to 1 eastward and southward. */
function mercator([lon, lat]: Position): readonly [number, number] {
  return [(lon + 180) / 360, (1 - Math.log(Math.tan(Math.PI / 4 + (lat * RAD) / 2)) / Math.PI) / 2]
}
