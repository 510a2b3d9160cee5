const EQUATOR_METRES = 40_075_016.685578488 // WGS 84, as Web Mercator has it
const TILE_PIXELS = 512
const PIXEL_METRES = 0.0254 / 96 // a CSS pixel

/** Metres of ground in one CSS pixel. */
export function metresPerPixel(lat: number, zoom: number): number {
  return (EQUATOR_METRES * Math.cos((lat * Math.PI) / 180)) / (TILE_PIXELS * 2 ** zoom)
}

/** The longest round length (1, 2 or 5 and zeros) that fits into the pixels. */
export function scaleBar(perPixel: number, maxPixels: number): { pixels: number; text: string } {
  const most = perPixel * maxPixels
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = ([5, 2, 1].find(n => n * power <= most) ?? 1) * power
  return { pixels: Math.round(metres / perPixel), text: metres >= 1000 ? `${metres / 1000} km` : `${metres} m` }
}

/** "1:7,850": rounded so that its last figures do not flicker. */
export function scaleText(perPixel: number): string {
  const exact = perPixel / PIXEL_METRES
  const step = exact < 1000 ? 10 : exact < 20_000 ? 50 : 10 ** Math.floor(Math.log10(exact) - 1) / 2
  return `1:${(Math.round(exact / step) * step).toLocaleString('en-GB')}`
}
