import type { Pen } from './trace.ts'

const SHARP = 4 // past this length of a mitre, in offsets, the corner is cut

/** Draws a line beside a line: to its right, looking along it, where the distance is positive. */
export function traceBeside(pen: Pen, line: Float64Array, distance: number, closed: boolean): void {
  const p = apart(line, closed)
  const n = p.length / 2
  if (n < 2) return
  const normal = (i: number): [number, number] | undefined => {
    if (!closed && (i < 0 || i >= n - 1)) return undefined
    const [a, b] = [2 * ((i + n) % n), 2 * ((i + 1) % n)]
    const [dx, dy] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!]
    const length = Math.hypot(dx, dy)
    return [-dy / length, dx / length] // y grows downwards
  }
  let begun = false
  const to = (x: number, y: number) => {
    if (begun) pen.lineTo(x, y)
    else pen.moveTo(x, y)
    begun = true
  }
  for (let i = 0; i < n; i++) {
    const [before, after] = [normal(i - 1) ?? normal(i), normal(i) ?? normal(i - 1)]
    if (!before || !after) continue
    const [x, y] = [p[2 * i]!, p[2 * i + 1]!]
    const [mx, my] = [before[0] + after[0], before[1] + after[1]]
    const square = (mx * mx + my * my) / 2 // 1 + the cosine of the turn
    if (square * SHARP < 2 / SHARP) {
      to(x + before[0] * distance, y + before[1] * distance)
      to(x + after[0] * distance, y + after[1] * distance)
    } else to(x + (mx / square) * distance, y + (my / square) * distance)
  }
  if (closed) pen.closePath()
}

/** The line without points that repeat the one before. */
function apart(line: Float64Array, closed: boolean): number[] {
  const p: number[] = []
  for (let i = 0; i < line.length; i += 2) if (!p.length || line[i] !== p.at(-2) || line[i + 1] !== p.at(-1)) p.push(line[i]!, line[i + 1]!)
  while (closed && p.length > 2 && p[0] === p.at(-2) && p[1] === p.at(-1)) p.length -= 2
  return p
}
