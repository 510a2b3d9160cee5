// Finding a place by typing.
import assert from 'node:assert/strict'
import { settled } from '../browser.mjs'
import { BOTH, eventually, look, openMap } from './steps.mjs'

export const journeys = [
  { name: 'find a postcode by typing half of it', sizes: BOTH, go: findPostcode },
  { name: 'search for what is not there', sizes: [BOTH[0]], go: findNothing },
]

async function findPostcode({ page, size, sql }) {
  const [[name, lon, lat]] = sql(`SELECT name, ST_X(geom_4326), ST_Y(geom_4326) FROM place WHERE kind = 'postcode' ORDER BY search_key LIMIT 1 OFFSET 2`)
  await openMap(page)
  if (size.name === 'phone') await page.getByRole('button', { name: 'Search' }).click()
  const field = page.getByRole('combobox', { name: /Postcode/ })
  await field.click()
  await page.keyboard.type(name.replace(' ', '').slice(0, -2).toLowerCase(), { delay: 20 })
  await eventually(() => page.getByRole('option').count(), n => n >= 3, 'suggestions')
  const chosen = page.locator('[role=option][aria-selected=true]')
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('ArrowDown')
    if ((await chosen.locator('b').textContent()) === name) break
  }
  assert.equal(await chosen.locator('b').textContent(), name)
  assert.equal(await field.getAttribute('aria-activedescendant'), await chosen.getAttribute('id'))
  await page.keyboard.press('Enter')
  const at = await eventually(() => look(page), l => Math.abs(l[1] - lat) < 0.0002 && Math.abs(l[2] - lon) < 0.0002, `the map goes to ${name} at ${lat}, ${lon}`)
  assert.ok(at[0] >= 15, `zoom ${at[0]}`)
  assert.equal(await field.inputValue(), name)
  await settled(page)
}

async function findNothing({ page }) {
  await openMap(page)
  await page.getByRole('combobox', { name: /Postcode/ }).fill('zzqqxx')
  await page.getByText('Nothing found. Try a postcode or the first letters of a name.').waitFor()
}
