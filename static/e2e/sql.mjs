// Independent answers, asked of PostgreSQL itself.
import { execFileSync } from 'node:child_process'

const address = process.env.TERRIER_E2E_SQL_URL ?? process.env.DATABASE_URL

/** The one number that a query gives. */
export function sqlNumber(query) {
  if (!address) throw new Error('DATABASE_URL says where the database under test is')
  return Number(execFileSync('psql', [address, '-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', query], { encoding: 'utf8' }))
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
