import type { Look } from '../map/look.ts'
import type { Context } from './frame.ts'
import type { View } from './view.ts'

/** A picture of a symbol, and its size in CSS pixels. */
export interface Sprite { image: HTMLCanvasElement; width: number; height: number }

/** Symbols and hatches in the colours of a style, drawn once for each size. Their names come from the style: "light:home:social-rent". */
export interface Sprites {
  icon(name: string, size: number): Sprite
  /** Slanting lines that lie on the ground, not on the screen. */
  hatch(name: string, view: View): CanvasPattern
}

const MOST = 400 // pictures kept; a zoom needs some thirty

/** @param ratio device pixels to one CSS pixel */
export function spritesOf({ colours, shapes, symbols, home, glyphs, pin, hatch }: Look, ratio: number): Sprites {
  const known = new Map<string, Sprite>()

  /** Draws about the middle of a picture, where one unit is size CSS pixels: a shape, haloed and filled, or what paint does. */
  const drawn = (name: string, { width, height }: { width: number; height: number }, size: number, paint: (c: Context) => void) => {
    const key = `${name} ${size.toFixed(3)}`
    let sprite = known.get(key)
    if (sprite) return sprite
    const scale = size * ratio
    const image = document.createElement('canvas')
    image.width = Math.max(1, Math.round(width * scale))
    image.height = Math.max(1, Math.round(height * scale))
    const c = image.getContext('2d')!
    c.setTransform(scale, 0, 0, scale, image.width / 2, image.height / 2)
    c.lineJoin = c.lineCap = 'round'
    c.strokeStyle = colours['halo']!
    paint(c)
    sprite = { image, width: image.width / ratio, height: image.height / ratio }
    if (known.size > MOST) known.clear()
    known.set(key, sprite)
    return sprite
  }
  const haloed = (c: Context, shape: Path2D, halo: number, colour: string | undefined) => {
    c.lineWidth = halo
    c.stroke(shape)
    c.fillStyle = colour ?? colours['ink-2']!
    c.fill(shape)
  }
  return {
    icon: (name, size) => {
      const [, kind, what = ''] = name.split(':')
      return kind === 'home'
        ? drawn(name, home, size, c => haloed(c, new Path2D(shapes[symbols.find(s => s.slug === what)?.shape ?? 'circle']), home.halo, colours[what]))
        : drawn(name, pin, size, c => {
          c.translate(0, pin.height / 2 - pin.foot)
          haloed(c, new Path2D(pin.path), pin.halo, colours['asset'])
          c.lineWidth = pin.glyph
          c.stroke(new Path2D(glyphs[what] ?? glyphs['other']))
        })
    },
    hatch: (name, view) => {
      const { side, width } = hatch
      const { image } = drawn(name, { width: side, height: side }, 1, c => {
        c.strokeStyle = colours['protected']!
        c.lineWidth = width[name.split(':')[2]!] ?? 1
        for (const x of [-side, 0, side]) {
          c.moveTo(x - side, side)
          c.lineTo(x + side, -side)
        }
        c.stroke()
      })
      const pattern = image.getContext('2d')!.createPattern(image, 'repeat')!
      pattern.setTransform(new DOMMatrix([side / image.width, 0, 0, side / image.height, view.left % side, view.top % side]))
      return pattern
    },
  }
}
