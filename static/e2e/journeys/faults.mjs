// Drawing while things break: the server and the browser are killed in the middle of saves. Nothing is lost and nothing is done twice.
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchProfile, openPage } from '../browser.mjs'
import { startTerrier } from '../server.mjs'
import { asStored, draftReady, newDraft, OFFLINE, press, remove, saved, whenStored, typeCorners, unsent, WHO } from './drawing.mjs'
import { signIn, signOut } from './entering.mjs'
import { expect, journey } from './journey.mjs'

/** Inserts so many corners by keys, each a change of its own. */
export async function insertCorners(page, times) {
  for (let i = 0; i < times; i++) for (const key of ['Enter', ']']) await page.keyboard.press(key) // a corner after the selected one, and on
}

/** Ends a browser as a crash would: all processes that were started with its folder. */
function killBrowser(folder) {
  for (const id of execFileSync('pgrep', ['-f', folder], { encoding: 'utf8' }).trim().split('\n')) {
    try {
      process.kill(Number(id), 'SIGKILL')
    } catch {
      // it went with its parent
    }
  }
}

const corners = draft => draft.geometry.coordinates[0][0].length - 1

export const faults = [
  journey('a server that is killed in the middle of saves loses no change and does none twice', async (_, { browser }) => {
    let server = await startTerrier()
    let killed
    try {
      const { page, finish } = await openPage(browser, server.base)
      await signIn(page, WHO)
      await newDraft(page)
      await typeCorners(page)
      const token = await saved(page)
      const { version } = await asStored(page, token)
      page.on('request', r => r.method() === 'PUT' && (killed ??= server.kill())) // the change is under way
      for (let round = 1; round <= 2; round++) {
        killed = undefined
        await press(page, ']')
        await insertCorners(page, 6)
        await page.waitForRequest(r => r.method() === 'PUT')
        await killed
        await insertCorners(page, 6)
        await page.locator('[data-save]').waitFor()
        killed = Promise.resolve() // from here on it may live
        server = await startTerrier(undefined, server.port)
        const draft = await whenStored(page, token, d => corners(d) === 4 + round * 12, 'the changes never came')
        expect(draft.version === version + round * 12, `the draft has version ${draft.version}, not ${version + round * 12}`)
      }
      expect(await unsent(page) === 0, 'changes wait that were sent')
      await remove(page, token)
      await signOut(page)
      await finish(OFFLINE)
    } finally {
      await server.kill()
    }
  }),
  journey('a browser that is killed while somebody draws has the drawing and its steps when it is opened again', async (_, { base }) => {
    const folder = await mkdtemp(join(tmpdir(), 'terrier-browser-'))
    try {
      let [page] = (await launchProfile(folder, base)).pages()
      await signIn(page, WHO)
      await newDraft(page)
      await typeCorners(page)
      const token = await saved(page)
      const { version } = await asStored(page, token)
      await page.context().setOffline(true) // what there is of the changes is in the browser
      await press(page, ']')
      await insertCorners(page, 15)
      for (const until = Date.now() + 15_000; await unsent(page) < 15; await page.waitForTimeout(50)) expect(Date.now() < until, 'the changes are never kept')
      await insertCorners(page, 5)
      killBrowser(folder) // while the last are being written
      const again = await launchProfile(folder, base)
      page = again.pages()[0]
      await signIn(page, WHO)
      await page.goto(`/drafts/${token}`)
      await draftReady(page)
      const draft = await whenStored(page, token, d => d.version >= version + 15 && d.version === version + corners(d) - 4, 'the changes are lost')
      await press(page, 'Control+z', corners(draft) - 4)
      await whenStored(page, token, d => corners(d) === 4, 'the steps are lost')
      await remove(page, token)
      await again.close()
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  }),
]
