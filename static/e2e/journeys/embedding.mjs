// Community websites of another origin show embeds.
import { DESKTOP, PHONE } from '../browser.mjs'
import { onAnotherSite, watchWire } from '../site.mjs'
import { live, liveIn, NARROW, VALE } from './embed-page.mjs'
import { expect, journey } from './journey.mjs'

const elsewhere = { but: [/request elsewhere/] }
const frame = (base, attributes = '') => `<iframe src="${base}${VALE}#a" title="Map of the Hollin Vale plan area" width="100%" height="800" ${attributes}></iframe>`

export const embedding = [
  ...[DESKTOP, PHONE].map(size => journey('an embed is live on another website, sandboxed, and keeps nothing', async (page, { base }) => {
    await onAnotherSite(frame(base, 'sandbox="allow-scripts"'), async address => {
      const wire = watchWire(page, base, new URL(address).origin)
      await page.goto(address)
      const inside = page.frameLocator('iframe')
      await liveIn(inside)
      await inside.locator('table').first().waitFor()
      const faults = await wire.faults()
      expect(!faults.length, faults.join(', '))
      const all = await wire.all()
      expect(all.some(s => s.url.includes('/tiles/embed/')) && all.every(s => s.url.startsWith(address) || s.got['access-control-allow-origin'] === '*'), 'something is not open to a frame without an origin')
    })
    const embedded = await fetch(base + VALE)
    expect(!embedded.headers.has('set-cookie') && !embedded.headers.has('x-frame-options'), 'it sets a cookie or forbids frames')
    expect(/frame-ancestors \*/.test(embedded.headers.get('content-security-policy')), 'its policy forbids frames')
  }, { ...elsewhere, size })),

  journey('an embed without scripts is complete', async page => {
    await page.goto(VALE)
    for (const words of ['Hollin Vale plan area', 'Social rent', 'Community assets']) await page.getByText(words).first().waitFor()
    await page.locator('table').first().waitFor()
    await page.locator('#legend li').first().waitFor()
    const picture = await page.locator('figure img').boundingBox()
    expect(picture.height > 200 && picture.width > 400, 'the picture has no room')
  }, { scripts: false }),

  journey('an embed uses no storage, and works where there is none', async page => {
    await page.addInitScript(() => {
      window.touched = []
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
        Object.defineProperty(window, name, { get() { window.touched.push(name); throw new DOMException('denied', 'SecurityError') } })
      }
      Object.defineProperty(Document.prototype, 'cookie', { get() { window.touched.push('cookie'); return '' }, set() { window.touched.push('cookie') } })
    })
    await page.goto(VALE)
    await live(page)
    await page.locator('canvas').click()
    await page.getByRole('heading', { name: 'In view' }).waitFor()
    expect(!(await page.evaluate(() => window.touched)).length, 'it reaches for what the browser keeps')
  }),

  journey('an embed in a column of 200 px is whole', async page => {
    await page.goto(VALE)
    await live(page)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(over <= 0, `it is ${over} px wider than its frame`)
    await page.locator('canvas').focus()
    await page.getByRole('heading', { name: 'In view' }).waitFor()
    await page.locator('canvas').press('Enter')
    const [details, map] = [await page.locator('.details').boundingBox(), await page.locator('canvas').boundingBox()]
    expect(details.y >= map.y + map.height, 'details lie over the map')
  }, { size: NARROW }),

  journey('an embed is printed as a picture', async page => {
    await page.goto(VALE)
    await live(page)
    await page.emulateMedia({ media: 'print' })
    const shown = selector => page.locator(selector).evaluate(e => getComputedStyle(e).visibility !== 'hidden' && e.checkVisibility())
    expect(await shown('figure img') && !(await shown('.stage')), 'paper gets the live map and not the picture')
  }),

  journey('500 embeds on a page wait until they are looked at', async (page, { base }) => {
    const many = Array.from({ length: 500 }, () => `<terrier-map area="hollin-vale" height="400"><a href="${base}/areas/hollin-vale">Hollin Vale</a></terrier-map>`).join('')
    await onAnotherSite(`${many}<script type="module" src="${base}/embed.js"></script>`, async address => {
      let asked = 0
      page.on('request', r => { if (r.url().includes(VALE)) asked++ })
      await page.goto(address)
      await page.frameLocator('terrier-map iframe >> nth=0').getByRole('heading', { name: 'Hollin Vale plan area' }).waitFor({ timeout: 60_000 })
      await page.waitForTimeout(2000)
      expect(asked > 0 && asked < 25, `${asked} of 500 were asked for`)
    })
  }, elsewhere),
]
