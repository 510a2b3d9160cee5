// The list that says what the map says, by keyboard alone; pages without scripts; paper.
import { expect, everywhere, journey } from './journey.mjs'
import { homesInArea } from '../sql.mjs'

async function tabTo(page, wanted, most = 60) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    const words = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
    if (wanted.test(words)) return
  }
  throw new Error(`no ${wanted} within ${most} tabs`)
}

export const reading = [
  ...everywhere('read the list by keyboard alone and open an area', async page => {
    await page.goto('/?view=list')
    await page.keyboard.press('Tab')
    const skip = await page.evaluate(() => document.activeElement?.className)
    expect(skip === 'skip', `the first stop is ${skip}`)
    await page.keyboard.press('Enter')
    await tabTo(page, /^Hollin Vale/)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/areas\/hollin-vale/)
    const text = (await page.locator('main').textContent()).replaceAll(',', '')
    expect(text.includes(String(homesInArea('hollin-vale'))), 'the page does not say how many homes are inside')
  }),
  ...['/', '/areas', '/areas/hollin-vale', '/areas/hollin-vale/homes', '/homes', '/assets', '/associations', '/places?q=hollin'].map(path =>
    journey(`${path} reads without scripts`, async page => {
      await page.goto(path)
      expect(await page.locator('h1').count() === 1, 'not one heading of the first rank')
      const words = await page.locator('main').innerText()
      expect(words.length > 150 && /Hollin/.test(words), `it says only: ${words.slice(0, 200)}`)
    }, { scripts: false })),
  journey('an area page goes to paper without its furniture', async page => {
    await page.goto('/areas/hollin-vale')
    await page.emulateMedia({ media: 'print' })
    expect(!(await page.locator('nav').isVisible()), 'the navigation is printed')
    expect(await page.locator('table').first().isVisible(), 'no table is printed')
  }),
]
