import css from '../css/embed-explore.css?inline'
import { nearest } from '../map/nearest.ts'
import { announcer } from '../ui/announce.ts'
import { el } from '../ui/html.ts'
import { plural } from '../ui/number.ts'
import { Details } from './details.ts'
import { go } from './ease.ts'
import { wireGestures } from './gestures.ts'
import { hinter } from './hint.ts'
import { hitAt } from './hit.ts'
import { spoken, summarise } from './in-view.ts'
import { showLegend } from './legend.ts'
import { wireKeys } from './keys.ts'
import { List } from './list.ts'
import { seenIn, type Seen } from './seen.ts'
import type { Stage } from './start.ts'

/** Wires all that a reader may do: moving the map, details, the list of what is in view, the legend, and what is said to screen readers. */
export function explore({ figure, stage, config, map, home }: Stage): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets.push(sheet)
  const legend = document.getElementById('legend')
  const list = config.list ? new List(legend ?? figure, config.pages, config.kinds) : undefined
  const region = el('p', { class: 'vh', role: 'status' })
  figure.append(region)
  const say = announcer(region)
  const details = new Details(figure, config.pages, config.kinds, () => {
    map.canvas.focus({ preventScroll: true })
    point(undefined)
  })
  const ring = el('div', { class: 'ring', hidden: true })
  map.canvas.after(ring)
  let chosen: { what: Seen; place: () => [number, number] } | undefined

  const point = (what: Seen | undefined) => {
    const { view } = map
    chosen = what && { what, place: () => { const v = map.view; const s = v.world / view.world; return [(what.x - view.left) * s + v.left, (what.y - view.top) * s + v.top] } }
    placeRing()
  }
  const placeRing = () => {
    ring.hidden = !chosen
    if (!chosen) return
    const [x, y] = chosen.place()
    ring.style.transform = `translate(${x}px, ${y}px)`
  }
  let [soon, told] = [0, '']
  const refresh = () => {
    const { width, height } = map.view
    const sum = summarise(seenIn(map), map.style.look, s => s.x > 0 && s.y > 0 && s.x < width && s.y < height)
    list?.show(sum)
    if (legend) showLegend(legend, map.style.look, sum.legend)
    const words = spoken(map.view.zoom, sum, map.style.look)
    if (words !== told) say((told = words)) // what is said of a step is not lost to what is known
  }
  const later = () => {
    clearTimeout(soon)
    soon = window.setTimeout(refresh, 150)
  }
  const opened = (at: [number, number], touch: boolean, first?: Seen) => {
    const { point: hit, around } = hitAt(seenIn(map), ...at, touch)
    point(first ?? hit)
    details.show(map.style.look, first ?? hit, around)
  }
  const middle = (): [number, number] => [map.view.width / 2, map.view.height / 2]
  map.listeners.push(() => {
    placeRing()
    later()
  })
  later()
  wireGestures(map, { tap: (x, y, touch) => opened([x, y], touch), hint: hinter(stage) })
  wireKeys(map, {
    home,
    step: direction => {
      const [x, y] = chosen?.place() ?? middle()
      const spots = [...seenIn(map)].filter(s => s.from === 'asset' || s.from === 'home' || s.from === 'area_label').map(what => ({ x: what.x, y: what.y, what }))
      const found = nearest(spots, { x, y }, direction)
      if (!found) return say('Nothing more in that direction.')
      point(found.what)
      say(`${nameOf(found.what)}. Press Enter to open it.`)
    },
    open: () => opened(chosen?.place() ?? middle(), false, chosen?.what.from === 'area_label' ? undefined : chosen?.what),
    close: () => (details.isOpen ? details.close() : point(undefined)),
  })
  for (const button of stage.querySelectorAll<HTMLElement>('[data-zoom]')) button.onclick = () => go(map, v => v.zoomed(Number(button.dataset['zoom'])))
}

function nameOf({ from, props }: Seen): string {
  return from === 'home' ? plural(Number(props['count']), 'published home') : String(props['name'])
}
