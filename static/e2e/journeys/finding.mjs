// Finding a place by typing.
import { mapReady, settled } from '../browser.mjs'
import { everywhere, expect, journey } from './journey.mjs'

export const finding = [
  ...everywhere('find a postcode by half of it and go there by keyboard', async (page, { phone }) => {
    await page.goto('/')
    await mapReady(page)
    if (phone) await page.click('[data-find-button]')
    const box = page.getByRole('combobox')
    await box.fill('')
    await box.pressSequentially('hv1 2', { delay: 20 })
    await page.getByRole('option').first().waitFor()
    const first = await page.getByRole('option').first().locator('b').textContent()
    expect(/^HV1 2/.test(first), `the first place is ${first}`)
    const before = page.url()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForFunction(was => location.href !== was, before)
    await settled(page)
    expect(/#1[5-9]/.test(page.url()), `the map is at ${page.url()}`)
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
