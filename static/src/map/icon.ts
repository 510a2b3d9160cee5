import type { MapLibreMap } from 'maplibre-gl'
import type { Look } from './look.ts'

// Symbols of homes, pins of assets and hatches of blurred figures, drawn for the colours of the style document. Their ids come from the
// style's icon-image and fill-pattern: "light:home:social-rent", "dark:asset:pub", "light:hatch:strong".

const RATIO = 4 // image pixels to one CSS pixel: sharp on dense screens and where symbols are drawn larger

/** Draws icons for a map as it asks for them. */
export function giveIcons(map: MapLibreMap, look: () => Look): void {
  map.setMissingStyleImageResolver(id => {
    const [, kind, name = ''] = id.split(':')
    const image = kind === 'home' ? homeSymbol(look(), name) : kind === 'asset' ? assetPin(look(), name) : kind === 'hatch' ? hatch(look(), name) : undefined
    if (image && !map.hasImage(id)) map.addImage(id, image, { pixelRatio: RATIO })
  })
}

function homeSymbol({ colours, shapes, symbols, home }: Look, group: string): ImageData {
  const shape = new Path2D(shapes[symbols.find(s => s.slug === group)?.shape ?? ''] ?? shapes['circle'])
  return draw(home, c => {
    c.lineWidth = home.halo
    c.lineJoin = 'round'
    c.strokeStyle = colours['halo'] ?? '#fff'
    c.stroke(shape)
    c.fillStyle = colours[group] ?? colours['ink-2'] ?? '#555'
    c.fill(shape)
  })
}

function assetPin({ colours, glyphs, pin }: Look, kind: string): ImageData {
  const outline = new Path2D(pin.path)
  return draw(pin, c => {
    c.translate(0, pin.height / 2 - pin.foot)
    c.lineWidth = pin.halo
    c.lineJoin = 'round'
    c.strokeStyle = colours['halo'] ?? '#fff'
    c.stroke(outline)
    c.fillStyle = colours['asset'] ?? '#000'
    c.fill(outline)
    c.lineWidth = pin.glyph
    c.lineCap = 'round'
    c.stroke(new Path2D(glyphs[kind] ?? glyphs['other']))
  })
}

/** Slanting lines that go on from one piece of the pattern to the next. */
function hatch({ colours, hatch: { side, width } }: Look, kind: string): ImageData {
  return draw({ width: side, height: side }, c => {
    c.strokeStyle = colours['protected'] ?? '#639'
    c.lineWidth = width[kind] ?? 1
    c.beginPath()
    for (const x of [-side, 0, side]) {
      c.moveTo(x - side, side)
      c.lineTo(x + side, -side)
    }
    c.stroke()
  })
}

function draw({ width, height }: { width: number; height: number }, paint: (c: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = width * RATIO
  canvas.height = height * RATIO
  const c = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D
  c.scale(RATIO, RATIO)
  c.translate(width / 2, height / 2)
  paint(c)
  return c.getImageData(0, 0, canvas.width, canvas.height)
}
