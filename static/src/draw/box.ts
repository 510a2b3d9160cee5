import type { Geometry } from 'geojson'
import type { Box, Position } from '../geo/position.ts'
import type { Drawn } from './drawn.ts'

/** The box around all that is drawn; undefined where nothing is. */
export function boxOfDrawn({ parts, unfinished }: Drawn): Box | undefined {
  return boxOf([...parts.map(p => p.outline), unfinished?.corners ?? []].flat())
}

/** The box around a geometry; undefined where it is empty. */
export function boxOfGeometry(geometry: Geometry): Box | undefined {
  return boxOf(positionsOf(geometry))
}

function positionsOf(geometry: Geometry): Position[] {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(positionsOf)
  const depth = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }[geometry.type]
  return (depth === 0 ? [geometry.coordinates] : (geometry.coordinates as unknown[]).flat(depth - 1)) as Position[]
}

function boxOf(positions: readonly Position[]): Box | undefined {
  if (positions.length === 0) return undefined
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of positions) {
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return box
}
