import type { Piece } from './cover.ts'
import { RATIO, type LiveMap } from './live-map.ts'
import { POINT, type Feature, type Props, type TileLayer } from './tile.ts'

/** A feature that is drawn in view: what it is, and where on the screen. Points stand at x, y; of others that is the middle of what shows. */
export interface Seen { from: string; props: Props; point: boolean; x: number; y: number; feature: Feature; layer: TileLayer; piece: Piece }

/** The layers of tiles that a reader may ask about. */
const ASKED = ['asset', 'home', 'home_square', 'home_protected', 'home_protected_label', 'area', 'area_label', 'boundary']

/** Everything of those layers that the style draws in view, polygons once for each tile. */
export function* seenIn(map: LiveMap): Generator<Seen> {
  const { view, style } = map
  for (const piece of map.pieces()) {
    const [x0, y0, x1, y1] = piece.clip.map((n, i) => Math.min(i % 2 ? view.height : view.width, Math.max(0, n / RATIO))) as [number, number, number, number]
    for (const from of ASKED) {
      const layer = piece.tile.get(from)
      const styles = style.layers.filter(l => l.from === from && l.shows(view.zoom))
      if (!layer || !styles.length) continue
      const k = piece.side / layer.extent
      for (const feature of layer.features) {
        const [w, n, e, s] = extent(layer, feature)
        const [left, right] = [Math.max(x0, piece.left + w * k), Math.min(x1, piece.left + e * k)]
        const [top, bottom] = [Math.max(y0, piece.top + n * k), Math.min(y1, piece.top + s * k)]
        const point = feature.type === POINT
        if (left > right || top > bottom || (point && (left >= x1 || top >= y1)) || !styles.some(l => l.takes(view.zoom, feature))) continue
        yield { from, props: feature.props, point, x: (left + right) / 2, y: (top + bottom) / 2, feature, layer, piece }
      }
    }
  }
}

function extent({ xy, ends }: TileLayer, { first, last }: Feature): [w: number, n: number, e: number, s: number] {
  let [w, n, e, s] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = first ? ends[first - 1]! : 0; i < (last ? ends[last - 1]! : 0); i++) {
    w = Math.min(w, xy[2 * i]!)
    e = Math.max(e, xy[2 * i]!)
    n = Math.min(n, xy[2 * i + 1]!)
    s = Math.max(s, xy[2 * i + 1]!)
  }
  return [w, n, e, s]
}
