// Opening what is on the map, and going back and forward.
import { mapReady, settled } from '../browser.mjs'
import { sqlRow } from '../sql.mjs'
import { everywhere, expect, figure, journey } from './journey.mjs'

const overview = page => page.locator('[data-overview]:not([hidden])')

export const opening = [
  ...everywhere('click a block of homes, read it, close it with Esc', async (page, { phone }) => {
    // the place with the most published homes is in the middle of the map
    const [lon, lat, count] = sqlRow(`SELECT ST_X(geom_4326), ST_Y(geom_4326), count(*) FROM home WHERE sensitivity = 'published' GROUP BY geom_4326 ORDER BY 3 DESC, 1 LIMIT 1`)
    await page.goto(`/#17/${lat}/${lon}`)
    await mapReady(page)
    const box = await page.locator('[data-canvas]').boundingBox()
    const middle = [box.x + box.width / 2, box.y + box.height / 2]
    if (phone) await page.touchscreen.tap(...middle)
    else await page.mouse.click(...middle)
    await page.getByRole('heading', { level: 2, name: `${count} homes` }).waitFor()
    expect(page.url().includes('at='), page.url())
    await page.locator('canvas').focus()
    await page.keyboard.press('Escape')
    await overview(page).waitFor()
    expect(await page.evaluate(() => document.activeElement.matches('canvas')), 'the focus is not back on the map')
  }),
  journey('go back and forward through what was opened', async page => {
    await page.goto('/')
    await mapReady(page)
    await page.locator('tr[data-ref=hollin-vale] a').click()
    const homes = await figure(page, 'Homes, about')
    await settled(page)
    await page.locator('.crumb a').click()
    await overview(page).waitFor()
    await page.locator('.seg a[data-view=list]').click()
    await page.waitForFunction(() => document.body.dataset.view === 'list')
    await page.goBack()
    await page.waitForFunction(() => document.body.dataset.view === 'map')
    await page.goBack()
    expect(await figure(page, 'Homes, about') === homes, 'back does not lead to the area')
    expect(page.url().includes('area=hollin-vale'), page.url())
    await page.goForward()
    await overview(page).waitFor()
    await page.goForward()
    await page.waitForFunction(() => document.body.dataset.view === 'list')
    await page.reload()
    await page.waitForFunction(() => document.body.dataset.view === 'list')
  }),
]
