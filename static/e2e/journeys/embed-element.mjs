// <terrier-map> in pages of another origin.
import { onAnotherSite, watchWire } from '../site.mjs'
import { liveIn, VALE } from './embed-page.mjs'
import { expect, journey } from './journey.mjs'

const elsewhere = { but: [/request elsewhere/] }
const element = (base, attributes) => `<terrier-map ${attributes}><a href="${base}/areas/hollin-vale"><img src="${base}/static/favicon.svg" alt="Map of Hollin Vale" width="640" height="400"></a></terrier-map>`
const script = base => `<script type="module" src="${base}/embed.js"></script>`
const strict = base => ({ 'Content-Security-Policy': `default-src 'none'; script-src ${base}; frame-src ${base}; img-src ${base} data:` })

export const embedElement = [
  journey('an embed element works under a strict policy and is as high as its map', async (page, { base }) => {
    await onAnotherSite(element(base, 'area="hollin-vale" id="one"') + element(base, 'area="hollin-vale" id="two" theme="dark" height="500"') + script(base), async address => {
      const wire = watchWire(page, base, new URL(address).origin)
      await page.goto(address)
      for (const id of ['one', 'two']) {
        await page.locator(`#${id}`).scrollIntoViewIfNeeded() // out of sight nothing is drawn
        await liveIn(page.frameLocator(`#${id} iframe`))
      }
      const height = id => page.locator(`#${id} iframe`).evaluate(f => f.getBoundingClientRect().height)
      expect(await height('one') > 600, `the first is ${await height('one')} px high and not as high as its page`)
      expect(await height('two') === 500, 'the second is not as high as it was told')
      expect(await page.locator('#one iframe').getAttribute('title') === 'Map of Hollin Vale', 'the frame has no name')
      const faults = await wire.faults()
      expect(!faults.length, faults.join(', '))
      const frames = (await wire.all()).filter(s => s.url.includes(VALE))
      expect(frames.length === 2 && frames.every(s => !('referer' in s.asked)), 'the server is told which page asks')
      expect(await page.evaluate(() => !Object.keys(window).some(k => /terrier/i.test(k))), 'the page has a new global')
    }, strict(base))
  }, elsewhere),

  ...[390, 640].map(width => journey(`an embed in a frame of ${width} pixels fetches the tiles of its map and no others`, async (page, { base }) => {
    const frame = `<style>body { margin: 0 }</style><iframe src="${base}${VALE}" width="${width}" height="700" frameborder="0"></iframe>`
    await onAnotherSite(frame, async address => {
      const wire = watchWire(page, base, new URL(address).origin)
      const said = []
      page.on('console', m => said.push(m.text()))
      await page.goto(address.replace('127.0.0.1', 'localhost')) // another site, so that the frame has a process of its own
      await liveIn(page.frameLocator('iframe'))
      await page.waitForTimeout(4000) // then a browser says what was fetched ahead for nothing
      const tiles = (await wire.all()).map(s => /tiles\/embed\/(\d+)\/\d+\/\d+/.exec(s.url)).filter(Boolean)
      expect(new Set(tiles.map(([, z]) => z)).size === 1 && new Set(tiles.map(([t]) => t)).size === tiles.length && !said.some(t => /preload/.test(t)),
        `it fetches ${tiles.map(([t]) => t)}\n${said.join('\n')}`)
    })
  }, { ...elsewhere, size: { name: `${width} px`, width: Math.max(width, 400), height: 800 } })),

  journey('an embed element hears its own frame only', async (page, { base }) => {
    await onAnotherSite(element(base, 'area="hollin-vale" id="one"') + element(base, 'area="hollin-vale" id="two"') + script(base), async address => {
      await page.goto(address)
      for (const id of ['one', 'two']) {
        await page.locator(`#${id}`).scrollIntoViewIfNeeded()
        await liveIn(page.frameLocator(`#${id} iframe`))
      }
      const heights = () => page.locator('terrier-map').evaluateAll(all => all.map(e => e.shadowRoot.querySelector('iframe').getBoundingClientRect().height))
      await page.waitForTimeout(300)
      const before = await heights()
      await page.evaluate(() => { // the page itself, and the frame of the second in the name of the first
        const id = n => new URL(document.querySelectorAll('terrier-map')[n].shadowRoot.querySelector('iframe').src).hash.slice(1)
        for (const said of [{ type: 'terrier:height', id: id(0), height: 1999 }, { type: 'terrier:height', id: id(0), height: -5 }, null, 'x', { type: 'terrier:height' }]) window.postMessage(said, '*')
      })
      const second = page.frames().filter(f => f.url().includes(VALE))[1]
      await second.evaluate(() => parent.postMessage({ type: 'terrier:height', id: 'map-1', height: 1999 }, '*'))
      for (const f of page.frames().filter(f => f.url().includes(VALE))) { // and a hostile page talks to the frames
        await page.evaluate(() => document.querySelectorAll('terrier-map').forEach(e => [{ type: 'terrier:height', height: 1 }, '<img src=x onerror=alert(1)>', null, { type: 'eval', code: '1' }].forEach(m => e.shadowRoot.querySelector('iframe').contentWindow.postMessage(m, '*'))))
        await liveIn(f)
      }
      await page.waitForTimeout(300)
      expect(String(await heights()) === String(before), `heights were ${before} and are ${await heights()}`)
    })
  }, elsewhere),

  journey('an embed element can be moved, changed and taken away', async (page, { base }) => {
    await onAnotherSite(`<div id="here">${element(base, 'area="hollin-vale" id="one" height="400"')}</div><div id="there"></div>${script(base)}`, async address => {
      await page.goto(address)
      const inside = page.frameLocator('#one iframe')
      await liveIn(inside)
      await page.evaluate(() => document.querySelector('#there').append(document.querySelector('#one')))
      await liveIn(inside)
      await page.evaluate(() => document.querySelector('#one').setAttribute('area', 'prospect'))
      await inside.getByRole('heading', { name: 'Prospect plan area' }).waitFor()
      await page.evaluate(() => document.querySelector('#one').remove())
      for (let i = 0; i < 50 && page.frames().length > 1; i++) await page.waitForTimeout(100) // a process of its own ends a moment later
      expect(page.frames().length === 1, 'its frame stays behind')
    })
  }, elsewhere),

  journey('what stands in an embed element stays where the map does not come', async (page, { base }) => {
    await page.route(url => url.pathname.startsWith('/embed/'), route => route.abort())
    await onAnotherSite(element(base, 'area="hollin-vale" id="one"') + element(base, 'id="nothing"') + script(base), async address => {
      await page.goto(address)
      await page.waitForTimeout(1500)
      for (const id of ['one', 'nothing']) expect(await page.locator(`#${id} a img`).isVisible(), `the picture in #${id} is gone`)
      expect(await page.locator('#one iframe').evaluate(f => getComputedStyle(f).opacity === '0' && f.inert), 'an empty frame lies over the picture')
    })
  }, { but: [/request elsewhere/, /net::ERR_FAILED/] }),

  journey('an embed of what is not there says so', async (page, { base }) => {
    await onAnotherSite(element(base, 'area="no-such-place" id="one"') + script(base), async address => {
      await page.goto(address)
      await page.frameLocator('#one iframe').getByRole('heading').first().waitFor()
      await page.locator('#one iframe').waitFor()
    })
  }, { but: [/request elsewhere/, /404/] }),
]
