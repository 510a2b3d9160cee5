import { askShape, type Land } from '../../api/drafts.ts'
import { button, el } from '../../ui/html.ts'
import { landSearch } from './land-search.ts'
import { OfferBox, type Way } from './way.ts'

/** "Set from 2 parishes", "Set from Hollin" */
export function boundariesLabel(chosen: readonly Land[]): string {
  if (chosen.length === 1) return `Set from ${chosen[0]!.name}`
  const all = (kind: string) => chosen.every(c => c.kind === kind)
  return `Set from ${chosen.length} ${all('parish') ? 'parishes' : all('ward') ? 'wards' : 'boundaries'}`
}

/** Parishes and wards, one or several together. */
export const parishOrWard: Way = {
  slug: 'boundaries',
  name: 'Parish or ward',
  title: 'Set the area from parishes or wards',
  icon: 'parish',
  form: host => {
    const box = new OfferBox(host)
    let chosen: Land[] = []
    const list = el('ul', { class: 'list', 'aria-label': 'Chosen' })
    const change = (next: Land[]) => {
      chosen = next
      list.replaceChildren(...chosen.map(land => {
        const remove = button('Remove', 'btn t s', () => change(chosen.filter(c => c !== land)))
        remove.setAttribute('aria-label', `Remove ${land.name}`)
        return el('li', {}, land.name, remove)
      }))
      if (chosen.length === 0) box.clear()
      else void box.ask(() => askShape({ way: 'boundaries', refs: chosen.map(c => c.ref) }), () => boundariesLabel(chosen))
    }
    const add = (land: Land) => {
      if (chosen.some(c => c.ref === land.ref)) return host.announce(`${land.name} is chosen already.`)
      change([...chosen, land])
      host.announce(`${land.name} is added.`)
    }
    return el('div', {}, landSearch('Parish, ward or authority', 'Add as many as you like. They become one area.', 'Add', add), list, box.root)
  },
}
