// Each state of the page of a draft through axe, and the pages beside it: one walk through all of them.
import { openPage } from '../browser.mjs'
import { violations } from './axe.mjs'
import { CORNERS, draftReady, newDraft, OFFLINE, press, remove, saved, whenStored, typeCorners, WHO } from './drawing.mjs'
import { signIn, signOut } from './entering.mjs'
import { journey, LOOKS } from './journey.mjs'

/** Half of it lies in Hollin Vale, which is designated. */
const OVERLAP = '432500, 435500\n433000, 435500\n433000, 436500\n432500, 436500'

async function walk(page, { base, browser, phone }) {
  const wrong = []
  const look = async state => wrong.push(...(await violations(page)).map(v => `${state}: ${v}`))
  const view = name => page.locator('.seg').getByRole('link', { name }).click()
  const click = (name, options = {}) => page.getByRole('button', { name, ...options }).first().click()
  const back = () => page.getByRole('link', { name: 'Back to the draft' }).click()

  await page.goto('/drafts/new')
  await draftReady(page)
  await look('signed out')
  await signIn(page, WHO)
  await page.goto('/drafts/new#15/53.8165/-1.5075')
  await draftReady(page)
  await look('the ways')
  for (const way of ['Parish or ward', 'Postcodes', 'Type coordinates', 'Import a file', 'Copy an area']) {
    await click(way)
    if (way === 'Type coordinates') {
      await page.getByLabel('Corners, one a line').fill('SE 32')
      await click('Show the area')
      await page.getByText('Line 1').waitFor()
    }
    await look(way)
    await back()
  }
  await click('Draw on the map')
  if (phone) await click('Add corner here')
  else await press(page, 'Enter')
  await look('drawing')
  await press(page, 'Escape')
  await typeCorners(page)
  const token = await saved(page)
  await page.locator('[data-statement]').first().waitFor()
  await look('drawn, with nothing in the way')
  await press(page, ']')
  await look('a corner is selected')
  await view('List')
  await click('Move', { exact: false })
  await look('the corner list, a corner is moved')
  await view('Map')

  await click('Keep this version')
  await look('the reason for a version')
  await page.getByLabel('Why you keep it').fill('For the meeting of 3 June')
  await click('Keep this version')
  await page.getByText('For the meeting of 3 June').waitFor()
  await look('a version is kept')
  await back()
  await typeCorners(page, OVERLAP)
  const trim = page.locator('[data-statement="overlap:hollin-vale"]').getByRole('button', { name: 'Trim to their edge' })
  await trim.waitFor()
  await look('an overlap')
  await trim.click()
  await page.getByRole('button', { name: 'Do this' }).waitFor()
  await look('what a repair would do')
  await click('Leave it')
  await click('Share draft')
  await look('share')
  await back()
  await click('History')
  await page.getByText('For the meeting of 3 June').waitFor()
  await look('history')
  await back()
  await click('Compare')
  await page.getByRole('table').first().waitFor()
  await look('two versions')
  await back()
  await click('Delete this draft')
  await look('delete')
  await back()

  await page.context().setOffline(true)
  await page.getByLabel('Name of the area').fill('Mine')
  await page.locator('[data-save]').waitFor()
  await look('no connection')
  await page.context().setOffline(false)
  await whenStored(page, token, d => d.name === 'Mine', 'the name is never saved')
  const other = await openPage(browser, base)
  await other.context.addCookies(await page.context().cookies())
  await other.page.goto(`/drafts/${token}`)
  await draftReady(other.page)
  await other.page.getByLabel('Name of the area').fill('Theirs')
  await whenStored(page, token, d => d.name === 'Theirs', 'the other browser never saves')
  await page.getByLabel('Name of the area').fill('Mine again')
  await page.getByRole('group', { name: 'This draft was changed in another browser' }).waitFor()
  await look('changed in another browser')
  await click('Keep theirs')
  await other.context.close()
  const second = await page.context().newPage()
  await second.goto(`/drafts/${token}`)
  await second.getByText('This draft is open in another tab').waitFor()
  wrong.push(...(await violations(second)).map(v => `open in another tab: ${v}`))
  await second.close()

  for (const path of ['/drafts', `/drafts/${token}/versions`, `/drafts/${token}/versions/1`, `/drafts/${token}/compare`]) {
    await page.goto(path)
    await look(path.replace(token, 'TOKEN'))
    const wide = await page.evaluate(() => Array.from(document.querySelectorAll('main table:not(.wide *)')).filter(t => t.scrollWidth > t.parentElement.clientWidth).length)
    if (wide) wrong.push(`${path.replace(token, 'TOKEN')}: a table is wider than its place`)
  }
  await remove(page, token)
  await signOut(page)
  if (wrong.length) throw new Error(wrong.join('\n    '))
}

export const drawingStates = LOOKS.map(([size, dark]) => journey('axe finds nothing in any state of a draft', walk, { size, dark, but: [...OFFLINE, /412/] }))
