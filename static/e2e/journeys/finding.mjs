// Finding a place by typing.
import { mapReady, settled } from '../browser.mjs'
import { sqlRow } from '../sql.mjs'
import { everywhere, expect, journey } from './journey.mjs'

export const finding = [
  ...everywhere('find a postcode by half of it and go there by keyboard', async (page, { phone }) => {
    await page.goto('/')
    await mapReady(page)
    if (phone) await page.click('[data-find-button]')
    const box = page.getByRole('combobox')
    await box.fill('')
    await box.pressSequentially('hv1 2', { delay: 20 })
    const first = page.getByRole('option').first().locator('b')
    await first.filter({ hasText: /^HV1 2/ }).waitFor() // until then the answers are to fewer letters
    const chosen = await first.textContent()
    const before = page.url()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForFunction(was => location.href !== was, before)
    await settled(page)
    const [zoom, lat, lon] = new URL(page.url()).hash.slice(1).split('&')[0].split('/').map(Number)
    const [x, y] = sqlRow(`SELECT ST_X(geom_4326), ST_Y(geom_4326) FROM place WHERE kind = 'postcode' AND name = '${chosen}'`)
    expect(zoom >= 15 && Math.abs(lat - y) < 2e-4 && Math.abs(lon - x) < 2e-4, `${chosen} is at ${y}, ${x}; the map is at ${page.url()}`)
  }),
  journey('find a plan area in spite of a typing error', async page => {
    await page.goto('/')
    await mapReady(page)
    await page.getByRole('combobox').pressSequentially('holin vale', { delay: 20 })
    await page.getByRole('option', { name: /Hollin Vale/ }).first().waitFor()
    await page.getByRole('option', { name: /Hollin Vale/ }).first().click()
    await page.waitForFunction(() => location.search.includes('area=') || location.hash !== '')
  }),
]
