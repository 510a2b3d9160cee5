import { svg } from './html.ts'

// Our own set: a 20 px grid, 1.8 px round stroke.
const PATHS = {
  draw: 'M3 15 6 5l9-2 2 9-6 5Z',
  edit: 'M4 16l1-4L14 3l3 3-9 9Z M12 5l3 3',
  undo: 'M7 5 3 9l4 4 M3 9h9a5 5 0 0 1 0 8H9',
  redo: 'M13 5l4 4-4 4 M17 9H8a5 5 0 0 0 0 8h3',
  bin: 'M4 6h12 M8 6V4h4v2 M6 6l1 11h6l1-11',
  layers: 'M10 3 3 7l7 4 7-4Z M3 11l7 4 7-4',
  hole: 'M3 3h14v14H3Z M7 7h6v6H7Z',
  part: 'M7 3l4 4-4 4-4-4Z M14 11l3 3-3 3-3-3Z',
  magnet: 'M5 4v6a5 5 0 0 0 10 0V4 M5 4h3v6a2 2 0 0 0 4 0V4h3 M5 7h3 M12 7h3',
  way: 'M4 16c0-6 12-4 12-10 M13 8l3-3 3 3',
  link: 'M8 12l4-4 M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2 M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2',
  parish: 'M3 5l5-2 4 2 5-2v12l-5 2-4-2-5 2Z M8 3v12 M12 5v12',
  pin: 'M10 18s6-5.5 6-10a6 6 0 0 0-12 0c0 4.5 6 10 6 10Z M10 6.5v3',
  lines: 'M3 5h14 M3 10h14 M3 15h9',
  upload: 'M10 13V3 M6 7l4-4 4 4 M3 13v4h14v-4',
  copy: 'M7 7h10v10H7Z M13 7V3H3v10h4',
  back: 'M12 4 6 10l6 6',
}

export function icon(name: keyof typeof PATHS): SVGElement {
  return svg(`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="${PATHS[name]}"/></svg>`)
}
