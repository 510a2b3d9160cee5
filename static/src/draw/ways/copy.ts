import { askShape, ownDrafts } from '../../api/drafts.ts'
import { findPlaces } from '../../api/places.ts'
import { el } from '../../ui/html.ts'
import { searchList, type Found } from './land-search.ts'
import { OfferBox, type Way } from './way.ts'

/** What can be copied: plan areas by name, and the reader's own drafts. */
async function findAreas(q: string): Promise<Found[]> {
  const [places, drafts] = await Promise.all([findPlaces(q, undefined), ownDrafts().catch(() => [])]) // signed out there are none
  const like = (name: string) => name.toLowerCase().includes(q.toLowerCase())
  return [
    ...drafts.filter(d => like(d.name)).map(d => ({ ref: `drafts/${d.token}`, name: d.name, kind: 'draft of yours', within: '' })),
    ...places.filter(p => p.path?.startsWith('/areas/')).map(p => ({ ref: p.path!.slice(1), name: p.name, kind: 'plan area', within: p.context ?? '' })),
  ]
}

/** An area that is there already, or an earlier draft. */
export const copy: Way = {
  slug: 'copy',
  name: 'Copy an area',
  title: 'Copy an area or a draft',
  icon: 'copy',
  form: host => {
    const box = new OfferBox(host)
    const choose = (found: Found) => void box.ask(() => askShape({ way: 'copy', of: found.ref }), () => `Copied from ${found.name}`)
    return el('div', {}, searchList('Plan area or draft', 'By its name. Nothing of it changes.', findAreas, 'Copy', choose), box.root)
  },
}
