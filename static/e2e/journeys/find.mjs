import assert from 'node:assert/strict'
import { mapReady, PHONE, settled } from '../browser.mjs'

/** A reader looks for a postcode, as one types. */
export async function findPostcode({ page, size, facts }) {
  await page.goto('/')
  await mapReady(page)
  const before = new URL(page.url()).hash
  if (size === PHONE) await page.getByRole('button', { name: 'Search' }).click()
  const field = page.getByRole('combobox', { name: /postcode/i })
  await field.fill(facts.postcode.replace(' ', '').toLowerCase().slice(0, -1))
  await page.getByRole('option').filter({ hasText: facts.postcode }).first().waitFor()
  await field.fill(facts.postcode.replace(' ', '').toLowerCase())
  const option = page.getByRole('option').filter({ hasText: facts.postcode }).first()
  await option.waitFor()
  await field.press('ArrowDown')
  await field.press('Enter')
  await page.waitForFunction(old => location.hash !== old && !document.querySelector('[role=listbox]:not([hidden])'), before)
  await settled(page)
  const [zoom, lat, lon] = new URL(page.url()).hash.slice(1).split('&')[0].split('/').map(Number)
  assert.ok(zoom >= 15.9, `the map stayed at zoom ${zoom}`)
  assert.ok(Math.abs(lat - facts.postcodeAt[1]) < 0.002 && Math.abs(lon - facts.postcodeAt[0]) < 0.003, `the map is at ${lat}, ${lon}`)
}

/** A reader opens a plan area from the list, goes back, and comes again by its address. */
export async function openArea({ page, facts }) {
  await page.goto('/')
  await mapReady(page)
  await page.locator(`tr[data-ref="${facts.area.ref}"] a`).click()
  const homes = page.locator('.answer .big div').filter({ hasText: 'Homes inside' }).locator('dd')
  const expected = facts.area.homes.toLocaleString('en-GB')
  await page.getByRole('heading', { level: 1, name: facts.area.name }).waitFor()
  await page.waitForFunction(n => [...document.querySelectorAll('.answer .big dd')].some(d => d.textContent === n), expected)
  assert.equal(await homes.textContent(), expected)
  assert.ok(page.url().includes(`area=${facts.area.ref}`), 'the address does not name the area')
  const csv = await page.locator('.answer a[download]').getAttribute('href')
  assert.equal((await page.request.get(csv)).status(), 200)
  const link = page.url()
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: facts.town }).waitFor()
  await page.goto('/areas')
  await page.goto(link)
  await page.waitForFunction(n => [...document.querySelectorAll('.answer .big dd')].some(d => d.textContent === n), expected)
}

/** The list says everything that the map says, by keys alone. */
export async function listByKeys({ page, facts }) {
  await page.goto('/')
  await mapReady(page)
  await tabTo(page, e => e.dataset.view === 'list')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.body.dataset.view === 'list')
  assert.ok(page.url().includes('view=list'))
  assert.equal(await page.locator('[data-list=assets] tbody tr:visible').count(), facts.assetsListed)
  await page.reload()
  await page.waitForFunction(() => document.body.dataset.view === 'list')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip')
  await page.keyboard.press('Enter')
  await tabTo(page, e => e.matches('[data-list=areas] a[data-choose]'))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/areas\/[^/]+$/)
  assert.ok((await page.locator('h1').textContent()).length > 0)
}

/** Presses Tab until the focus is on what is wanted; everything on the way must show its focus. */
async function tabTo(page, wanted) {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab')
    const found = await page.evaluate(test => {
      const e = document.activeElement
      return new Function('e', `return (${test})(e)`)(e) ? 'yes' : 'no'
    }, wanted.toString()).catch(() => 'no')
    if (found === 'yes') return
  }
  throw new Error(`the focus never came to ${wanted}`)
}
