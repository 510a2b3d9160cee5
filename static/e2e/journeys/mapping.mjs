// The map itself: layers, address, outage, theme.
import { mapReady, settled } from '../browser.mjs'
import { sqlNumber, sqlRow } from '../sql.mjs'
import { everywhere, expect, journey } from './journey.mjs'

/** The paper of the palette (tiles/style/palette.go). */
const [LIGHT, DARK] = ['rgb(250, 248, 242)', 'rgb(17, 26, 22)']

export const mapping = [
  journey('switch homes off and see the legend follow', async page => {
    await page.goto('/#15/53.8165/-1.5075')
    await mapReady(page)
    const legend = page.locator('[data-legend]')
    await legend.filter({ hasText: 'Social rent' }).waitFor()
    await page.getByRole('button', { name: 'Layers' }).click()
    await page.locator('#layers input[value=homes]').uncheck()
    await page.waitForFunction(() => !document.querySelector('[data-legend]').textContent.includes('Social rent'))
    expect(/layers=/.test(page.url()) && !/layers=[^&]*homes/.test(page.url()), page.url())
    await page.reload()
    await mapReady(page)
    expect(!(await legend.textContent()).includes('Social rent'), 'a reload brings the homes back')
  }),
  journey('switch off the other homes, and see that no cell is said to be shaded', async page => {
    await page.goto('/?area=hollin-vale')
    await mapReady(page)
    await page.locator('[data-legend]').filter({ hasText: 'Small areas added up' }).waitFor()
    await page.getByText(/other homes in the \d+ cells shaded here/).waitFor()
    await page.getByRole('button', { name: 'Layers' }).click()
    await page.locator('#layers input[value=protected]').uncheck()
    await page.waitForFunction(() => !/Small areas|Other homes/.test(document.querySelector('[data-legend]').textContent))
    await page.locator('.shading').first().waitFor({ state: 'hidden' })
  }),
  ...everywhere('ask a cell about its homes, and come back to the area', async page => {
    const [id, lon, lat, count] = sqlRow(`SELECT 0, ST_X(p), ST_Y(p), n FROM (
      SELECT ST_Transform(c.point, 4326) AS p, r.entries[1] AS n FROM public_release_cell r JOIN disclosure_cell c ON c.id = r.cell, neighbourhood_plan_area a
       WHERE r.release = (SELECT max(number) FROM public_release) AND a.ref = 'hollin-vale' AND ST_Contains(a.geom, c.point) AND r.entries[1] >= 14 ORDER BY c.id LIMIT 1) q`)
    expect(id === 0 && count >= 14, 'no cell of the area has a number to tell')
    await page.goto(`/?area=hollin-vale#16/${lat}/${lon}&at=${lon},${lat}`)
    await mapReady(page)
    await page.getByText(`About ${count} homes in this cell (give or take 7)`).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('[data-panel]').focus()
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Hollin Vale', exact: true }).waitFor({ state: 'attached' })
    expect(sqlNumber('SELECT count(*) FROM public_release') === 1, 'another release than the demo’s is served')
  }),
  journey('move the map by keys and find the view in the address', async page => {
    await page.goto('/#14/53.8165/-1.5075')
    await mapReady(page)
    await page.locator('canvas').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('+')
    await page.waitForFunction(() => location.hash.startsWith('#15'))
    await settled(page)
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+ArrowUp')
    await page.keyboard.press('Enter')
    await page.locator('[data-answer] h1').waitFor()
    await page.locator('canvas').focus()
    await page.keyboard.press('Escape')
    await page.locator('[data-overview]:not([hidden])').waitFor()
  }),
  journey('tiles fail, it is said, and trying again brings the map', async page => {
    let down = true
    await page.route('**/tiles/**', route => (down ? route.abort() : route.continue()))
    await page.goto('/#15/53.8165/-1.5075')
    await page.getByText('The map tiles did not load.').waitFor()
    down = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await mapReady(page)
    await page.locator('[data-failed]').waitFor({ state: 'hidden' })
  }, { but: [/ERR_FAILED/, /net::/, /did not start/] }),
  journey('switch to dark and back', async page => {
    await page.goto('/areas')
    const becomes = colour => page.waitForFunction(c => getComputedStyle(document.body).backgroundColor === c, colour)
    await becomes(LIGHT)
    await page.locator('[data-theme-button]').click()
    await becomes(DARK)
    await page.reload()
    await becomes(DARK)
    await page.locator('[data-theme-button]').click()
    await becomes(LIGHT)
  }),
]
