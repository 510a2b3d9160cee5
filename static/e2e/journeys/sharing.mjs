// A map is composed, published, shared and put on another website; all of it by plain forms, too.
import { createServer } from 'node:http'
import { violations } from './axe.mjs'
import { signIn, signOut } from './entering.mjs'
import { everywhere, expect, journey, LOOKS, wherePossible } from './journey.mjs'

const TITLE = 'Halls of the vale'

/** Composes a map by the form, finding what it is about by name; the address of where it is changed. */
async function compose(page, title = TITLE) {
  await page.goto('/maps/new')
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('What there is to say').fill('Where we meet.\n\nCome and see.')
  await page.getByLabel('Find a plan area or community asset by name').fill('Hollin Vale')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByRole('checkbox', { name: /Hollin Vale plan area/ }).check()
  expect(await page.getByLabel('Title').inputValue() === title, 'what was typed is lost by looking for an area')
  await page.getByRole('button', { name: 'Save the map' }).click()
  await page.getByText('The map is kept. Only you see it.').waitFor()
  return new URL(page.url()).pathname
}

/** What WordPress does with messages: a frame shows, and the link before it goes, when the right frame has told its height; whatever came before its script is lost. */
function receive({ source, data }) {
  const frame = document.querySelector('iframe')
  if (source !== frame.contentWindow || data?.message !== 'height' || data.secret !== frame.dataset.secret) return
  document.querySelector('blockquote').style.display = 'none'
  frame.removeAttribute('style')
  frame.height = Math.min(Math.max(parseInt(data.value, 10), 200), 1000)
}

async function clear(page, edit) {
  await page.goto(edit)
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.waitForURL('**/account/maps')
  await signOut(page)
}

const composing = async (page, { base }) => {
  await signIn(page, 'Association officer')
  const edit = await compose(page)
  const open = edit.replace('/edit', '')
  expect((await fetch(base + open)).status === 404 && (await fetch(`${base}/embed${open}`)).status === 404, 'a private map is public')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('The map is public.').waitFor()
  await page.goto(open)
  await page.getByRole('heading', { name: TITLE }).first().waitFor()
  await page.getByRole('link', { name: 'Hollin Vale plan area' }).first().waitFor()
  await page.goto(edit)
  await page.getByRole('button', { name: 'Withdraw' }).click()
  await page.getByText('Only you see it.', { exact: false }).first().waitFor()
  expect((await fetch(`${base}/embed${open}`)).status === 404, 'a withdrawn map is public')
  await clear(page, edit)
}

export const sharing = [
  ...everywhere('sharing: a map is composed, published and withdrawn', composing, { but: [/404/] }),
  journey('sharing: a map is composed without scripts', composing, { scripts: false, but: [/404/] }),
  ...wherePossible('sharing: an embed is chosen and copied', async (page, { base }) => {
    await page.goto('/areas/hollin-vale')
    await page.getByRole('link', { name: 'Share or embed' }).click()
    const frame = page.locator('iframe[data-frame]')
    const text = page.locator('textarea[data-snippet="iframe"]')
    await page.getByLabel('Table of figures').uncheck()
    await page.waitForFunction(() => document.querySelector('textarea[data-snippet="iframe"]').value.includes('table=no'))
    expect((await frame.getAttribute('src')).includes('table=no'), 'the preview does not follow')
    await page.getByLabel('Colours').selectOption('dark')
    await page.waitForFunction(() => document.querySelector('iframe[data-frame]').getAttribute('src').includes('theme=dark'))
    await page.getByLabel('Title of the frame').fill('')
    await page.getByText('The frame has no title').waitFor()
    await page.getByLabel('320 pixels').check()
    await page.waitForFunction(() => document.querySelector('iframe[data-frame]').offsetWidth === 320)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Copy Frame' }).click()
    await page.locator('[data-said]').getByText('Copied').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText()) === await text.inputValue(), 'something else is copied')
    await page.getByLabel('Width in pixels').fill('12')
    await page.getByText('is not a number of pixels').waitFor()
    const found = await (await fetch(`${base}/areas/hollin-vale`)).text()
    const address = new URL(/type="application\/json\+oembed" href="([^"]+)"/.exec(found)[1].replaceAll('&amp;', '&'))
    const doc = await (await fetch(base + address.pathname + address.search)).json()
    expect(doc.type === 'rich' && /^<blockquote>.*<\/blockquote><iframe [^>]*><\/iframe>$/.test(doc.html), `oEmbed answers ${JSON.stringify(doc)}`)
  }, { but: [/400/, /404/] }),
  journey('sharing: tabs and the copy button by the keyboard alone', async page => {
    await page.goto('/share/areas/hollin-vale')
    await page.getByRole('tab', { name: 'Frame' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('tabpanel', { name: 'Element' }).waitFor()
    await page.keyboard.press('End')
    await page.getByRole('tabpanel', { name: 'Picture and link' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement.textContent) === 'Copy Picture and link', 'the button does not follow the text')
    await page.keyboard.press('Enter')
    await page.locator('[data-said]').getByText(/Copied|Marked/).waitFor()
  }, { but: [/404/] }),
  journey('sharing: another website shows what WordPress would', async (page, { base }) => {
    const { html } = await (await fetch(`${base}/oembed?url=${encodeURIComponent(`${base}/areas/hollin-vale`)}`)).json()
    const site = createServer((_, res) => {
      res.setHeader('Content-Type', 'text/html; charset=utf-8')
      const kept = html.replace('<blockquote', '<blockquote data-secret="aB3dE6gH9k"').replace(/<iframe([^>]*) src="([^"]+)"/, (_, before, src) => `<iframe data-secret="aB3dE6gH9k" sandbox="allow-scripts" security="restricted" style="position: absolute; visibility: hidden"${before} src="${src}#?secret=aB3dE6gH9k"`)
      res.end(`<!doctype html><html lang="en"><title>Village</title><link rel="icon" href="data:,"><h1>Village</h1>${kept}<script>
        ${receive}
        const frame = document.querySelector('iframe')
        setTimeout(() => { addEventListener('message', receive); frame.contentWindow.postMessage({ message: 'ready', secret: frame.dataset.secret }, '*') }, 2000)</script>`)
    })
    await new Promise(resolve => site.listen(0, '127.0.0.1', resolve))
    try {
      await page.goto(`http://127.0.0.1:${site.address().port}/`)
      await page.frameLocator('iframe').getByRole('heading', { name: 'Hollin Vale plan area' }).waitFor() // it is seen
      expect(!await page.locator('blockquote').isVisible(), 'the link stands beside the map')
      expect(Number(await page.locator('iframe').getAttribute('height')) >= 200, 'WordPress does not know how high it is')
    } finally {
      site.close()
    }
  }, { but: [/request elsewhere/, /404/] }),
  ...LOOKS.map(([size, dark]) => journey('sharing: axe finds nothing on its pages', async page => {
    const wrong = []
    const look = async path => {
      await page.goto(path)
      wrong.push(...(await violations(page)).map(v => `${path} ${v}`))
    }
    for (const path of ['/share/areas/hollin-vale', '/share/associations/hollindale-homes', '/embedding', '/maps', '/embed/assets/hollin-park', '/embed/associations/hollindale-homes', '/embed/areas/nowhere', '/embed/areas/hollin-vale?theme=pink', '/embed/maps/new?areas=hollin-vale']) await look(path)
    await signIn(page, 'Association officer')
    await look('/maps/new')
    const edit = await compose(page, 'قاعاتنا المحلية')
    await look(edit)
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('The map is public.').waitFor()
    for (const path of ['/account/maps', edit.replace('/edit', ''), `/share${edit.replace('/edit', '')}`, `/embed${edit.replace('/edit', '')}`]) await look(path)
    await clear(page, edit)
    if (wrong.length) throw new Error(wrong.join('\n    '))
  }, { size, dark, but: [/404/, /400/] })),
]
