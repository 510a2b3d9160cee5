// How long an embed keeps the page waiting while it is moved and zoomed, with 6,000 dots in each tile: node e2e/pan.bench.mjs
// It visits the terrier that BASE_URL names. The processor is slowed down four times, as Chromium does for a phone.
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import { launch, NO_GPU } from './browser.mjs'

const base = process.env.BASE_URL ?? 'http://localhost:8080'
const TENURES = ['social-rent', 'affordable-rent', 'low-cost-home-ownership', 'intermediate-rent', 'leasehold-and-market']
const DOTS = 6000 // in a tile, which is more than ours ever have

const vite = await createServer({ root: fileURLToPath(new URL('..', import.meta.url)), configFile: false, optimizeDeps: { noDiscovery: true }, appType: 'custom', server: { middlewareMode: true, ws: false } })
const { encodeTile } = await vite.ssrLoadModule('/src/embed/tile.testing.ts')
await vite.close()
const browser = await launch(NO_GPU)
const page = await browser.newPage({ viewport: { width: 640, height: 700 } })
await page.route('**/tiles/embed/**', async route => {
  const response = await route.fetch()
  const real = response.status() === 204 ? Buffer.alloc(0) : await response.body()
  const features = Array.from({ length: DOTS }, (_, i) => ({
    type: 1, parts: [[[(i * 7919) % 4096, (i * 104729) % 4096]]], props: { tenure: TENURES[i % 5], count: 1 + (i % 7 ? 0 : i % 40) },
  }))
  await route.fulfill({ status: 200, headers: { 'access-control-allow-origin': '*' }, body: Buffer.concat([real, encodeTile([{ name: 'home', extent: 4096, features }])]) })
})
const cdp = await page.context().newCDPSession(page)
await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })

/** Tells of the longest tasks of the page, in milliseconds of the processor: what other programs take meanwhile does not count. */
async function measured(what, act) {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] })
  await act()
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()))
  const main = new Set(traceEvents.filter(e => e.name === 'thread_name' && e.args.name === 'CrRendererMain').map(e => `${e.pid} ${e.tid}`))
  const tasks = traceEvents.filter(e => /RunTask$/.test(e.name) && main.has(`${e.pid} ${e.tid}`)).map(e => (e.tdur ?? 0) / 1000).sort((a, b) => b - a)
  console.log(`${what.padEnd(8)} ${tasks.filter(t => t > 50).length} tasks over 50 ms, ${tasks.filter(t => t > 100).length} over 100 ms; the longest ${tasks.slice(0, 5).map(t => t.toFixed(0)).join(', ')} ms`)
}

await measured('opened', async () => {
  await page.goto(`${base}/embed/areas/hollin-vale`)
  await page.locator('figure.live canvas').waitFor({ timeout: 120_000 })
})
await page.mouse.move(500, 300)
await page.waitForTimeout(2500)
await measured('panned', async () => {
  await page.mouse.down()
  for (let i = 0; i < 40; i++) await page.mouse.move(500 - 6 * i, 300 + 2 * i)
  await page.mouse.up()
  await page.waitForTimeout(3000)
})
await measured('zoomed', async () => {
  await page.keyboard.press('+')
  await page.waitForTimeout(4000)
})
await browser.close()
