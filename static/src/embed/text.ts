import type { Context } from './frame.ts'
import type { StyleLayer } from './style.ts'
import type { Feature } from './tile.ts'

/** How words look. Sizes are CSS pixels. */
export interface Type { face: string; size: number; spacing: number; colour: string; halo: string; round: number }

/** Some letters with the middle of their base line at x, y, turned clockwise by an angle. */
export interface Run { text: string; x: number; y: number; angle: number }

export const LEADING = 1.2 // line height, in sizes
const BASE = .36 // how far under the middle of a line its letters stand

/** How a layer writes a feature. The reader's own fonts are used: weight and slant are in the name of the style's. */
export function typeOf(layer: StyleLayer, zoom: number, f: Feature): Type {
  const get = <T>(name: string, otherwise: T) => layer.get(`text-${name}`, zoom, f, otherwise)
  const name = String(get('font', []))
  const weight = /bold/i.test(name) ? (/semi/i.test(name) ? 600 : 700) : /medium/i.test(name) ? 500 : 400
  const size = get('size', 16)
  return {
    face: `${/italic/i.test(name) ? 'italic ' : ''}${weight}`, size,
    spacing: get('letter-spacing', 0) * size,
    colour: get('color', '#000'), halo: get('halo-color', ''), round: get('halo-width', 0),
  }
}

const fontOf = (face: string, size: number) => `${face} ${size.toFixed(2)}px system-ui, sans-serif`

const MEASURED = 40 // the size at which words are measured; they grow evenly
const widths = new Map<string, number>()

/** How wide words are. */
export function widthOf(c: Context, { face, size, spacing }: Type, text: string): number {
  const key = face + text
  let width = widths.get(key)
  if (width === undefined) {
    if (widths.size > 4000) widths.clear()
    c.font = fontOf(face, MEASURED)
    widths.set(key, (width = c.measureText(text).width / MEASURED))
  }
  return width * size + spacing * text.length
}

/** Breaks words into lines of about one length, as few as fit. */
export function wrap(text: string, most: number, width: (text: string) => number): string[] {
  const whole = width(text)
  const aim = whole / Math.ceil(whole / most)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line && `${line} ${word}`
    // A word goes where the line ends nearer to its aim.
    if (line && whole > most && Math.abs(width(line) - aim) < Math.abs(width(longer) - aim)) {
      lines.push(line)
      line = word
    } else line = longer || word
  }
  return [...lines, line]
}

/** Lines of words in a block whose upper left corner is at x, y; they stand at its left, at its right or in its middle. */
export function block(lines: string[], width: (text: string) => number, x: number, y: number, wide: number, size: number, side: string): Run[] {
  return lines.map((text, i) => ({
    text, angle: 0, y: y + (i + .5) * LEADING * size + BASE * size,
    x: x + (side === 'left' ? width(text) / 2 : side === 'right' ? wide - width(text) / 2 : wide / 2),
  }))
}

/** The base line of letters whose middle shall be at x, y. */
export function under(x: number, y: number, angle: number, size: number): [x: number, y: number] {
  return [x - Math.sin(angle) * BASE * size, y + Math.cos(angle) * BASE * size]
}

/** Writes words: the halo of all of them first. */
export function write(c: Context, { face, size, spacing, colour, halo, round }: Type, runs: Run[]): void {
  c.font = fontOf(face, size)
  c.textAlign = 'center'
  c.lineJoin = 'round'
  c.letterSpacing = `${spacing}px`
  c.fillStyle = colour
  c.strokeStyle = halo
  c.lineWidth = 2 * round
  for (const how of ['strokeText', 'fillText'] as const) {
    for (const { text, x, y, angle } of how === 'fillText' || round ? runs : []) {
      c.save()
      c.translate(x, y)
      c.rotate(angle)
      c[how](text, 0, 0)
      c.restore()
    }
  }
}
