/** A point on the screen with something at it. */
export interface Spot<T> { x: number; y: number; what: T }

export type Direction = 'left' | 'right' | 'up' | 'down'

const AHEAD: Record<Direction, [number, number]> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }

/** The nearest spot in a direction from a place: within 45 degrees of it, sideways distance counting double. */
export function nearest<T>(spots: Spot<T>[], from: { x: number; y: number }, direction: Direction): Spot<T> | undefined {
  const [ax, ay] = AHEAD[direction]
  let best: Spot<T> | undefined
  let least = Infinity
  for (const spot of spots) {
    const [dx, dy] = [spot.x - from.x, spot.y - from.y]
    const ahead = dx * ax + dy * ay
    const aside = Math.abs(dx * ay - dy * ax)
    if (ahead <= 2 || aside > ahead) continue
    const cost = ahead + 2 * aside
    if (cost < least) [best, least] = [spot, cost]
  }
  return best
}
