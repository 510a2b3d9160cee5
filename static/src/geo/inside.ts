import type { Geometry } from 'geojson'
import type { Position } from './position.ts'

/** Whether a place lies in a polygon, holes left out. For lists beside the map; counts come from the server. */
export function isInside([x, y]: Position, shape: Geometry): boolean {
  const polygons = shape.type === 'Polygon' ? [shape.coordinates] : shape.type === 'MultiPolygon' ? shape.coordinates : []
  return polygons.some(rings => rings.filter(ring => crosses(ring as Position[], x, y)).length % 2 === 1)
}

function crosses(ring: Position[], x: number, y: number): boolean {
  let inside = false
  ring.forEach(([xi, yi], i) => {
    const [xj, yj] = ring[(i + ring.length - 1) % ring.length] ?? [xi, yi]
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  })
  return inside
}
