import { findLand, type Land } from '../../api/drafts.ts'
import { Newest } from '../../api/newest.ts'
import { button, el } from '../../ui/html.ts'
import { plural } from '../../ui/number.ts'

let made = 0

/** What can be chosen by a search. */
export interface Found { readonly ref: string; readonly name: string; readonly kind: string; readonly within: string }

/** A search field with what it finds as buttons below it: each is added by a click. */
export function searchList<F extends Found>(words: string, hint: string, find: (q: string) => Promise<F[]>, verb: string, choose: (found: F) => void): HTMLElement {
  const id = `search-${++made}`
  const input = el('input', { id, type: 'search', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', 'aria-describedby': `${id}-hint` })
  const list = el('ul', { class: 'list found' })
  const said = el('p', { class: 'quiet', role: 'status' })
  const asking = new Newest<string, F[]>(find, found => {
    list.replaceChildren(...found.map(f => {
      const add = button(verb, 'btn s', () => choose(f))
      add.setAttribute('aria-label', `${verb} ${f.name}`)
      return el('li', {}, el('span', { class: 'what' }, el('b', {}, f.name), el('small', {}, [f.kind.replaceAll('-', ' '), f.within].filter(Boolean).join(', '))), add)
    }))
    said.textContent = found.length ? `${plural(found.length, 'place')} found` : 'Nothing found. Try the first letters of the name.'
  }, () => {
    list.replaceChildren()
    said.textContent = 'The search did not answer. Type again to try once more.'
  })
  input.addEventListener('input', () => {
    const q = input.value.trim()
    if (q.length >= 2) return asking.put(q)
    asking.drop()
    list.replaceChildren()
    said.textContent = ''
  })
  return el('div', { class: 'field' }, el('label', { for: id }, words), input, el('small', { id: `${id}-hint` }, hint), said, list)
}

/** A search for parishes, wards and authorities. kinds limits what is found. */
export function landSearch(words: string, hint: string, verb: string, choose: (land: Land) => void, kinds?: readonly string[]): HTMLElement {
  return searchList(words, hint, async q => (await findLand(q)).filter(l => !kinds || kinds.includes(l.kind)), verb, choose)
}
