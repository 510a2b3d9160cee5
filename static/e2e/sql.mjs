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

const PUBLISHED = `h.sensitivity = 'published'`

/** Which homes an association's officer sees: published ones, and all of the association's. */
export function seenBy(association) {
  return `(${PUBLISHED} OR h.owner_id = (SELECT id FROM organisation WHERE ref = '${association}'))`
}

/** The text that a query gives. */
export function sqlText(query) {
  return execFileSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', address, '-c', query], { encoding: 'utf8' }).trim()
}

/** Homes in a stored plan area: published ones, or those that a condition on h names. */
export function homesInArea(ref, seen = PUBLISHED) {
  return sqlNumber(`SELECT count(*) FROM home h, neighbourhood_plan_area a
    WHERE a.ref = '${ref}' AND ${seen} AND ST_Covers(a.geom, h.geom)`)
}

/** What the public release has of the cells whose reference points lie in a stored plan area: homes, and how many cells. */
export function othersInArea(ref) {
  return sqlRow(`SELECT sum(r.entries[1]), count(*) FROM public_release_cell r JOIN disclosure_cell c ON c.id = r.cell, neighbourhood_plan_area a
    WHERE r.release = (SELECT max(number) FROM public_release) AND a.ref = '${ref}' AND ST_Covers(a.geom, c.point)`)
}

/** The same in a GeoJSON polygon, and those so near its line that millimetres could decide. Both in WGS 84 as stored. */
export function homesInShape(polygon, seen = PUBLISHED) {
  const shape = `ST_GeomFromGeoJSON('${JSON.stringify(polygon)}')`
  return {
    inside: sqlNumber(`SELECT count(*) FROM home h WHERE ${seen} AND ST_Covers(${shape}, geom_4326)`),
    onTheLine: sqlNumber(`SELECT count(*) FROM home h WHERE ${seen} AND ST_DWithin(ST_Boundary(${shape})::geography, geom_4326::geography, 0.05)`),
  }
}
