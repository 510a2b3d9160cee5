import { HOME_MIN_ZOOM } from '../map/zooms.ts'
import { el } from '../ui/html.ts'
import type { Config } from './config.ts'
import { sayFailed } from './failed.ts'
import { furnish } from './furniture.ts'
import { liveMap, type LiveMap } from './live-map.ts'
import { readStyle, type Style, type StyleDocument } from './style.ts'
import { View } from './view.ts'

const PATIENCE = 800 // milliseconds that a picture is held back for the map
const ROOM = 24 // CSS pixels around what the map is about

/** What a live map stands in, and what it is made of. */
export interface Stage { figure: HTMLElement; stage: HTMLElement; config: Config; map: LiveMap; home(): View }

/** Makes the picture of a page a live map. Until it is whole, and where it cannot be had, the picture stays. */
export async function start(figure: HTMLElement, config: Config): Promise<void> {
  spare(figure)
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const ask = () => fetchStyle(config.styles[config.theme === 'auto' ? (dark.matches ? 'dark' : 'light') : config.theme])
  const style = await patiently(figure, ask)
  const stage = el('div', { class: 'stage' })
  figure.append(stage)
  const home = () => {
    const { clientWidth: width, clientHeight: height } = stage
    return config.bounds ? View.of(config.bounds, width, height, ROOM) : View.at(config.center, config.zoom, width, height)
  }
  const map = liveMap(config.tiles, config.maxzoom, style, home(), config.labels !== false)
  dark.addEventListener('change', () => void ask().then(next => map.restyle(next), () => undefined))
  const { canvas } = map
  canvas.tabIndex = 0
  canvas.setAttribute('role', 'application')
  canvas.setAttribute('aria-label', config.label)
  canvas.setAttribute('aria-description', 'Arrows move the map, plus and minus zoom, 0 shows all. Alt with an arrow steps to the nearest thing, Enter opens it.')
  stage.append(canvas)
  watch({ figure, stage, config, map, home })
}

/** Where the script is here before anything was painted, the map mostly comes as soon as the picture would, which need not be drawn then; else it is, a little later. */
function spare(figure: HTMLElement): void {
  if (performance.getEntriesByType('paint').length) return
  figure.classList.add('soon')
  setTimeout(() => figure.classList.remove('soon'), PATIENCE)
}

function watch(here: Stage): void {
  const { figure, stage, config, map } = here
  const furniture = furnish(figure, stage, map)
  map.listeners.push(settled => {
    tellIdle(settled)
    furniture()
    if (!settled) return
    sayFailed(figure, map.tiles.failed() ? () => map.tiles.again() : undefined)
    if (!map.tiles.some()) return
    figure.classList.add('live')
    document.getElementById('legend')?.classList.toggle('far', map.view.zoom < HOME_MIN_ZOOM)
    if (config.boxes) figure.dataset['boxes'] = JSON.stringify(map.labels)
  })
  new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = stage
    if (width && height) map.show(map.touched ? map.view.resized(width, height) : here.home())
  }).observe(stage)
  exploreWhenAsked(here)
}

/** What only a reader who does something needs comes when one does: moving, details, list, legend. */
function exploreWhenAsked(here: Stage): void {
  const { figure, stage } = here
  const signs = ['pointerover', 'focusin', 'touchstart'] as const
  const ask = () => {
    for (const sign of signs) stage.removeEventListener(sign, ask)
    import('./explore.ts').then(m => m.explore(here), () => sayFailed(figure, ask))
  }
  for (const sign of signs) stage.addEventListener(sign, ask, { passive: true })
}

async function fetchStyle(address: string): Promise<Style> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(String(response.status))
  return readStyle(await response.json() as StyleDocument)
}

/** Tries again quietly, then says so and waits for the reader. */
async function patiently<T>(figure: HTMLElement, ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask()
    } catch {
      await new Promise<void>(done => (tries < 2 ? setTimeout(done, 800 * 5 ** tries) : sayFailed(figure, done)))
    }
  }
}

/** Says whether the map stands still with everything drawn: for tests and for pictures. */
function tellIdle(idle: boolean): void {
  const { dataset } = document.documentElement
  dataset['mapIdle'] = String(idle)
  if (!idle || dataset['mapReady']) return
  dataset['mapReady'] = 'true'
  performance.mark('terrier:settled')
}
