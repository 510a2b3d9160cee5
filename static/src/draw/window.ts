/** A box on the map, in whole pixels from its left and top. */
export interface PixelBox { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

const ROOM = 24 // pixels around places for what is drawn at them: rings around a corner, wide lines
const SPARE = 64 // further pixels for a window to open with, so that it need not be widened with each step

/**
 * The window in which a picture changes while a corner moves, which lies around the corner and those next to it. It is the one before while that will do.
 * Nothing outside of it moves: the edges that do run between these places.
 */
export function windowAround(places: readonly (readonly [x: number, y: number])[], before: PixelBox | undefined): PixelBox {
  const [left, right] = extent(places.map(([x]) => x), ROOM)
  const [top, bottom] = extent(places.map(([, y]) => y), ROOM)
  if (before && left >= before.x && top >= before.y && right <= before.x + before.width && bottom <= before.y + before.height) return before
  const x = Math.floor(Math.min(left - SPARE, before?.x ?? Infinity))
  const y = Math.floor(Math.min(top - SPARE, before?.y ?? Infinity))
  const x1 = Math.ceil(Math.max(right + SPARE, before ? before.x + before.width : -Infinity))
  const y1 = Math.ceil(Math.max(bottom + SPARE, before ? before.y + before.height : -Infinity))
  return { x, y, width: x1 - x, height: y1 - y }
}

function extent(values: readonly number[], around: number): [number, number] {
  return [Math.min(...values) - around, Math.max(...values) + around]
}
