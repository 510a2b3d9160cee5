import type { MapGeoJSONFeature, MapLibreMap } from 'maplibre-gl'
import { svg } from '../ui/html.ts'
import type { Look } from './look.ts'

/** One line of the legend. */
export interface Entry { key: string; words: string; markup: string }

const line = (colour: string, width: number, dash = '') =>
  `<path d="M1 7H25" fill="none" stroke="${colour}" stroke-width="${width}"${dash && ` stroke-dasharray="${dash}"`}/>`

/** A piece of ground that is hatched as the map hatches it. */
function hatched(side: number, colour: string, width: number, dash = ''): string {
  let lines = ''
  for (let sum = side; sum < 38; sum += side) { // all places of a line have one sum of x and y; from left or lower edge to upper or right
    const [from, to] = [Math.max(1, sum - 13), Math.min(25, sum - 1)]
    lines += `M${from} ${sum - from} ${to} ${sum - to}`
  }
  return `<g fill="none" stroke="${colour}" stroke-width="${width}"><path d="${lines}"/><path d="M1 1H25V13H1Z"${dash && ` stroke-dasharray="${dash}"`}/></g>`
}

/** What a feature that is drawn says for the legend; the first of its kind speaks for all. */
export function legendKey(layer: string, properties: Record<string, unknown>): string | undefined {
  switch (layer) {
    case 'home': return `home:${properties['tenure']}`
    case 'home_square': return 'square'
    case 'home_protected': return 'protected'
    case 'area': return `area:${properties['status']}`
    case 'asset': return 'asset'
    case 'boundary': {
      const kind = String(properties['kind'])
      return ['parish', 'ward'].includes(kind) ? kind : ['lsoa', 'msoa', 'oa'].includes(kind) ? 'census' : 'authority'
    }
    default: return undefined
  }
}

/** All that a legend may say, in its order. */
export function legendEntries(look: Look): Entry[] {
  const c = (name: string) => look.colours[name] ?? 'currentColor'
  const { side } = look.hatch
  return [
    ...look.symbols.map(s => ({ key: `home:${s.slug}`, words: s.name, markup: `<path transform="translate(13 7) scale(1.4)" fill="${c(s.slug)}" d="${look.shapes[s.shape] ?? ''}"/>` })),
    { key: 'square', words: look.exact ? 'Homes, by number' : 'Published homes, by number', markup: `<g fill="${c('social-rent')}"><path d="M1 5h4v4h-4Z" opacity=".34"/><path d="M7 4h6v6h-6Z" opacity=".62"/><path d="M15 2h10v10h-10Z" opacity=".9"/></g>` },
    { key: 'protected', words: 'Other homes, about, by small area', markup: hatched(side, c('protected'), 1.3, '3 2.5') },
    { key: 'shaded', words: 'Small areas added up', markup: hatched(side, c('protected'), 2.2) },
    { key: 'exact', words: 'Exact, as you may see them', markup: `<g fill="none" stroke="${c('ink')}" stroke-width="1.6"><path d="M4 7C8 1 18 1 22 7 18 13 8 13 4 7Z"/><circle cx="13" cy="7" r="2.6" fill="${c('ink')}"/></g>` },
    { key: 'shape', words: 'Your shape', markup: line(c('draft'), 3.6) },
    { key: 'draft', words: 'Your draft', markup: line(c('draft'), 3.6) },
    { key: 'trouble', words: 'To be put right', markup: hatched(side, c('warn'), 2) },
    { key: 'snapped', words: 'Snapped edge', markup: `<path d="M1 7H25" stroke="${c('draft')}" stroke-opacity=".3" stroke-width="10"/>${line(c('draft'), 3)}` },
    { key: 'area:applied', words: 'Area applied for', markup: line(c('draft'), 3.6, '8 4') },
    { key: 'area:designated', words: 'Designated area', markup: line(c('made'), 2.6, '10 3') },
    { key: 'area:made', words: 'Made plan', markup: line(c('made'), 2.6) + `<path d="M1 10.8H25" stroke="${c('made')}" stroke-opacity=".25" stroke-width="5"/>` },
    { key: 'asset', words: 'Community asset', markup: `<path transform="translate(13 6) scale(.54)" fill="${c('asset')}" d="${look.pin.path}"/>` },
    { key: 'parish', words: 'Parish', markup: `<path d="M2 7H25" stroke="${c('boundary')}" stroke-width="2.2" stroke-linecap="round" stroke-dasharray="0 4.8"/>` },
    { key: 'ward', words: 'Ward', markup: line(c('boundary'), 1.3, '7 4') },
    { key: 'authority', words: 'Authority', markup: line(c('ink'), 1.5, '9 3 2 3') },
    { key: 'census', words: 'Census area', markup: line(c('boundary'), 1, '1 3') },
  ]
}

/** Keeps the legend to what is drawn now. extra names entries that the tiles do not know. */
export function wireLegend(map: MapLibreMap, box: HTMLElement, look: () => Look, extra: () => string[] = () => []): () => void {
  let shown = ''
  const show = () => {
    const drawn = map.queryRenderedFeatures().map((f: MapGeoJSONFeature) => f.sourceLayer && legendKey(f.sourceLayer, f.properties))
    const keys = new Set([...drawn, ...extra()])
    if (look().exact) keys.add('exact')
    const entries = legendEntries(look()).filter(e => keys.has(e.key))
    const now = look().theme + entries.map(e => e.key).join()
    box.hidden = entries.length === 0
    if (now === shown) return
    shown = now
    box.classList.toggle('many', entries.length > 6)
    box.classList.toggle('exact', keys.has('exact'))
    box.replaceChildren(...entries.map(e => {
      const row = document.createElement('span')
      row.dataset.key = e.key
      row.append(svg(`<svg viewBox="0 0 26 14" aria-hidden="true">${e.markup}</svg>`), e.words)
      return row
    }))
  }
  map.on('idle', show)
  return show
}
