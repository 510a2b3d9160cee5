// Drawing a plan area: nothing of it is ever lost, and it needs neither a pointer nor a map.
import { mapReady, openPage, settled } from '../browser.mjs'
import { signIn, signOut } from './entering.mjs'
import { sqlNumber } from '../sql.mjs'
import { everywhere, expect, journey, wherePossible } from './journey.mjs'

export const WHO = 'Forum member'
/** A field of some 25 hectares in the demonstration, as easting and northing. */
export const CORNERS = '432000, 434500\n432500, 434500\n432500, 435000\n432000, 435000'

/** What is kept has come, and the map. */
export async function draftReady(page) {
  await page.waitForFunction(() => document.documentElement.dataset.draftReady === 'true')
  await mapReady(page)
}

/** Opens the page of a new draft with nothing kept from before. */
export async function newDraft(page) {
  await page.goto('/drafts/new')
  await draftReady(page)
  await page.getByRole('heading', { name: 'How do you want to set the area?' }).waitFor()
}

/** Sets the area from corners that are typed. */
export async function typeCorners(page, text = CORNERS) {
  await page.getByRole('button', { name: 'Type coordinates' }).click()
  await page.getByLabel('Corners, one a line').fill(text)
  await page.getByRole('button', { name: 'Show the area' }).click()
  await page.getByRole('button', { name: 'Use this area' }).click()
}

/** Waits until all is saved, and gives the token that the address has then. */
export async function saved(page) {
  await page.waitForURL(/\/drafts\/(?!new)[a-z0-9]+/i)
  await page.locator('.said', { hasText: /Draft, saved \d/ }).waitFor({ state: 'attached' })
  return new URL(page.url()).pathname.split('/')[2]
}

/** The draft as the server has it. */
export async function asStored(page, token) {
  const answer = await page.request.get(`/drafts/${token}.json`)
  expect(answer.ok(), `the draft ${token} is answered with ${answer.status()}`)
  return answer.json()
}

/** Waits until the draft at the server is as is said. */
export async function whenStored(page, token, is, words) {
  for (const until = Date.now() + 15_000; ; await page.waitForTimeout(150)) {
    const draft = await asStored(page, token)
    if (is(draft)) return draft
    expect(Date.now() < until, words)
  }
}

/** Deletes a draft as a person would. */
export async function remove(page, token) {
  await page.goto(`/drafts/${token}`)
  await draftReady(page)
  await page.getByRole('button', { name: 'Delete this draft' }).click()
  await page.getByRole('button', { name: 'Delete it' }).click()
  await page.waitForURL('**/drafts')
}

/** Presses a key while the map has the focus. */
export async function press(page, key, times = 1) {
  await page.locator('[data-canvas] canvas').focus()
  for (let i = 0; i < times; i++) await page.keyboard.press(key)
}

/** Unsent changes in the browser's own database. */
export const unsent = page => page.evaluate(() => new Promise((yes, no) => {
  const open = indexedDB.open('terrier')
  open.onerror = () => no(open.error)
  open.onsuccess = () => {
    const count = open.result.transaction('edits').objectStore('edits').count()
    count.onsuccess = () => { open.result.close(); yes(count.result) }
    count.onerror = () => no(count.error)
  }
}))

/** The same person in another browser, with the session of the first. */
async function anotherBrowser(browser, base, page, options = {}) {
  const other = await openPage(browser, base, options)
  await other.context.addCookies(await page.context().cookies())
  return other
}

export const OFFLINE = [/ERR_INTERNET_DISCONNECTED/, /Failed to fetch/i, /net::ERR/]

export const drawing = [
  ...wherePossible('an area is set from typed corners, named, saved, and there after a reload with its steps', async page => {
    await signIn(page, WHO)
    await newDraft(page)
    await page.getByRole('button', { name: 'Type coordinates' }).click()
    await page.getByLabel('Corners, one a line').fill('SE 32000 34500\nSE 3250\nSE 32500 35000')
    await page.getByRole('button', { name: 'Show the area' }).click()
    await page.getByText('Line 2').waitFor()
    await page.getByLabel('Corners, one a line').fill(CORNERS)
    await page.getByRole('button', { name: 'Show the area' }).click()
    await page.getByRole('button', { name: 'Use this area' }).click()
    await page.getByLabel('Name of the area').fill('Larder Field')
    await page.getByLabel('Who draws it').selectOption('Prospective forum')
    const token = await saved(page)
    await page.waitForFunction(() => document.querySelector('.big dd:not(.guess)')?.textContent.startsWith('25.0'))
    await page.reload()
    await draftReady(page)
    await page.getByRole('link', { name: 'List', exact: true }).click()
    const undo = page.locator('.corner-list').getByRole('button', { name: 'Undo' })
    expect(/Undo: Set from 4 typed corners/.test(await undo.getAttribute('title')), 'undo is lost by a reload')
    await undo.click()
    await page.getByRole('heading', { name: 'How do you want to set the area?' }).waitFor()
    await page.locator('.corner-list').getByRole('button', { name: 'Redo' }).click()
    await saved(page)
    const stored = await asStored(page, token)
    expect(stored.name === 'Larder Field' && stored['body-type'] === 'prospective-forum' && stored.geometry.coordinates[0][0].length === 5, JSON.stringify(stored))
    await remove(page, token)
    await signOut(page)
  }),
  journey('a hundred changes made without a connection reach the server from another tab, in order, and are undone without one', async page => {
    await signIn(page, WHO)
    await newDraft(page)
    await typeCorners(page)
    const token = await saved(page)
    const before = (await asStored(page, token)).version
    await page.context().setOffline(true)
    await press(page, ']')
    for (let i = 0; i < 100; i++) for (const key of ['Enter', ']']) await page.keyboard.press(key) // a corner after the selected one, and on
    await page.getByText('Not saved yet: no connection').waitFor()
    expect(await unsent(page) === 100, `${await unsent(page)} changes wait, not 100`)
    const next = await page.context().newPage()
    await page.close()
    await next.context().setOffline(false)
    await next.goto(`/drafts/${token}`)
    await draftReady(next)
    await saved(next)
    for (const until = Date.now() + 30_000; await unsent(next) > 0; await next.waitForTimeout(200)) expect(Date.now() < until, 'they are never sent')
    const stored = await asStored(next, token)
    expect(stored.version === before + 100, `the draft has version ${stored.version}, not ${before + 100}`)
    const ring = stored.geometry.coordinates[0][0]
    expect(ring.length === 105, `it has ${ring.length - 1} corners, not 104`)
    await next.context().setOffline(true)
    await press(next, 'Control+z', 100)
    await next.getByText('Not saved yet: no connection').waitFor()
    await next.context().setOffline(false)
    const undone = await whenStored(next, token, d => d.version === before + 200, 'the steps that were undone never came')
    await next.getByText('The server cannot be reached').waitFor({ state: 'detached' }) // the rules are asked again, too
    expect(undone.geometry.coordinates[0][0].length === 5, `it has ${undone.geometry.coordinates[0][0].length - 1} corners, not 4`)
    await remove(next, token)
    await signOut(next)
  }, { but: OFFLINE }),
  journey('an area with a hole is drawn by keyboard alone', async page => {
    await signIn(page, WHO)
    await page.goto('/drafts/new#15/53.8165/-1.5075')
    await draftReady(page)
    const walk = async (...keys) => {
      for (const [key, times] of keys) for (let i = 0; i < times; i++) await page.keyboard.press(key)
      await settled(page)
      await page.keyboard.press('Enter')
    }
    await page.getByRole('button', { name: 'Draw on the map' }).focus()
    await page.keyboard.press('Enter')
    await walk(['ArrowLeft', 6], ['ArrowUp', 4])
    await walk(['ArrowRight', 12])
    await walk(['ArrowDown', 8])
    await walk(['ArrowLeft', 12])
    await page.getByRole('button', { name: 'Finish' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Hole' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('[data-canvas] canvas').focus()
    await walk(['ArrowRight', 4], ['ArrowUp', 2])
    await walk(['ArrowRight', 3])
    await walk(['ArrowUp', 2])
    await page.getByRole('button', { name: 'Finish' }).focus()
    await page.keyboard.press('Enter')
    const token = await saved(page)
    const { geometry } = await asStored(page, token)
    expect(geometry.coordinates.length === 1 && geometry.coordinates[0].length === 2, `it has ${geometry.coordinates.map(p => p.length)} rings`)
    await remove(page, token)
    await signOut(page)
  }),
  ...wherePossible('what is drawn signed out is kept, and saved after signing in', async page => {
    await newDraft(page)
    await typeCorners(page)
    await page.getByText('Your drawing is kept in this browser.').waitFor()
    await page.reload()
    await draftReady(page)
    await page.getByRole('link', { name: 'Sign in to save' }).click()
    await page.getByRole('button', { name: WHO, exact: true }).click()
    await page.waitForURL('**/drafts/new')
    await draftReady(page)
    await page.getByRole('button', { name: 'Save it to my account' }).click()
    const token = await saved(page)
    const stored = await asStored(page, token)
    expect(stored.version === 1 && stored.geometry.coordinates[0][0].length === 5, JSON.stringify(stored))
    await newDraft(page) // the browser keeps it under its token now
    await remove(page, token)
    await signOut(page)
  }, { but: [/401/] }),
  journey('who is signed out while drawing loses nothing', async page => {
    await signIn(page, WHO)
    await newDraft(page)
    await typeCorners(page)
    const token = await saved(page)
    const cookies = await page.context().cookies()
    await page.context().clearCookies()
    await page.getByLabel('Name of the area').fill('Signed Out Field')
    await page.getByText('You are signed out').waitFor()
    await page.getByRole('link', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: WHO, exact: true }).click()
    await page.waitForURL(`**/drafts/${token}`)
    await draftReady(page)
    await saved(page)
    for (const until = Date.now() + 10_000; (await asStored(page, token)).name !== 'Signed Out Field'; await page.waitForTimeout(200)) expect(Date.now() < until, 'the change was lost')
    expect(cookies.length > 0, 'nobody was signed in')
    await remove(page, token)
    await signOut(page)
  }, { but: [/401/] }),
  ...wherePossible('two browsers change a draft, and neither overwrites the other', async (page, { base, browser }) => {
    await signIn(page, WHO)
    await newDraft(page)
    await typeCorners(page)
    const token = await saved(page)
    const other = await anotherBrowser(browser, base, page)
    await other.page.goto(`/drafts/${token}`)
    await draftReady(other.page)
    await other.page.getByLabel('Name of the area').fill('Theirs')
    await saved(other.page)
    for (const until = Date.now() + 10_000; (await asStored(page, token)).name !== 'Theirs'; await page.waitForTimeout(200)) expect(Date.now() < until, 'it was never saved')
    await typeCorners(page, '436000, 434500\n436500, 434500\n436500, 435000') // kilometres from theirs
    const choice = page.getByRole('group', { name: 'This draft was changed in another browser' })
    await choice.waitFor()
    expect((await asStored(page, token)).name === 'Theirs', 'it was overwritten')
    const outOfView = async () => page.evaluate(() => {
      const map = document.querySelector('[data-canvas]').getBoundingClientRect()
      const lines = ['.board-over .line', '.board-over .after'].map(s => document.querySelector(s)?.getBoundingClientRect())
      return lines.filter(r => !r || !r.width || r.left < map.left || r.right > map.right || r.top < map.top || r.bottom > map.bottom).length
    })
    for (const until = Date.now() + 10_000; await outOfView() > 0; await page.waitForTimeout(200)) expect(Date.now() < until, 'of two shapes the map does not show both')
    await page.getByRole('button', { name: 'Keep theirs' }).click()
    await choice.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'List', exact: true }).click()
    await page.locator('.corner-list').getByRole('button', { name: 'Undo' }).click() // mine again
    for (const until = Date.now() + 10_000; (await asStored(page, token)).geometry.coordinates[0][0].length !== 4; await page.waitForTimeout(200)) expect(Date.now() < until, 'undo does not bring mine back')
    await other.page.getByLabel('Name of the area').fill('Theirs again')
    await other.page.getByRole('button', { name: 'Save mine as a new draft' }).click()
    await other.page.waitForURL(url => url.pathname.startsWith('/drafts/') && !url.pathname.endsWith(token))
    await draftReady(other.page)
    const copy = new URL(other.page.url()).pathname.split('/')[2]
    expect((await asStored(page, token)).geometry.coordinates[0][0].length === 4, 'theirs overwrote mine')
    await remove(other.page, copy)
    await other.context.clearCookies() // the session is the first one's, and is ended there
    await other.finish([/412/])
    await remove(page, token)
    await signOut(page)
  }, { but: [/412/] }),
  journey('one tab draws and the other follows', async page => {
    await signIn(page, WHO)
    await newDraft(page)
    await typeCorners(page)
    const token = await saved(page)
    const second = await page.context().newPage()
    await second.goto(`/drafts/${token}`)
    await draftReady(second)
    await second.getByText('This draft is open in another tab').waitFor()
    await page.getByLabel('Name of the area').fill('Seen by both')
    await second.getByRole('heading', { name: 'Seen by both' }).waitFor({ state: 'attached' })
    await second.getByRole('button', { name: 'Draw here instead' }).click()
    await page.getByText('This draft is open in another tab').waitFor()
    await second.getByLabel('Name of the area').fill('Drawn in the second')
    await page.getByRole('heading', { name: 'Drawn in the second' }).waitFor({ state: 'attached' })
    await second.close()
    await page.getByText('This draft is open in another tab').waitFor({ state: 'detached' })
    await remove(page, token)
    await signOut(page)
  }),
  ...everywhere('an overlap is told with its law, and trimmed', async page => {
    await signIn(page, WHO)
    await newDraft(page)
    await typeCorners(page, '432500, 435500\n433000, 435500\n433000, 436500\n432500, 436500') // the south of it lies in Hollin Vale
    const token = await saved(page)
    const overlap = page.locator('[data-statement="overlap:hollin-vale"]')
    await overlap.getByText('section 61G(7)').waitFor()
    await page.waitForFunction(() => performance.getEntriesByName('verdict').length > 0) // measured when it is painted, a frame later
    await overlap.getByRole('button', { name: 'Show me' }).click()
    const trim = overlap.getByRole('button', { name: 'Trim to their edge' })
    await trim.click()
    await page.locator('.preview').getByText('30.6 ha less.').waitFor()
    await page.getByRole('button', { name: 'Leave it' }).click()
    const untrimmed = (await asStored(page, token)).geometry.coordinates[0][0].length
    expect(untrimmed === 5, `looking at a repair changed the draft: it has ${untrimmed - 1} corners`)
    await trim.click()
    await page.getByRole('button', { name: 'Do this' }).click()
    await overlap.waitFor({ state: 'detached' })
    await whenStored(page, token, ({ geometry }) => geometry.coordinates[0][0].length > 5, 'the trimmed shape is not saved')
    const shared = sqlNumber(`SELECT ST_Area(ST_Intersection(d.geom, a.geom)) FROM draft d, neighbourhood_plan_area a WHERE d.token = '${token}' AND a.ref = 'hollin-vale'`)
    expect(shared < 0.5, `${shared} m² are in both still`)
    await remove(page, token)
    await signOut(page)
  }),
  journey('what has no inside has no homes of the shape before it, and its crossing is fixed', async page => {
    await signIn(page, WHO)
    await newDraft(page)
    const homes = page.locator('.big > div', { hasText: /^Homes/ }).locator('dd')
    const told = words => page.waitForFunction(w => new RegExp(w).test(document.querySelectorAll('.big:not(.old) dd')[2]?.textContent ?? ''), words)
    await typeCorners(page)
    await told('^[1-9]')
    await typeCorners(page, '432000, 434500\n432500, 435000\n432500, 434500\n432000, 435000')
    const crossing = page.getByText('The line crosses itself')
    await crossing.waitFor()
    expect(/^–/.test(await homes.innerText()), `homes are told of a shape that crosses itself: ${await homes.innerText()}`)
    expect(!(await page.getByRole('heading', { name: 'Community assets' }).isVisible()), 'assets are counted in a shape that crosses itself')
    await page.getByRole('button', { name: 'Fix crossing' }).click()
    await page.getByRole('button', { name: 'Do this' }).click()
    await crossing.waitFor({ state: 'detached' })
    await told('^[1-9]')
    await remove(page, await saved(page))
    await signOut(page)
  }),
  journey('on paper the map shows the whole shape, wherever it looked', async page => {
    await signIn(page, WHO)
    await newDraft(page)
    await typeCorners(page)
    const token = await saved(page)
    await page.getByRole('button', { name: 'Zoom in' }).click({ clickCount: 3 })
    await page.waitForFunction(() => document.documentElement.dataset.mapIdle === 'true')
    const ratio = await page.locator('[data-ratio]').innerText()
    const [shape, map, legend] = await page.evaluate(() => {
      dispatchEvent(new Event('beforeprint'))
      const box = e => { const { left, top, right, bottom } = e.getBoundingClientRect(); return { left, top, right, bottom } }
      return [box(document.querySelector('.board-over .fill')), box(document.querySelector('.stage canvas.print')), box(document.querySelector('[data-legend]'))]
    })
    expect(shape.left >= map.left && shape.top >= map.top && shape.right <= map.right && shape.bottom <= legend.top, `paper shows ${JSON.stringify({ shape, map, legend })}`)
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    await page.waitForFunction(r => document.querySelector('[data-ratio]').innerText === r, ratio)
    await remove(page, token)
    await signOut(page)
  }),
  journey('a version that is marked ready is told of beside the draft, to whoever has its link too, until it is taken back', async (page, { browser, base }) => {
    await signIn(page, WHO)
    await newDraft(page)
    await typeCorners(page)
    const token = await saved(page)
    await page.getByRole('button', { name: 'Keep this version' }).click()
    await page.getByLabel('Why you keep it').fill('For the council')
    await page.getByRole('button', { name: 'Keep this version' }).click()
    await page.getByRole('button', { name: 'Mark ready to submit: version 1' }).click()
    const ready = page.locator('.said').getByText('Version 1 is ready to submit')
    await ready.waitFor()
    await page.reload()
    await draftReady(page)
    await ready.waitFor()
    await page.getByRole('button', { name: 'Share draft' }).click()
    expect(await page.getByRole('radio').count() === 2, 'there is a choice of viewers besides nobody and everybody who has the link')
    await page.getByLabel('Everybody who has the link').check()
    await whenStored(page, token, d => d.viewers === 'link-view', 'it is not shared')
    const other = await openPage(browser, base)
    await other.page.goto(`/drafts/${token}`)
    await other.page.locator('.said').getByText('Draft, saved').waitFor()
    await other.page.locator('.said').getByText('Version 1 is ready to submit').waitFor()
    await other.finish()
    await page.getByRole('link', { name: 'Back to the draft' }).click()
    await page.getByRole('button', { name: 'History' }).click()
    await page.getByRole('button', { name: 'Take back: version 1' }).click()
    await ready.waitFor({ state: 'hidden' })
    await remove(page, token)
    await signOut(page)
  }),
  journey('versions are kept with a reason, compared and gone back to', async page => {
    await signIn(page, WHO)
    await newDraft(page)
    await typeCorners(page)
    const token = await saved(page)
    const keep = async reason => {
      await page.getByRole('button', { name: 'Keep this version' }).click()
      await page.getByLabel('Why you keep it').fill(reason)
      await page.getByRole('button', { name: 'Keep this version' }).click()
      await page.getByText(reason).waitFor()
      await page.getByRole('link', { name: 'Back to the draft' }).click()
    }
    await keep('For the meeting of 3 June')
    await typeCorners(page, CORNERS.split('\n').slice(0, 3).join('\n'))
    await keep('After the meeting')
    await page.getByRole('button', { name: 'History' }).click()
    await page.getByRole('button', { name: 'Compare with version 1: version 2' }).click()
    await page.getByRole('table').getByText('-12.5').or(page.getByRole('table').getByText('−12.5')).first().waitFor()
    await page.getByRole('link', { name: 'Back to the draft' }).click()
    await page.getByRole('button', { name: 'History' }).click()
    await page.getByRole('button', { name: 'Restore: version 1' }).click()
    await saved(page)
    for (const until = Date.now() + 10_000; (await asStored(page, token)).geometry.coordinates[0][0].length !== 5; await page.waitForTimeout(200)) expect(Date.now() < until, 'it did not go back')
    await remove(page, token)
    await signOut(page)
  }),
  journey('without scripts an area is set by a form', async page => {
    await signIn(page, WHO)
    await page.goto('/drafts/new')
    await page.getByLabel('Corners, one a line').fill('nowhere')
    await page.getByRole('button', { name: 'Set from coordinates' }).click()
    await page.locator('.lines b', { hasText: 'Line 1' }).waitFor() // getByText finds nothing inside noscript
    await page.getByLabel('Corners, one a line').fill(CORNERS)
    await page.getByRole('button', { name: 'Set from coordinates' }).click()
    await page.waitForURL(/\/drafts\/(?!new)/)
    await page.getByText('25.0').first().waitFor()
    await page.request.delete(new URL(page.url()).pathname, { headers: { 'If-Match': '"1"' } })
    await signOut(page)
  }, { scripts: false, but: [/4\d\d/] }),
]
