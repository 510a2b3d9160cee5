// What several journeys do.
import assert from 'node:assert/strict'
import { DESKTOP, mapReady, PHONE } from '../browser.mjs'

export const BOTH = [DESKTOP, PHONE]

/** Somewhere in the town with many homes near. */
export const TOWN = { lat: 53.8235, lon: -1.5045 }

/** Opens the explorer and waits for its map. */
export async function openMap(page, path = '/') {
  await page.goto(path)
  await mapReady(page)
}

/** Where the map looks, as the address says it: [zoom, lat, lon]. */
export function look(page) {
  return (new URL(page.url()).hash.slice(1).split('&')[0] ?? '').split('/').map(Number)
}

/** Waits until something that is read from the page is as it should be; the last reading is in the failure. */
export async function eventually(read, good, what, limit = 20_000) {
  let last
  for (const until = Date.now() + limit; Date.now() < until; await new Promise(r => setTimeout(r, 60))) {
    last = await read()
    if (good(last)) return last
  }
  assert.fail(`${what}: ${JSON.stringify(last)}`)
}

/** The number beside a name in a strip of figures, once it has settled. */
export async function figure(page, name, root = 'main') {
  const read = () => page.evaluate(([name, root]) => {
    const strip = [...document.querySelectorAll(`${root} dl.big`)].find(d => d.offsetParent && !d.classList.contains('old'))
    return [...(strip?.querySelectorAll('div') ?? [])].find(d => d.querySelector('dt').textContent === name)?.querySelector('dd').textContent
  }, [name, root])
  const text = await eventually(read, t => t && /^[\d,.]+/.test(t), `the figure "${name}" never came`)
  return Number(text.replace(/[^\d.]/g, ''))
}

/** Rows of the table with a caption, name → number. */
export async function tableOf(page, caption) {
  return page.evaluate(caption => {
    const table = [...document.querySelectorAll('table')].find(t => t.caption?.textContent === caption && t.offsetParent)
    return Object.fromEntries([...(table?.tBodies[0].rows ?? [])].map(r => [r.cells[0].textContent.trim(), Number(r.cells[1].textContent.replaceAll(',', ''))]))
  }, caption)
}

/** Presses Tab until something has the focus; fails when the way is longer than `most` steps. */
export async function tabTo(page, selector, most = 60) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(s => document.activeElement?.matches(s) === true, selector)) return
  }
  assert.fail(`${most} times Tab do not lead to ${selector}`)
}

/** The box of the part of the map that nothing covers (on phones the panel lies over the rest). */
export async function openMapBox(page) {
  return page.evaluate(() => {
    const map = document.querySelector('[data-canvas]').getBoundingClientRect()
    const panel = document.querySelector('[data-panel]').getBoundingClientRect()
    const bottom = panel.left <= map.left && panel.top > map.top ? Math.min(map.bottom, panel.top) : map.bottom
    return { x: map.left, y: map.top, width: map.width, height: bottom - map.top }
  })
}
