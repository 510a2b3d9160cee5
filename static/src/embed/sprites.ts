import type { Look } from '../map/look.ts'
import type { Context } from './frame.ts'

/** A symbol of a size in CSS pixels. It stamps its picture with the upper left corner at x, y. */
export interface Sprite { width: number; height: number; stamp(c: Context, x: number, y: number): void }

/** Symbols and hatches in the colours of a style, drawn once for each size. Their names come from the style: "light:home:social-rent". */
export interface Sprites {
  icon(name: string, size: number): Sprite
  /** Slanting lines that lie on the ground, not on the screen: x and y are how far it has been moved. */
  hatch(name: string, x: number, y: number): CanvasPattern
}

const MOST = 400 // symbols kept; a zoom needs some thirty
const STEPS = 3 // places between two pixels where a symbol may stand: it is drawn anew for each, for moved by less than a pixel it would blur

/** @param ratio device pixels to one CSS pixel */
export function spritesOf({ colours, shapes, symbols, home, glyphs, pin, hatch }: Look, ratio: number): Sprites {
  const known = new Map<string, Sprite>()

  /** Draws about the middle of a picture, moved by less than a pixel, where one unit is size CSS pixels. */
  const picture = ({ width, height }: { width: number; height: number }, size: number, dx: number, dy: number, paint: (c: Context) => void) => {
    const scale = size * ratio
    const image = document.createElement('canvas')
    image.width = Math.ceil(width * scale + dx)
    image.height = Math.ceil(height * scale + dy)
    const c = image.getContext('2d')!
    c.setTransform(scale, 0, 0, scale, (width * scale) / 2 + dx, (height * scale) / 2 + dy)
    c.lineJoin = c.lineCap = 'round'
    c.strokeStyle = colours['halo']!
    paint(c)
    return image
  }
  const drawn = (name: string, box: { width: number; height: number }, size: number, paint: (c: Context) => void): Sprite => {
    const key = `${name} ${size.toFixed(3)}`
    let sprite = known.get(key)
    if (sprite) return sprite
    const images: HTMLCanvasElement[] = []
    const split = (n: number) => {
      const steps = Math.round(n * ratio * STEPS)
      const whole = Math.floor(steps / STEPS)
      return [whole, steps - whole * STEPS] as const
    }
    sprite = {
      width: box.width * size, height: box.height * size,
      stamp: (c, x, y) => {
        const [[left, dx], [top, dy]] = [split(x), split(y)]
        const image = (images[dx + dy * STEPS] ??= picture(box, size, dx / STEPS, dy / STEPS, paint))
        c.drawImage(image, left / ratio, top / ratio, image.width / ratio, image.height / ratio)
      },
    }
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
    hatch: (name, x, y) => {
      const { side, width } = hatch
      const image = picture({ width: side, height: side }, 1, 0, 0, c => {
        c.strokeStyle = colours['protected']!
        c.lineWidth = width[name.split(':')[2]!] ?? 1
        for (const x of [-side, 0, side]) {
          c.moveTo(x - side, side)
          c.lineTo(x + side, -side)
        }
        c.stroke()
      })
      const pattern = image.getContext('2d')!.createPattern(image, 'repeat')!
      pattern.setTransform(new DOMMatrix([side / image.width, 0, 0, side / image.height, x % side, y % side]))
      return pattern
    },
  }
}
