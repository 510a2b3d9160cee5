import assert from 'node:assert/strict'
import { mapReady, PHONE, settled } from '../browser.mjs'
import { askSQL } from '../server.mjs'

/** Homes within a shape of WGS 84 corners by PostGIS, and nothing of ours. */
function countBySQL(corners) {
  const ring = [...corners, corners[0]].map(([lon, lat]) => `${lon} ${lat}`).join(', ')
  const text = askSQL(`SELECT count(*) FROM published_home h WHERE ST_Covers(ST_Transform(ST_GeomFromText('POLYGON((${ring}))', 4326), 3857), h.geom_3857)`)
  return text === undefined ? undefined : Number(text)
}

/** The corners that the address holds. */
function cornersOf(url) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const numbers = []
  let [value, scale] = [0, 1]
  for (const letter of new URL(url).hash.match(/shape=([^&]+)/)?.[1] ?? '') {
    const six = letters.indexOf(letter)
    value += (six % 32) * scale
    scale *= 32
    if (six >= 32) continue
    numbers.push(value % 2 ? -(value + 1) / 2 : value / 2)
    ;[value, scale] = [0, 1]
  }
  const corners = []
  let [x, y] = [0, 0]
  for (let i = 0; i < numbers.length; i += 2) corners.push([(x += numbers[i]) / 1e6, (y += numbers[i + 1]) / 1e6])
  return corners
}

async function shown(page) {
  await page.waitForFunction(() => {
    const dd = [...document.querySelectorAll('.answer .big div')].find(d => d.textContent.startsWith('Homes inside'))?.querySelector('dd')
    return dd && /^[\d,]+$/.test(dd.textContent) && !document.querySelector('.answer .big.old')
  })
  return Number((await page.locator('.answer .big div').filter({ hasText: 'Homes inside' }).locator('dd').textContent()).replaceAll(',', ''))
}

/** A reader draws a shape by clicks (or taps of the cross on a phone) and reads the count that SQL gives. */
export async function sketchShape({ page, size, facts }) {
  await page.goto(`/#15/${facts.densest[1]}/${facts.densest[0]}`)
  await mapReady(page)
  await page.getByRole('button', { name: 'Draw', exact: true }).click()
  await page.getByRole('button', { name: 'Finish' }).waitFor()
  const box = await page.locator('.canvas canvas').boundingBox()
  const at = [[.3, .3], [.68, .34], [.62, .7], [.33, .62]].map(([x, y]) => [box.x + x * box.width, box.y + y * box.height])
  for (const [x, y] of at) {
    if (size === PHONE) await page.touchscreen.tap(x, y)
    else await page.mouse.click(x, y, { delay: 40 })
    await page.waitForTimeout(250)
  }
  await page.getByRole('button', { name: 'Finish' }).click()
  await page.waitForURL(/shape=/)
  const count = await shown(page)
  const corners = cornersOf(page.url())
  assert.equal(corners.length, 4, 'the shape has four corners')
  assert.ok(count > 0, 'homes were counted')
  const sql = countBySQL(corners)
  if (sql === undefined) console.log('      (no database is named for an independent count: TERRIER_E2E_SQL_URL)')
  else assert.equal(count, sql, 'the count is that of SQL')
  await page.reload()
  await mapReady(page)
  assert.equal(await shown(page), count, 'a reload counts the same')
}

/** The same by keys alone: the map moves under a cross, Enter adds a corner, Backspace takes one back. */
export async function sketchByKeys({ page, facts }) {
  await page.goto(`/#15/${facts.densest[1]}/${facts.densest[0]}`)
  await mapReady(page)
  await page.getByRole('button', { name: 'Draw', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Finish' }).waitFor()
  await page.locator('.canvas canvas').focus()
  const move = async (key, times) => {
    for (let i = 0; i < times; i++) { await page.keyboard.press(`Shift+${key}`); await page.waitForTimeout(80) }
  }
  const corner = async () => { await page.keyboard.press('Enter'); await page.waitForTimeout(250) }
  await corner()
  await move('ArrowRight', 1)
  await corner()
  await move('ArrowUp', 1)
  await corner()
  await page.keyboard.press('Backspace')
  await page.waitForTimeout(250)
  await move('ArrowUp', 0)
  await corner()
  await page.getByRole('button', { name: 'Finish' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/shape=/)
  const count = await shown(page)
  const corners = cornersOf(page.url())
  assert.equal(corners.length, 3)
  const sql = countBySQL(corners)
  if (sql !== undefined) assert.equal(count, sql)
}

/** A shape that crosses itself is told in words, with the place. */
export async function crossing({ page, facts }) {
  const [lon, lat] = facts.densest
  const bow = [[lon - .004, lat - .002], [lon + .004, lat + .002], [lon + .004, lat - .002], [lon - .004, lat + .002]]
  await page.goto(`/#15/${lat}/${lon}&shape=${encode(bow)}`)
  await mapReady(page)
  await page.locator('.answer .alert').waitFor()
  assert.match(await page.locator('.answer .alert').textContent(), /cross/i)
  await page.locator('.fault').waitFor({ state: 'attached' })
  await settled(page)
}

function encode(corners) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  let [x, y, text] = [0, 0, '']
  const put = n => {
    let rest = n < 0 ? -2 * n - 1 : 2 * n
    do { const five = rest % 32; rest = Math.floor(rest / 32); text += letters[rest > 0 ? five + 32 : five] } while (rest > 0)
  }
  for (const [lon, lat] of corners) {
    const [nx, ny] = [Math.round(lon * 1e6), Math.round(lat * 1e6)]
    put(nx - x); put(ny - y)
    ;[x, y] = [nx, ny]
  }
  return text
}
