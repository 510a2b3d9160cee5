// Counting homes in a shape drawn by hand. The count is compared with what SQL says of exactly the corners that were sent.
import assert from 'node:assert/strict'
import { mapReady, settled } from '../browser.mjs'
import { BOTH, eventually, figure, openMap, openMapBox, tabTo, TOWN } from './steps.mjs'

const START = `/#15/${TOWN.lat}/${TOWN.lon}`

export const journeys = [
  { name: 'draw a shape and count the homes inside', sizes: BOTH, go: byPointer },
  { name: 'draw a shape with the keyboard alone', sizes: [BOTH[0]], go: byKeys },
  { name: 'a shape that crosses itself is explained', sizes: [BOTH[0]], go: crossing },
]

/** Keeps the corners of every count that the page asks for. */
function listen(page) {
  const asked = []
  page.on('request', r => {
    if (r.method() !== 'POST' || !r.url().includes('/homes/summary')) return
    const body = JSON.parse(r.postData())
    asked.push((body.geometry ?? body).coordinates[0])
  })
  return asked
}

/** Published homes in a ring as SQL sees them in WGS 84. Edges there and on the grid differ by millimetres, so none may lie near one. */
function countInside(sql, ring) {
  const shape = `ST_SetSRID(ST_GeomFromGeoJSON('${JSON.stringify({ type: 'Polygon', coordinates: [ring] })}'), 4326)`
  const [[inside, near]] = sql(`SELECT count(*) FILTER (WHERE ST_Covers(${shape}, geom_4326)),
    count(*) FILTER (WHERE ST_DWithin(ST_ExteriorRing(${shape})::geography, geom_4326::geography, 0.1)) FROM home WHERE sensitivity = 'published'`)
  assert.equal(near, '0', 'a home lies within 10 cm of an edge: draw elsewhere')
  assert.ok(Number(inside) > 20, `only ${inside} homes are inside: draw where homes are`)
  return Number(inside)
}

async function sameAsSQL(page, sql, asked, corners) {
  await page.getByRole('button', { name: 'Draw another shape' }).waitFor()
  await eventually(() => new URL(page.url()).hash, h => h.includes('shape='), 'the shape is in the address')
  await settled(page)
  const shown = await figure(page, 'Homes inside', '[data-answer]')
  const ring = asked.at(-1)
  assert.equal(ring.length, corners + 1, 'corners of the shape')
  assert.deepEqual(ring[0], ring.at(-1), 'the ring is closed')
  assert.equal(shown, countInside(sql, ring))
  return shown
}

async function byPointer({ page, size, sql }) {
  const asked = listen(page)
  await openMap(page, START)
  const phone = size.name === 'phone'
  await page.getByRole('button', { name: 'Draw', exact: true }).click()
  await page.getByRole('heading', { name: 'Your shape' }).waitFor()
  await settled(page)
  const box = await openMapBox(page)
  const at = [[.3, .3], [.68, .26], [.72, .7], [.5, .8], [.27, .66]].map(([x, y]) => [box.x + box.width * x, box.y + box.height * y])
  const press = ([x, y]) => (phone ? page.touchscreen.tap(x, y) : page.mouse.click(x, y))
  for (const [i, spot] of at.entries()) {
    await press(spot)
    if (i >= 2) await eventually(() => asked.at(-1)?.length, n => n === i + 2, `the count with ${i + 1} corners`)
  }
  if (phone) await page.getByRole('button', { name: 'Finish' }).click()
  else await press(at[0])
  const shown = await sameAsSQL(page, sql, asked, 5)
  await page.reload()
  await mapReady(page)
  assert.equal(await figure(page, 'Homes inside', '[data-answer]'), shown, 'the same after loading again')
}

async function byKeys({ page, sql }) {
  const asked = listen(page)
  await openMap(page, START)
  await tabTo(page, '[data-toolbar] button', 120)
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Draw')
  await page.keyboard.press('Enter')
  await eventually(() => page.evaluate(() => document.activeElement.matches('canvas[role=application]')), Boolean, 'the map has the focus')
  await eventually(() => page.locator('[data-crosshair]').isVisible(), Boolean, 'the cross stands in the middle')
  const walk = async (key, times) => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key)
  }
  await page.keyboard.press('Enter')
  await walk('ArrowRight', 9)
  await page.keyboard.press('Enter')
  await walk('ArrowDown', 8)
  await page.keyboard.press('Enter')
  await walk('ArrowDown', 3)
  await page.keyboard.press('Enter') // one too many
  await page.keyboard.press('Backspace')
  await walk('ArrowUp', 3)
  await walk('ArrowLeft', 11)
  await page.keyboard.press('Enter')
  await eventually(() => asked.at(-1)?.length, n => n === 5, 'four corners')
  await tabTo(page, '[data-foot] button:nth-of-type(2)', 120)
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Finish')
  await page.keyboard.press('Enter')
  await sameAsSQL(page, sql, asked, 4)
}

async function crossing({ page }) {
  await openMap(page, START)
  await page.getByRole('button', { name: 'Draw', exact: true }).click()
  await page.getByRole('heading', { name: 'Your shape' }).waitFor()
  await settled(page)
  const box = await openMapBox(page)
  for (const [x, y] of [[.3, .3], [.7, .7], [.7, .3], [.3, .7]]) await page.mouse.click(box.x + box.width * x, box.y + box.height * y)
  await page.getByRole('button', { name: 'Finish' }).click()
  const words = page.locator('[data-answer] .alert')
  await words.waitFor()
  await page.getByRole('button', { name: 'Show me' }).click()
  await page.locator('.fault').waitFor()
  await settled(page)
}
