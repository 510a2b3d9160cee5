import type { Geometry } from 'geojson'
import { Newest } from '../api/newest.ts'
import { fetchJSON, Problem } from '../api/problem.ts'
import { homesListed, listOfPlace } from '../api/exact-list.ts'
import { countExactly, countHomes, othersOf, type Drag, type Summary, type Within } from '../api/summary.ts'
import type { Box, Position } from '../geo/position.ts'
import { readNumbers } from '../geo/position.ts'
import { outlineOf } from '../map/outline.ts'
import { announcer } from '../ui/announce.ts'
import { button, el, must } from '../ui/html.ts'
import { icon } from '../ui/icons.ts'
import { plural } from '../ui/number.ts'
import { wireSearch } from '../ui/search.combobox.ts'
import type { Address } from './address.ts'
import { Answer, assetsInside, assetSections, cellSection, estimated, failureAlert, homeSections, listedSection, summarySections } from './answer.ts'
import { cornerList } from './corners.ts'
import { homesFigure, tenureRows, totalInWords } from './figures.ts'
import { copyLink, Foot } from './foot.ts'
import type { ShownMap } from './shown-map.ts'
import { Overview } from './overview.ts'
import { wireSheet } from './sheet.ts'
import { Store } from './store.ts'

const TABLES_EVERY = 200 // milliseconds, while a corner moves: laying them out takes longer than the figures above them
const EXACT = 'Exact, for you alone. What you ask is noted.'

/**
 * The explorer: the address says what is shown; the panel answers it in words and figures; the map, when it has come, shows where.
 * Everything here works without the map.
 */
export class Explorer {
  readonly store = new Store()
  readonly stage = must('[data-stage]')
  private readonly panel = must('[data-panel]')
  private readonly place = must('[data-answer]', this.panel)
  private readonly foot = new Foot(must('[data-foot]', this.panel), {
    link: () => copyLink(words => this.announce(words)),
    rest: () => (this.answer?.heading() ?? this.panel).focus({ preventScroll: true }),
  })
  readonly overview = new Overview(must('[data-overview]', this.panel))
  readonly announce = announcer(must('[data-live]'))
  private readonly sheet = wireSheet(this.panel, must<HTMLButtonElement>('[data-grip]'))
  private side: ShownMap | undefined
  private answer: Answer | undefined
  private shape: Geometry | undefined // of the answer
  private written: Node[] | undefined // the title in the header, as it came
  private before: Element | null = null // what had the focus when the answer was opened

  private readonly inView = new Newest<Box, Summary>(
    box => (this.store.now.exact ? countExactly({ box }, undefined, 'tenure') : countHomes({ box }, 'tenure')),
    summary => {
      this.overview.count(summary, this.store.now.list)
      const words = tenureRows(summary).map(r => `${r.name} ${r.others?.count ? 'about ' : ''}${r.count}`).join('. ')
      this.announce(`Zoom ${Math.round(this.store.now.look?.zoom ?? 0)}. ${totalInWords(summary)} in view. ${words}`)
    },
    () => undefined, // the figures of before stay, pale; the next move asks again
  )
  private readonly inside = new Newest<{ within: Within; drag?: Drag }, Summary>(
    ({ within, drag }) => (this.store.now.exact ? countExactly(within, drag) : countHomes(within)),
    (summary, { within }) => this.answered(summary, within),
    (error, { within }) => this.failed(error, within),
  )
  private settling = false // while the address is told of a shape that is open already
  private tabled = 0 // when the tables were made last
  private drag: string | undefined // the name of the drag under way, which the server notes as one question

  constructor() {
    const find = document.querySelector<HTMLFormElement>('[data-find]')
    if (find) {
      wireSearch(find, {
        near: () => this.centre(),
        choose: place => {
          const [kind, ref] = place.path?.split('/').slice(1) ?? []
          if (kind === 'areas' && ref) this.choose({ area: ref })
          else if (kind === 'assets' && ref) this.choose({ asset: ref })
          else if (kind === 'associations' && place.path) location.assign(place.path)
          else {
            this.step({})
            this.side?.goTo(place.bbox, place.point)
          }
          this.announce(`${place.name}${place.context ? `, ${place.context}` : ''} is shown on the map.`)
        },
      })
    }
    this.panel.addEventListener('click', event => this.listClick(event))
    this.panel.addEventListener('keydown', event => {
      if (event.key === 'Escape' && this.answer && !event.defaultPrevented) this.leave()
    })
    for (const link of this.stage.querySelectorAll<HTMLAnchorElement>('.seg a')) {
      link.addEventListener('click', event => {
        event.preventDefault()
        this.store.push({ list: link.dataset['view'] === 'list' })
      })
    }
    this.store.follow((now, before) => this.follow(now, before))
    this.showList(this.store.now.list)
    this.open(this.store.now)
  }

  /** Everything there is, for the first view. */
  bounds(): Box | undefined {
    return readNumbers(this.stage.dataset['bounds'], 4) as Box | undefined
  }

  /** The map has come. */
  join(side: ShownMap): void {
    this.side = side
    side.show(this.store.now)
    this.open(this.store.now)
    this.moved()
  }

  /** The map looks elsewhere. */
  moved(): void {
    const box = this.side?.box() ?? this.bounds()
    const centre = this.centre()
    if (!box || !centre) return
    this.overview.arrange(centre, box, this.store.now.list)
    if (this.answer || this.store.now.list) return
    this.overview.count(undefined, false)
    this.inView.put(box)
  }

  /** A step to go back from; the step before it keeps where the map looked. */
  private step(change: Partial<Address>): void {
    const look = this.side?.look()
    if (look) this.store.replace({ look })
    this.store.push(change)
  }

  choose(what: Partial<Address>): void {
    this.before = document.activeElement
    this.step({ area: undefined, asset: undefined, at: undefined, shape: undefined, list: this.store.now.list, ...what })
  }

  /** Goes back from the answer to the overview, or from a thing inside a shape or an area to that. */
  leave(): void {
    const { at, asset, shape, area } = this.store.now
    this.store.push(((at || asset) && shape) || (at && area) ? { at: undefined, asset: undefined } : { area: undefined, asset: undefined, at: undefined, shape: undefined })
    if (this.before instanceof HTMLElement && this.before.isConnected) this.before.focus()
    else this.panel.focus()
  }

  /** The corners of the sketch have changed. */
  sketched(corners: Position[], settled: boolean, drawing: boolean): void {
    if (!this.answer || this.store.now.area || this.store.now.at || this.store.now.asset) this.openShape()
    this.shape = corners.length >= 3 ? { type: 'Polygon', coordinates: [[...corners, corners[0]!]] } : undefined
    this.answer?.figures(estimated(corners))
    this.feet(drawing, corners.length)
    this.answer?.say(...(drawing && corners.length < 3 ? [el('p', { class: 'quiet' }, `${plural(corners.length, 'corner')}. Three make a shape.`)] : []))
    if (this.shape) {
      this.answer?.wait()
      this.drag ??= Math.random().toString(36).slice(2)
      this.inside.put({ within: { shape: this.shape }, drag: { name: this.drag, end: settled } })
      if (settled) this.drag = undefined
      if (settled || drawing) this.side?.focus.show(this.shape) // while a corner moves the map stands still
    }
    if (settled && corners.length >= 3 && String(corners) !== String(this.store.now.shape)) {
      const had = this.store.now.shape !== undefined
      this.settling = true
      this.store[had ? 'replace' : 'push']({ area: undefined, asset: undefined, at: undefined, shape: corners })
      this.settling = false
    }
  }

  startSketch(): void {
    this.store.push({ area: undefined, asset: undefined, at: undefined, shape: undefined, list: false })
    this.openShape()
    this.feet(true, 0)
    this.sheet.to('half')
  }

  private follow(now: Address, before: Address): void {
    if (now.list !== before.list) this.showList(now.list)
    const same = now.area === before.area && now.asset === before.asset && String(now.at) === String(before.at) && String(now.shape) === String(before.shape)
    if (!same && !this.settling && !(this.side?.sketching() && now.shape)) this.open(now)
    this.side?.show(now)
    if (now.list !== before.list) this.moved()
  }

  private showList(list: boolean): void {
    document.body.dataset['view'] = list ? 'list' : 'map'
    for (const link of this.stage.querySelectorAll<HTMLAnchorElement>('.seg a')) {
      if ((link.dataset['view'] === 'list') === list) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }

  /** Shows the answer that the address asks for, or the overview. */
  private open(now: Address): void {
    this.inside.drop()
    this.side?.focus.faultAt(undefined)
    if (now.at) this.openPlace(now.at)
    else if (now.asset) this.openAsset(now.asset)
    else if (now.area) this.openArea(now.area)
    else if (now.shape) {
      this.openShape()
      this.sketched(now.shape, true, false)
      void this.side?.editShape(now.shape)
    } else {
      this.show(undefined)
      this.side?.focus.show(undefined)
      this.side?.focus.ringAt(undefined)
      this.side?.endSketch()
      this.moved()
    }
  }

  private openArea(ref: string): void {
    const listed = this.overview.find('areas', ref)
    const status = listed?.data['status'] ?? ''
    const answer = new Answer({ href: '/', words: 'Map' }, listed?.name ?? ref, [
      el('span', { class: `status ${status}` }, listed?.data['stageName'] ?? 'Plan area'), '·', el('a', { href: `/areas/${encodeURIComponent(ref)}` }, 'Page of this area'),
      ...(this.store.now.exact ? ['·', EXACT] : []),
    ], true, () => this.leave())
    this.show(answer)
    this.side?.endSketch()
    this.side?.focus.ringAt(undefined)
    if (listed?.bounds) this.side?.reveal(listed.bounds)
    this.foot.show(el('a', { class: 'btn p', href: this.store.now.exact ? `/homes/exact?area=${encodeURIComponent(ref)}` : `/areas/${encodeURIComponent(ref)}/homes` }, 'All figures'))
    this.inside.put({ within: { area: ref } })
    fetchJSON<{ geometry: Geometry }>(`/areas/${encodeURIComponent(ref)}.geojson`).then(feature => {
      if (this.answer !== answer) return
      this.shape = feature.geometry
      this.side?.focus.show(feature.geometry, outlineOf(status))
      void assetsInside(feature.geometry).then(found => this.answer === answer && answer.listAssets(found), () => undefined)
    }, () => undefined) // the figures say what went wrong; without the outline the map shows its own
  }

  private openShape(): void {
    const answer = new Answer({ href: '/', words: 'Map' }, 'Your shape', [this.store.now.exact ? EXACT : 'Only this address holds it. Nothing is stored.'], true, () => this.leave())
    this.show(answer)
    this.side?.focus.ringAt(undefined)
  }

  private openAsset(ref: string): void {
    const listed = this.overview.find('assets', ref)
    const answer = new Answer({ href: '/', words: 'Map' }, listed?.name ?? ref, ['Community asset'], false, () => this.leave())
    this.show(answer)
    answer.sections(assetSections(listed ?? { ref, name: ref, data: {} as DOMStringMap }))
    this.foot.show(el('a', { class: 'btn p', href: `/assets/${encodeURIComponent(ref)}` }, 'Page of this asset'))
    if (!this.store.now.shape) this.side?.focus.show(undefined)
    if (listed) {
      this.side?.reveal([...listed.at, ...listed.at])
      this.side?.focus.ringAt(listed.at)
    }
  }

  private openPlace(at: Position): void {
    const answer = new Answer({ href: '/', words: 'Map' }, 'Homes at this place', [this.store.now.exact ? 'Exact, for you alone. What you look at is noted.' : 'Published homes, and about how many others'], false, () => this.leave())
    this.show(answer)
    this.foot.show()
    if (!this.store.now.shape && !this.store.now.area) this.side?.focus.show(undefined)
    this.side?.focus.ringAt(at)
    void this.side?.homesAt(at).then(({ homes, cell }) => {
      if (this.answer !== answer) return
      answer.sections(homes ? homeSections(homes) : [el('p', {}, this.store.now.exact ? 'No homes that you may see are here now.' : 'No published homes are at this point now.')])
      if (cell) answer.more(cellSection(cell, this.panel.dataset['sentence'] ?? ''))
      this.side?.focus.shade(cell && [String(cell['cell'])])
      if (homes && this.store.now.exact) homesListed(at).then(l => this.answer === answer && answer.more(listedSection(l, listOfPlace(at))), e => this.answer === answer && answer.say(failureAlert(e)))
    })
  }

  private show(answer: Answer | undefined): void {
    this.answer = answer
    this.side?.focus.shade()
    this.shape = undefined
    this.place.hidden = !answer
    const within = this.place.contains(document.activeElement)
    this.place.replaceChildren(...(answer ? [answer.root] : []))
    must('[data-overview]', this.panel).hidden = !!answer
    must('#panel-scroll').scrollTop = 0
    this.titleHere(answer?.heading().textContent ?? undefined)
    if (answer && (this.before || within)) answer.heading().focus({ preventScroll: true })
    if (!answer) this.foot.show(button('Count homes in a shape', 'btn p', () => this.side?.draw(), icon('draw')))
  }

  /** The header of a phone says what is open; without an answer, what the server wrote. */
  private titleHere(title: string | undefined): void {
    const here = must('[data-here]')
    this.written ??= [...here.childNodes]
    here.replaceChildren(...(title ? [title, el('small', {}, must('#overview-title').textContent ?? '')] : this.written))
  }

  private answered(summary: Summary, within: Within): void {
    const b = summary.boundary
    this.answer?.figures({ hectares: b?.hectares, kilometres: b?.['perimeter-km'], homes: homesFigure(summary) })
    this.answer?.say()
    this.side?.focus.shade(othersOf(summary)?.shaded)
    this.side?.focus.faultAt(undefined)
    if (this.inside.waits && performance.now() - this.tabled < TABLES_EVERY) return
    this.tabled = performance.now()
    const area = 'area' in within ? within.area : undefined
    const sections = summarySections(summary, this.shape, area, this.store.now.exact === true, e => this.failed(e, within))
    if (!area) {
      const list = cornerList(this.store.now.shape, corners => this.side?.editShape(corners, true))
      if (list) sections.push(list)
    }
    this.answer?.sections(sections)
    if (this.inside.waits) return this.answer?.wait()
    this.announce(`${totalInWords(summary)} inside.`)
    if (this.shape && !area && !this.drag && !this.side?.sketching()) {
      const answer = this.answer
      void assetsInside(this.shape).then(found => this.answer === answer && answer?.listAssets(found), () => undefined)
    }
  }

  private failed(error: unknown, within: Within): void {
    this.answer?.rest()
    const where = error instanceof Problem ? error.where : undefined
    const actions = where ? [button('Show me', 'btn s w', () => this.side?.goTo(undefined, where))] : [button('Try again', 'btn s w', () => this.inside.put({ within }))]
    this.answer?.say(failureAlert(error, ...actions))
    this.side?.focus.faultAt(where)
  }

  private feet(drawing: boolean, corners: number): void {
    if (!drawing) return this.foot.show(button('Draw another shape', 'btn p', () => this.side?.draw(), icon('draw')))
    const finish = button('Finish', 'btn', () => this.side?.finishSketch())
    finish.disabled = corners < 3
    this.foot.only(button('Add corner here', 'btn p', () => this.side?.addCorner()), finish, button('Cancel', 'btn', () => this.leave()))
  }

  private listClick(event: MouseEvent): void {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[data-choose]')
    const ref = link?.closest('tr')?.dataset['ref']
    if (!ref || event.ctrlKey || event.metaKey || event.shiftKey || !this.side || this.store.now.list) return
    event.preventDefault()
    this.choose(link.closest('[data-list]')?.getAttribute('data-list') === 'areas' ? { area: ref } : { asset: ref })
  }

  private centre(): Position | undefined {
    const look = this.store.now.look
    if (look) return [look.lon, look.lat]
    const b = this.bounds()
    return b && [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2]
  }
}
