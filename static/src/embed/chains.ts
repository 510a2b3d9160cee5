/** A line in the units of its tile: x, y, x, y …, and how far along each point lies. */
export interface Chain { xy: number[]; along: number[]; length: number }

/** Joins lines that meet at their ends, so that a street of many pieces has room for its name. */
export function join(lines: number[][]): Chain[] {
  const chains: Chain[] = []
  for (let [line, ...rest] = lines; line; [line, ...rest] = rest) {
    for (let i = 0; i < rest.length;) {
      const longer: number[] | undefined = meet(line, rest[i]!) ?? meet(rest[i]!, line) ?? meet(line, reversed(rest[i]!)) ?? meet(reversed(rest[i]!), line)
      if (longer) {
        line = longer
        rest.splice(i, 1)
        i = 0
      } else i++
    }
    chains.push(measured(line))
  }
  return chains
}

function meet(a: number[], b: number[]): number[] | undefined {
  return a.at(-2) === b[0] && a.at(-1) === b[1] ? [...a, ...b.slice(2)] : undefined
}

function reversed(line: number[]): number[] {
  return line.map((_, i) => line[line.length - 2 - i + 2 * (i % 2)]!)
}

function measured(xy: number[]): Chain {
  const along = [0]
  for (let i = 2; i < xy.length; i += 2) along.push(along.at(-1)! + Math.hypot(xy[i]! - xy[i - 2]!, xy[i + 1]! - xy[i - 1]!))
  return { xy, along, length: along.at(-1)! }
}

/** The place so far along a line, and where the line goes there. */
export function placeOn({ xy, along }: Chain, distance: number): { x: number; y: number; angle: number } {
  let [low, high] = [0, along.length - 2]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (along[middle]! <= distance) low = middle
    else high = middle - 1
  }
  const [x0, y0, x1, y1] = [xy[2 * low]!, xy[2 * low + 1]!, xy[2 * low + 2]!, xy[2 * low + 3]!]
  const t = (distance - along[low]!) / (along[low + 1]! - along[low]! || 1)
  return { x: x0 + (x1 - x0) * t, y: y0 + (y1 - y0) * t, angle: Math.atan2(y1 - y0, x1 - x0) }
}
