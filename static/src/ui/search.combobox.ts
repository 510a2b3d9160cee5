import { findPlaces, type Place } from '../api/places.ts'
import { Newest } from '../api/newest.ts'
import type { Position } from '../geo/position.ts'
import { el } from './html.ts'

/** What the search asks of the page it stands on. */
export interface SearchHost {
  /** Where the reader looks now. */
  near(): Position | undefined
  /** Shows a place. */
  choose(place: Place): void
}

/**
 * Makes the search field a combobox with a listbox (ARIA Authoring Practices, "editable combobox with list autocomplete").
 * Without scripts, or when nothing is chosen, the form opens /places?q= as a page.
 */
export function wireSearch(form: HTMLFormElement, host: SearchHost): void {
  const input = form.querySelector('input') as HTMLInputElement
  const list = el('ul', { class: 'find-list card', id: 'find-list', role: 'listbox', 'aria-label': 'Places', hidden: true })
  const said = el('div', { class: 'vh', role: 'status' })
  form.append(list, said)
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'find-list' })) {
    input.setAttribute(name, value)
  }
  let places: Place[] = []
  let active = -1

  const open = (is: boolean) => {
    list.hidden = !is
    input.setAttribute('aria-expanded', String(is))
    if (!is) mark(-1)
  }
  const mark = (n: number) => {
    active = n
    list.querySelectorAll('[role=option]').forEach((option, i) => option.setAttribute('aria-selected', String(i === n)))
    const option = list.querySelector('[aria-selected=true]')
    if (option) {
      input.setAttribute('aria-activedescendant', option.id)
      option.scrollIntoView({ block: 'nearest' })
    } else input.removeAttribute('aria-activedescendant')
  }
  const take = (place: Place | undefined) => {
    if (!place) return
    input.value = place.name
    open(false)
    asking.drop()
    host.choose(place)
  }
  const show = (found: Place[]) => {
    places = found
    list.replaceChildren(...(found.length ? found.map(option) : [el('li', { class: 'none', role: 'option', 'aria-disabled': true, 'aria-selected': false }, 'Nothing found. Try a postcode or the first letters of a name.')]))
    said.textContent = found.length ? `${found.length === 1 ? '1 place' : `${found.length} places`} found` : 'Nothing found'
    open(document.activeElement === input)
  }
  const asking = new Newest<string, Place[]>(
    q => findPlaces(q, host.near()),
    show,
    () => {
      places = []
      list.replaceChildren(el('li', { class: 'none', role: 'option', 'aria-disabled': true, 'aria-selected': false }, 'The search did not answer. Type again to try once more.'))
      open(true)
    },
  )

  input.addEventListener('input', () => {
    const q = input.value.trim()
    if (q.length < 2) {
      asking.drop()
      open(false)
    } else asking.put(q)
  })
  input.addEventListener('keydown', event => {
    const last = places.length - 1
    if (event.key === 'ArrowDown' && list.hidden && places.length) open(true)
    else if (event.key === 'ArrowDown') mark(active >= last ? 0 : active + 1)
    else if (event.key === 'ArrowUp') mark(active <= 0 ? last : active - 1)
    else if (event.key === 'Escape' && !list.hidden) open(false)
    else if (event.key === 'Enter' && !list.hidden && places.length) take(places[Math.max(active, 0)])
    else return
    event.preventDefault()
  })
  list.addEventListener('pointerdown', event => event.preventDefault()) // the field keeps the focus
  list.addEventListener('click', event => {
    const option = (event.target as HTMLElement).closest('[role=option]')
    if (option) take(places[Array.from(list.children).indexOf(option)])
  })
  input.addEventListener('blur', () => open(false))
  input.addEventListener('focus', () => places.length > 0 && input.value.trim().length >= 2 && open(true))
}

function option(place: Place, i: number): HTMLLIElement {
  const kind = place.kind.replaceAll('-', ' ')
  return el('li', { role: 'option', id: `find-${i}`, 'aria-selected': false },
    el('b', {}, place.name), place.context ? el('span', {}, place.context) : undefined, el('span', { class: 'kind' }, place.inexact ? `${kind}, near match` : kind))
}
