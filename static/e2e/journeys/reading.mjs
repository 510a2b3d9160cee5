// The list that says what the map says, by keyboard alone; pages without scripts; paper.
import { expect, everywhere, figure, journey } from './journey.mjs'
import { violations } from './axe.mjs'
import { homesInArea, othersInArea } from '../sql.mjs'

/** The number in words such as "about 663 ± 14". */
const numberIn = words => Number(words.match(/[0-9][0-9,]*/)[0].replaceAll(',', ''))

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
  ...everywhere('the boundary of an area is told in words, by side and stretch by stretch', async page => {
    await page.goto('/areas/hollin-vale')
    const section = page.locator('section[aria-labelledby=edges]')
    expect(/South\s+Station Lane/.test(await section.innerText()), 'it is not said what the area follows in the south')
    const told = section.locator('details li').filter({ hasText: /^West for 810 m along Station Lane to SE 3220 3508\.$/ })
    expect(!(await told.isVisible()), 'all stretches are open from the start')
    await section.getByText('The whole boundary in words').click()
    await told.waitFor()
    await page.evaluate(() => scrollTo(0, 0)) // a button that is half under the header would be called too small
    const found = await violations(page)
    expect(found.length === 0, found.join('; '))
  }),
  ...everywhere('open a figure from an area, and ask it again', async page => {
    await page.goto('/areas/hollin-vale')
    const homes = await page.locator('.big dd a').first().textContent()
    expect(numberIn(homes) === homesInArea('hollin-vale') + othersInArea('hollin-vale')[0], `the page counts ${homes}`)
    await page.locator('.big dd a').first().click()
    await page.waitForURL(/\/figures\//)
    expect(numberIn(await page.locator('.big dd').first().textContent()) === numberIn(homes), 'the figure is another number')
    await page.getByRole('link', { name: 'Ask again' }).click()
    await page.getByText('Nothing has changed').waitFor()
  }),
  journey('a figure in the panel opens, with the number that stood there', async page => {
    await page.goto('/?area=hollin-vale')
    const homes = await figure(page, 'Homes, about')
    await page.locator('[data-answer] .how a').click()
    await page.waitForURL(/\/figures\//)
    expect(numberIn(await page.locator('.big dd').first().textContent()) === homes, 'the figure is another number')
  }),
  journey('a page that goes to paper opens its figures, and says where', async page => {
    await page.goto('/areas/hollin-vale/homes')
    const opened = page.waitForResponse(r => r.url().includes('/figures/') && r.status() === 200)
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    await page.emulateMedia({ media: 'print' })
    const said = (await page.locator('.paper').textContent()).split('/figures/')[1]
    const kept = await (await opened).json()
    expect(kept.id === said, `${kept.id} is kept, ${said} is printed`)
    await page.goto(`/figures/${said}`)
    await page.locator('h1').waitFor()
  }),
  journey('an area page goes to paper without its furniture', async page => {
    await page.goto('/areas/hollin-vale')
    await page.emulateMedia({ media: 'print' })
    expect(!(await page.locator('nav').isVisible()), 'the navigation is printed')
    expect(await page.locator('table').first().isVisible(), 'no table is printed')
  }),
]
