// A journey on a page of its own, watched from start to end.
import { DESKTOP, openPage, PHONE } from '../browser.mjs'

/** Fails with words. */
export function expect(condition, words) {
  if (!condition) throw new Error(words)
}

/** A journey at one size. but: what goes wrong on purpose. */
export function journey(name, walk, { size = DESKTOP, but = [], ...options } = {}) {
  return {
    name: `${name} (${size.name}${options.dark ? ', dark' : ''}${options.scripts === false ? ', no scripts' : ''})`,
    run: async ({ browser, base }) => {
      const opened = await openPage(browser, base, { size, ...options })
      let done = false
      try {
        await walk(opened.page, { base, browser, phone: size === PHONE })
        done = true
      } finally {
        if (!done) await opened.context.close()
      }
      await opened.finish(but)
    },
  }
}

/** Where the figure of the homes in an area opens; or where it is asked again, after it was opened. */
export async function figureAddress(base, again = false) {
  const { figure } = await (await fetch(`${base}/homes/summary?area=hollin-vale&by=tenure,epc`)).json()
  const { pathname, search } = new URL(figure.url)
  if (again) await fetch(base + pathname + search)
  return pathname + (again ? '?again=yes' : search)
}

/** The same journey on a desktop and on a phone. */
export function everywhere(name, walk, options = {}) {
  return [DESKTOP, PHONE].map(size => journey(name, walk, { ...options, size }))
}

/** The same on a desktop, and on a phone too where there is time (TERRIER_LONG): of what a phone does no differently. */
export function wherePossible(name, walk, options = {}) {
  return process.env.TERRIER_LONG ? everywhere(name, walk, options) : [journey(name, walk, options)]
}

/** All four of size and theme where there is time (TERRIER_LONG), else each size and each theme once: for walks that look at everything. */
export const LOOKS = [[DESKTOP, false], [PHONE, true], ...(process.env.TERRIER_LONG ? [[DESKTOP, true], [PHONE, false]] : [])]

/** What the panel tells of published homes and of others, once it is there: numbers, and how many cells with which error. */
export async function told(page) {
  const found = await page.waitForFunction(() => {
    const lines = [...document.querySelectorAll('[data-answer] .answer:not([aria-busy]) .told p')].map(p => p.textContent)
    const published = lines[0]?.match(/^([0-9,]+|No) published homes?, counted one by one$/)
    const others = lines[1]?.match(/^About ([0-9,]+) other homes? in (?:the )?([0-9,]+) cells?(?: shaded here)? \(± ([0-9,]+)\)$/)
    return published && others && [published[1].replace('No', '0'), ...others.slice(1)].map(n => Number(n.replaceAll(',', '')))
  })
  const [published, others, cells, error] = await found.jsonValue()
  return { published, others, cells, error }
}

/** The figure called name in the strip of the panel, once it is there. */
export async function figure(page, name) {
  const found = await page.waitForFunction(n => {
    const strip = document.querySelector('[data-answer] .answer:not([aria-busy]) .big:not(.old)')
    const cell = [...(strip?.querySelectorAll('div') ?? [])].find(d => d.querySelector('dt')?.textContent === n)
    return cell?.querySelector('dd').textContent.match(/^[0-9][0-9,.]*/)?.[0]
  }, name)
  return Number((await found.jsonValue()).replaceAll(',', ''))
}
