// The map itself: layers, address, outage, theme.
import { mapReady, settled } from '../browser.mjs'
import { expect, journey } from './journey.mjs'

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
