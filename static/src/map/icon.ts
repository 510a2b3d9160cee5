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

type Shape = (c: CanvasRenderingContext2D, r: number) => void

const polygon = (...points: [number, number][]): Shape => (c, r) => {
  points.forEach(([x, y], i) => (i ? c.lineTo(x * r, y * r) : c.moveTo(x * r, y * r)))
  c.closePath()
}

// Sizes of the mock: equal to the eye, not to the ruler.
const SHAPES: Record<string, Shape> = {
  circle: (c, r) => c.arc(0, 0, r, 0, 7),
  square: polygon([-.92, -.92], [.92, -.92], [.92, .92], [-.92, .92]),
  diamond: polygon([0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]),
  triangle: polygon([0, -1.25], [1.25, 1], [-1.25, 1]),
  bar: polygon([-1.3, -.55], [1.3, -.55], [1.3, .55], [-1.3, .55]),
}

function homeSymbol(look: Look, group: string): ImageData {
  const shape = SHAPES[look.symbols.find(s => s.slug === group)?.shape ?? ''] ?? SHAPES['circle']!
  return draw(14, c => {
    c.beginPath()
    shape(c, 3.5)
    c.lineWidth = 2
    c.lineJoin = 'round'
    c.strokeStyle = look.colours['halo'] ?? '#fff'
    c.stroke()
    c.fillStyle = look.colours[group] ?? look.colours['ink-2'] ?? '#555'
    c.fill()
  })
}

// Glyphs about the pin's middle, 20 units wide, 2 px round stroke.
const GLYPHS: Record<string, string> = {
  hall: 'M-6 5V-1L0-6 6-1V5Z',
  'community-centre': 'M-6 5V-1L0-6 6-1V5Z M-2 5V1H2V5',
  'place-of-worship-hall': 'M-6 5V0L0-3 6 0V5Z M0-3V-8 M-2-6H2',
  pub: 'M-5-5H3V6H-5ZM3-2H6V3H3',
  shop: 'M-6-5H6L7-1H-7ZM-5-1V6H5V-1',
  library: 'M0-4C-2-6-5-6-7-5V5C-5 4-2 4 0 6 2 4 5 4 7 5V-5C5-6 2-6 0-4ZV6',
  'playing-field': 'M-6-5H6V5H-6ZM0-5V5',
  green: 'M0-7C5-5 5 2 0 3-5 2-5-5 0-7ZM0 3V7',
  allotment: 'M0 6V-1M0-1C0-5-3-6-6-6-6-2-4-1 0-1ZM0 1C0-2 3-3 6-3 6 0 4 1 0 1Z',
  'sports-ground': 'M0-6A6 6 0 1 0 .1-6ZM-6 0H6M0-6V6',
  nursery: 'M-5-5H-1V-1H-5ZM1-5H5V-1H1ZM-5 1H-1V5H-5ZM1 1H5V5H1Z',
  youth: 'M0-7A2.5 2.5 0 1 0 .1-7ZM-5 6C-5 1-3-1 0-1 3-1 5 1 5 6',
  other: 'M0-5V1M0 4.5V5',
}

function assetPin(look: Look, kind: string): ImageData {
  const [ink, halo] = [look.colours['asset'] ?? '#000', look.colours['halo'] ?? '#fff']
  return draw(34, c => {
    c.translate(0, -2.5)
    c.beginPath()
    c.moveTo(0, 18)
    c.lineTo(-6, 11)
    c.lineTo(6, 11)
    c.closePath()
    c.roundRect(-13, -13, 26, 26, 8)
    c.lineWidth = 3
    c.lineJoin = 'round'
    c.strokeStyle = halo
    c.stroke()
    c.fillStyle = ink
    c.fill()
    c.lineWidth = 2
    c.lineCap = 'round'
    c.stroke(new Path2D(GLYPHS[kind] ?? GLYPHS['other']))
  }, 36)
}

/** Slanting lines that go on from one piece of the pattern to the next. */
function hatch(look: Look, kind: string): ImageData {
  const side = 8
  return draw(side, c => {
    c.strokeStyle = look.colours['protected'] ?? '#639'
    c.lineWidth = kind === 'strong' ? 1.8 : 1.2
    c.beginPath()
    for (const x of [-side, 0, side]) {
      c.moveTo(x - side, side)
      c.lineTo(x + side, -side)
    }
    c.stroke()
  })
}

function draw(width: number, paint: (c: CanvasRenderingContext2D) => void, height = width): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = width * RATIO
  canvas.height = height * RATIO
  const c = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D
  c.scale(RATIO, RATIO)
  c.translate(width / 2, height / 2)
  paint(c)
  return c.getImageData(0, 0, canvas.width, canvas.height)
}
