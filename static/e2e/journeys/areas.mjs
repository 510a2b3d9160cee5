// A plan area: chosen in the list, read in figures.
import assert from 'node:assert/strict'
import { settled } from '../browser.mjs'
import { BOTH, eventually, figure, openMap, tableOf, tabTo } from './steps.mjs'

const REF = 'hollin-vale'

export const journeys = [
  { name: 'open an area and read its figures', sizes: BOTH, go: openArea },
  { name: 'reach an area through the list with the keyboard', sizes: BOTH, go: listByKeys },
]

/** Homes of an area as SQL counts them: all of them, and by tenure. */
function counted(sql) {
  const [[total]] = sql(`SELECT count(*) FROM published_home h, neighbourhood_plan_area a WHERE a.ref = '${REF}' AND ST_Covers(a.geom, h.geom)`)
  const social = sql(`SELECT count(*) FROM published_home h, neighbourhood_plan_area a WHERE a.ref = '${REF}' AND ST_Covers(a.geom, h.geom) AND h.tenure = 'social-rent'`)
  return { total: Number(total), social: Number(social[0][0]) }
}

async function openArea({ page, size, sql }) {
  const want = counted(sql)
  assert.ok(want.total > 50, `only ${want.total} homes are in ${REF}`)
  await openMap(page)
  if (size.name === 'phone') await page.getByRole('button', { name: 'Show more' }).click()
  const row = page.locator(`tr[data-ref=${REF}] a`)
  const name = await row.textContent()
  await row.click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  assert.equal(await figure(page, 'Homes inside', '[data-answer]'), want.total)
  const tenures = await tableOf(page, 'Homes by tenure')
  assert.equal(tenures['Social rent'], want.social)
  assert.equal(Object.values(tenures).reduce((a, b) => a + b, 0), want.total, 'the tenures add up')
  assert.equal(new URL(page.url()).searchParams.get('area'), REF)
  await settled(page)
  await page.getByRole('link', { name: 'Page of this area' }).click()
  await page.waitForURL(`**/areas/${REF}`)
  assert.equal(await figure(page, 'Homes inside'), want.total, 'the page of the area says the same')
}

async function listByKeys({ page, size }) {
  await openMap(page)
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the first stop is the skip link')
  await page.keyboard.press('Enter')
  await tabTo(page, '.seg a[data-view=list]', 120)
  await page.keyboard.press('Enter')
  await eventually(() => page.url(), u => u.includes('view=list'), 'the list is in the address')
  await eventually(() => page.evaluate(() => document.body.dataset.view), v => v === 'list', 'the list view')
  if (size.name === 'desktop') assert.equal(await page.locator('canvas').isVisible(), false, 'the map is put away')
  await page.evaluate(() => document.activeElement.blur())
  await page.reload() // a reader who begins here
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await tabTo(page, `tr[data-ref=${REF}] a`)
  const name = await page.evaluate(() => document.activeElement.textContent)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/areas/${REF}`)
  assert.match(await page.getByRole('heading', { level: 1 }).textContent(), new RegExp(name))
}
