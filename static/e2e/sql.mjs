// Independent answers, asked of PostgreSQL itself.
import { execFileSync } from 'node:child_process'

const address = process.env.DATABASE_URL

/** The numbers of the first row that a query gives. */
export function sqlRow(query) {
  if (!address) throw new Error('DATABASE_URL says where the database under test is')
  const text = execFileSync('psql', ['-XAtq', '-F', ' ', '-v', 'ON_ERROR_STOP=1', '-d', address, '-c', query], { encoding: 'utf8' })
  return text.split('\n')[0].split(' ').map(Number)
}

/** The one number that a query gives. */
export function sqlNumber(query) {
  return sqlRow(query)[0]
}

/** Published homes in a stored plan area. */
export function homesInArea(ref) {
  return sqlNumber(`SELECT count(*) FROM home h, neighbourhood_plan_area a
    WHERE a.ref = '${ref}' AND h.sensitivity = 'published' AND ST_Covers(a.geom, h.geom)`)
}

/** Published homes in a GeoJSON polygon, and those so near its line that millimetres could decide. Both in WGS 84 as stored. */
export function homesInShape(polygon) {
  const shape = `ST_GeomFromGeoJSON('${JSON.stringify(polygon)}')`
  const published = `home WHERE sensitivity = 'published' AND`
  return {
    inside: sqlNumber(`SELECT count(*) FROM ${published} ST_Covers(${shape}, geom_4326)`),
    onTheLine: sqlNumber(`SELECT count(*) FROM ${published} ST_DWithin(ST_Boundary(${shape})::geography, geom_4326::geography, 0.05)`),
  }
}
