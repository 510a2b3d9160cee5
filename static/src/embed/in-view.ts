import type { Look } from '../map/look.ts'
import { plural, whole } from '../ui/number.ts'
import type { Seen } from './seen.ts'

/** What is in view, in figures that the tiles say. */
export interface InView {
  areas: Map<string, { name: string; status: string }>
  assets: Map<string, { name: string; kind: string }>
  homes: number
  squares: boolean // homes are counted by squares that have their middle in view
  tenures: Map<string, number>
  about: { homes: number; cells: number; untold: number } // what is told of other homes by blurred figures
  legend: Set<string>
}

/** Adds up what is in view. */
export function summarise(seen: Iterable<Seen>, look: Look, middleInView: (s: Seen) => boolean = () => true): InView {
  const sum: InView = { areas: new Map(), assets: new Map(), homes: 0, squares: false, tenures: new Map(), about: { homes: 0, cells: 0, untold: 0 }, legend: new Set() }
  const cells = new Set<string>()
  for (const s of seen) {
    const { from, props } = s
    const text = (key: string) => String(props[key] ?? '')
    const number = (key: string) => (typeof props[key] === 'number' ? props[key] : 0)
    if (from === 'area' || from === 'area_label') sum.areas.set(text('ref'), { name: text('name'), status: text('status') })
    else if (from === 'asset') sum.assets.set(text('ref'), { name: text('name'), kind: text('kind') })
    else if (from === 'home' || (from === 'home_square' && middleInView(s))) {
      sum.homes += number('count')
      sum.squares ||= from === 'home_square'
      for (const { slug } of look.symbols) if (number(slug)) sum.tenures.set(slug, (sum.tenures.get(slug) ?? 0) + number(slug))
    } else if (from === 'home_protected_label') {
      sum.about.homes += number('count')
      sum.about.cells += number('cells') || 1
      cells.add(text('cell'))
    }
    sum.legend.add(legendKey(from, text))
  }
  sum.legend.delete('')
  return sum
}

/** The keys of a legend, as the page has them. */
function legendKey(from: string, text: (key: string) => string): string {
  switch (from) {
    case 'home': return text('tenure')
    case 'home_square': return 'square'
    case 'home_protected': return 'protected'
    case 'area': return `area-${text('status')}`
    case 'asset': return 'asset'
    default: return ''
  }
}

/** What is said about homes: "179 published homes", "About 34 other homes in 3 small areas". */
export function homesInWords({ homes, squares, about }: InView): string[] {
  const lines: string[] = []
  if (homes) lines.push(`${plural(homes, 'published home')}${squares ? ' in the squares in view' : ''}`)
  if (about.cells) lines.push(`About ${plural(about.homes, 'other home')} in ${plural(about.cells, 'small area')}`)
  return lines
}

/** What a screen reader is told when the map has moved. */
export function spoken(zoom: number, sum: InView, look: Look): string {
  const tenures = look.symbols.filter(s => sum.tenures.get(s.slug)).map(s => `${s.name} ${whole(sum.tenures.get(s.slug)!)}`)
  const parts = [
    `Zoom ${Math.round(zoom)}`, ...homesInWords({ ...sum, about: { homes: 0, cells: 0, untold: 0 } }).map(w => (sum.squares ? w : `${w} in view`)), tenures.join(', '),
    ...homesInWords({ ...sum, homes: 0 }),
    [sum.areas.size ? plural(sum.areas.size, 'plan area') : '', sum.assets.size ? plural(sum.assets.size, 'community asset') : ''].filter(Boolean).join(', '),
  ].filter(Boolean)
  return `${(parts.length === 1 ? [...parts, 'Nothing in view'] : parts).join('. ')}.`
}
