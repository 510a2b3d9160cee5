import type { MapLibreMap } from 'maplibre-gl'
import type { Box } from '../geo/position.ts'

const ROOM = 24 // pixels around the shape; below it stand the legend and the scale

/** Shows a box on the map while the page goes to paper, at the size that the map has there, and what was seen again after it. */
export function fitOnPaper(map: MapLibreMap, box: () => Box | undefined): void {
  const stage = map.getContainer().closest('.stage')
  let seen: { center: ReturnType<MapLibreMap['getCenter']>; zoom: number } | undefined
  let print: HTMLCanvasElement | undefined
  addEventListener('beforeprint', () => {
    const shown = box()
    if (!shown || seen) return
    seen = { center: map.getCenter(), zoom: map.getZoom() }
    stage?.classList.add('on-paper')
    map.resize()
    const legend = stage?.querySelector<HTMLElement>('[data-legend]')?.offsetHeight ?? 0
    map.fitBounds(shown, { padding: { top: ROOM, left: ROOM, right: ROOM, bottom: legend + 2 * ROOM }, animate: false })
    print = printOf(map)
  })
  addEventListener('afterprint', () => {
    print?.remove()
    stage?.classList.remove('on-paper')
    map.resize()
    if (seen) map.jumpTo(seen)
    seen = print = undefined
  })
}

/** What the map shows now, on a canvas of its own over the map's: of that one paper gets the frame before. */
function printOf(map: MapLibreMap): HTMLCanvasElement {
  map.redraw()
  const canvas = map.getCanvas()
  const print = document.createElement('canvas')
  ;[print.width, print.height, print.className] = [canvas.width, canvas.height, 'print']
  print.getContext('2d')?.drawImage(canvas, 0, 0)
  canvas.after(print)
  return print
}
