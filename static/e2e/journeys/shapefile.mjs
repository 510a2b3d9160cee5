// A zipped Shapefile with one polygon on the National Grid, as a desktop GIS writes it.
import { crc32 } from 'node:zlib'

const GRID = 'PROJCS["OSGB_1936_British_National_Grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",SPHEROID["Airy_1830",6377563.396,299.3249646]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",400000.0],PARAMETER["False_Northing",-100000.0],PARAMETER["Central_Meridian",-2.0],PARAMETER["Scale_Factor",0.9996012717],PARAMETER["Latitude_Of_Origin",49.0],UNIT["Meter",1.0]]'

/** ring is closed and runs with the clock, in metres. */
export function zippedShapefile(ring, name = 'Larder Field') {
  const [x, y] = [ring.map(p => p[0]), ring.map(p => p[1])]
  const box = [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)]
  const content = Buffer.alloc(48 + 16 * ring.length)
  content.writeInt32LE(5, 0) // a polygon
  box.forEach((n, i) => content.writeDoubleLE(n, 4 + 8 * i))
  content.writeInt32LE(1, 36) // parts
  content.writeInt32LE(ring.length, 40)
  ring.forEach((p, i) => p.forEach((n, j) => content.writeDoubleLE(n, 48 + 16 * i + 8 * j)))
  const head = length => {
    const h = Buffer.alloc(100)
    h.writeInt32BE(9994, 0)
    h.writeInt32BE(length / 2, 24)
    h.writeInt32LE(1000, 28)
    h.writeInt32LE(5, 32)
    box.forEach((n, i) => h.writeDoubleLE(n, 36 + 8 * i))
    return h
  }
  const pair = (a, b) => { const p = Buffer.alloc(8); p.writeInt32BE(a, 0); p.writeInt32BE(b, 4); return p }
  return zip({
    'field.shp': Buffer.concat([head(108 + content.length), pair(1, content.length / 2), content]),
    'field.shx': Buffer.concat([head(108), pair(50, content.length / 2)]),
    'field.dbf': table(name),
    'field.prj': Buffer.from(GRID),
  })
}

/** One row with one field, NAME. */
function table(name) {
  const head = Buffer.alloc(65)
  head.set([3, 126, 1, 1], 0)
  head.writeInt32LE(1, 4)
  head.writeInt16LE(65, 8)
  head.writeInt16LE(41, 10)
  head.write('NAME', 32)
  head.write('C', 43)
  head[48] = 40
  head[64] = 13
  return Buffer.concat([head, Buffer.from(' ' + name.padEnd(40)), Buffer.from([26])])
}

/** A zip whose files are not packed. */
function zip(files) {
  const [parts, list] = [[], []]
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const about = Buffer.alloc(26) // from "version needed" to the length of the extra field
    about.writeUInt16LE(20, 0)
    about.writeUInt32LE(crc32(content), 10)
    about.writeUInt32LE(content.length, 14)
    about.writeUInt32LE(content.length, 18)
    about.writeUInt16LE(name.length, 22)
    parts.push(Buffer.from('PK\x03\x04'), about, Buffer.from(name), content)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    list.push(Buffer.from('PK\x01\x02\x14\x00'), about, rest, Buffer.from(name))
    offset += 30 + name.length + content.length
  }
  const directory = Buffer.concat(list)
  const end = Buffer.alloc(18)
  const count = Object.keys(files).length
  end.writeUInt16LE(count, 4)
  end.writeUInt16LE(count, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end])
}
