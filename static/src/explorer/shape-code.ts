import type { Position } from '../geo/position.ts'

// Corners in an address: differences in millionths of a degree (about 10 cm), zigzag, five bits a letter, the sixth says that more
// follow. The corners are rounded the same way when they are drawn, so that a reloaded shape counts the same homes.

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const STEPS = 1e6

/** A corner as an address can hold it. */
export function roundCorner([lon, lat]: Position): Position {
  return [Math.round(lon * STEPS) / STEPS, Math.round(lat * STEPS) / STEPS]
}

export function encodeCorners(corners: Position[]): string {
  let [x, y] = [0, 0]
  return corners
    .map(([lon, lat]) => {
      const [nx, ny] = [Math.round(lon * STEPS), Math.round(lat * STEPS)]
      const text = encodeNumber(nx - x) + encodeNumber(ny - y)
      ;[x, y] = [nx, ny]
      return text
    })
    .join('')
}

/** The corners of an address; undefined where the text is damaged or holds fewer than three. */
export function decodeCorners(text: string): Position[] | undefined {
  const numbers = decodeNumbers(text)
  if (!numbers || numbers.length % 2 || numbers.length < 6) return undefined
  const corners: Position[] = []
  let [x, y] = [0, 0]
  for (let i = 0; i < numbers.length; i += 2) {
    x += numbers[i] ?? 0
    y += numbers[i + 1] ?? 0
    if (Math.abs(x) > 180 * STEPS || Math.abs(y) > 90 * STEPS) return undefined
    corners.push([x / STEPS, y / STEPS])
  }
  return corners
}

function encodeNumber(n: number): string {
  let rest = n < 0 ? -2 * n - 1 : 2 * n
  let text = ''
  do {
    const five = rest % 32
    rest = Math.floor(rest / 32)
    text += LETTERS[rest > 0 ? five + 32 : five]
  } while (rest > 0)
  return text
}

function decodeNumbers(text: string): number[] | undefined {
  const numbers: number[] = []
  let value = 0
  let scale = 1
  for (const letter of text) {
    const six = LETTERS.indexOf(letter)
    if (six < 0 || scale > 32 ** 7) return undefined
    value += (six % 32) * scale
    scale *= 32
    if (six >= 32) continue
    numbers.push(value % 2 ? -(value + 1) / 2 : value / 2)
    value = 0
    scale = 1
  }
  return scale === 1 ? numbers : undefined
}
