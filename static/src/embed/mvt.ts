import { Bytes, TileError } from './bytes.ts'
import { POINT, POLYGON, type Feature, type Props, type Tile, type Value } from './tile.ts'

export { TileError }

// Fields of https://github.com/mapbox/vector-tile-spec/blob/master/2.1/vector_tile.proto, as tag = field << 3 | wire type.
const TILE_LAYER = 0x1a
const NAME = 0x0a, FEATURE = 0x12, KEY = 0x1a, VALUE = 0x22, EXTENT = 0x28
const TAGS = 0x12, TYPE = 0x18, GEOMETRY = 0x22
const STRING = 0x0a, FLOAT = 0x15, DOUBLE = 0x19, SINT = 0x30, BOOL = 0x38

const MOST_BYTES = 8 << 20 // ours are a hundredth of it

/** Reads a vector tile. Bytes that are none end in a TileError and in nothing else. */
export function readTile(bytes: Uint8Array): Tile {
  if (bytes.length > MOST_BYTES) throw new TileError('the tile is too large')
  const b = new Bytes(bytes)
  const tile: Tile = new Map()
  while (b.more()) {
    const tag = b.varint()
    if (tag === TILE_LAYER) b.within(() => readLayer(b, tile))
    else b.skip(tag)
  }
  return tile
}

function readLayer(b: Bytes, tile: Tile): void {
  let name = ''
  let extent = 4096
  const keys: string[] = []
  const values: Value[] = []
  const features: Feature[] = []
  const xy: number[] = []
  const ends: number[] = []
  while (b.more()) {
    const tag = b.varint()
    if (tag === NAME) name = b.text()
    else if (tag === KEY) keys.push(b.text())
    else if (tag === EXTENT) extent = b.varint()
    else if (tag === VALUE) b.within(() => values.push(readValue(b)))
    else if (tag === FEATURE) b.within(() => features.push(readFeature(b, xy, ends, keys, values)))
    else b.skip(tag)
  }
  tile.set(name, { extent: extent || 1, features: features.filter(f => f.type >= POINT && f.type <= POLYGON), xy: Int32Array.from(xy), ends: Int32Array.from(ends) })
}

function readValue(b: Bytes): Value {
  let value: Value = null
  while (b.more()) {
    const tag = b.varint()
    if (tag === STRING) value = b.text()
    else if (tag === FLOAT) value = b.float(4)
    else if (tag === DOUBLE) value = b.float(8)
    else if (tag === SINT) value = b.zigzag()
    else if (tag === BOOL) value = b.varint() !== 0
    else if ((tag & 7) === 0) value = b.varint()
    else b.skip(tag)
  }
  return value
}

function readFeature(b: Bytes, xy: number[], ends: number[], keys: string[], values: Value[]): Feature {
  const tags: number[] = []
  let known: Props | undefined
  const feature = {
    type: 0, first: ends.length, last: 0,
    get props() { // read when they are asked for, which is not when the whole tile is
      return (known ??= named(tags, keys, values))
    },
  }
  while (b.more()) {
    const tag = b.varint()
    if (tag === TYPE) feature.type = b.varint()
    else if (tag === TAGS) b.within(() => { while (b.more()) tags.push(b.varint()) })
    else if (tag === GEOMETRY) b.within(() => readGeometry(b, xy, ends))
    else b.skip(tag)
  }
  feature.last = ends.length
  return feature
}

function named(tags: number[], keys: string[], values: Value[]): Props {
  const props = Object.create(null) as Props // a key may be called __proto__
  for (let i = 0; i + 1 < tags.length; i += 2) {
    const [key, value] = [keys[tags[i]!], values[tags[i + 1]!]]
    if (key !== undefined && value !== undefined) props[key] = value
  }
  return props
}

/** Each coordinate takes a byte at least, so that a false count meets the end of its bytes. */
function readGeometry(b: Bytes, xy: number[], ends: number[]): void {
  let [x, y] = [0, 0]
  let open = false
  while (b.more()) {
    const command = b.varint()
    const [id, count] = [command & 7, command >>> 3]
    if (id === 7) continue // rings of polygons are closed wherever they are drawn
    if (id !== 1 && id !== 2) throw new TileError('a geometry has an unknown command')
    for (let i = 0; i < count; i++) {
      x = (x + b.zigzag()) | 0
      y = (y + b.zigzag()) | 0
      if (id === 1 && open) ends.push(xy.length / 2)
      open = true
      xy.push(x, y)
    }
  }
  if (open) ends.push(xy.length / 2)
}
