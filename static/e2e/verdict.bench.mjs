// How long the verdict takes to follow a corner that is dragged: from the pointer's event to the painted verdict, in a real browser. No gate runs it.
//     tilebench verdict --hold      serves a country of 500,000 homes with 416 plan areas, and writes outlines to draw
//     BASE_URL=http://127.0.0.1:PORT node e2e/verdict.bench.mjs var/bench/3000000/drawn/corners-*.txt
//
// The page itself measures ("verdict" in its performance timeline): the time of each question is that of the pointer's event which it was asked at, and
// ends with the first frame behind its answer. One question is under way at a time, the newest next, so events between two questions have none of their own.
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { basename } from 'node:path'
import { launch, NO_GPU, openPage, settled } from './browser.mjs'
import { draftReady } from './journeys/drawing.mjs'

const base = process.env.BASE_URL ?? 'http://127.0.0.1:8080'
const SECONDS = 20
const RATES = [60, 5] // events of the pointer a second: a quick hand, and one that waits for each verdict
const RADIUS = 25 // pixels, of the circle that a corner is dragged in

const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0).padStart(5)

/** Where the selected corner is on the page. */
function selectedCorner() {
  const { x, y, width, height } = document.querySelector('.board-over.whole .selected-ring').getBoundingClientRect()
  return [x + width / 2, y + height / 2]
}

const browser = await launch(NO_GPU)
console.log(`${browser.version()}; milliseconds`)
for (const file of process.argv.slice(2)) {
  for (const rate of RATES) {
    const { page, context } = await openPage(browser, base)
    await page.goto('/drafts/new')
    await draftReady(page)
    await page.getByRole('button', { name: 'Type coordinates' }).click()
    await page.getByLabel('Corners, one a line').fill(readFileSync(file, 'utf8'))
    await page.getByRole('button', { name: 'Show the area' }).click()
    await page.getByRole('button', { name: 'Use this area' }).click()
    await page.waitForTimeout(3000)
    await page.locator('.maplibregl-canvas').focus()
    await page.keyboard.press(']') // of many corners those beside the selected one can be grabbed
    await page.waitForTimeout(1000)
    await settled(page)
    const devtools = await context.newCDPSession(page)
    const send = (type, [x, y], buttons) => devtools.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons, clickCount: 1 })
    const [x, y] = await page.evaluate(selectedCorner)
    await send('mouseMoved', [x, y], 0)
    await page.evaluate(() => performance.clearMeasures('verdict'))
    await send('mousePressed', [x, y], 1)
    const sent = []
    const events = SECONDS * rate
    for (let i = 1, next = performance.now(); i <= events; i++) {
      const turn = (2 * Math.PI * i) / 120
      sent.push(send('mouseMoved', [x + RADIUS * Math.sin(turn), y + RADIUS * (1 - Math.cos(turn))], 1))
      await new Promise(r => setTimeout(r, Math.max(0, (next += 1000 / rate) - performance.now())))
    }
    await Promise.all(sent)
    await page.waitForTimeout(2000)
    const times = (await page.evaluate(() => performance.getEntriesByName('verdict').map(m => m.duration))).sort((a, b) => a - b)
    if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT })
    await send('mouseReleased', [x, y], 0)
    if (!times.length) throw new Error('no verdict was painted while the corner was dragged')
    console.log(`${basename(file).padEnd(16)} ${String(rate).padStart(3)} events a second  p50 ${at(times, .5)}  p95 ${at(times, .95)}  most ${at(times, 1)}   `
      + `${times.length} verdicts painted, load ${loadavg()[0].toFixed(1)}`)
    await context.close()
  }
}
await browser.close()
