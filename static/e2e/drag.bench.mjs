// How long the figures take to follow a corner: from the pointer's event to the painted number, in a real browser. No gate runs it.
//     terrier demo --homes 500000 --var DIR && terrier serve --var DIR --listen 127.0.0.1:8080
//     BASE_URL=http://127.0.0.1:8080 node e2e/drag.bench.mjs [ZOOM…]
//
// An event's time ends with the first frame behind the first answer about its shape or a newer one. One that no answer tells of before
// the next pointer's event replaced its shape waits for that one's: so no event is left out.
import { launch, mapReady, NO_GPU, openPage } from './browser.mjs'
import { signIn } from './journeys/entering.mjs'

const base = process.env.BASE_URL ?? 'http://127.0.0.1:8080'
const zooms = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [12.5, 13.5, 15, 16.5]
const [EVENTS, EVERY] = [360, 1000 / 60] // of the pointer, in a circle; milliseconds between them
const RADIUS = 90 // pixels

/** Watches the page: pointer's events, which of them each question was asked at, and when each number was painted. */
function watch() {
  const w = (window.watched = { moves: [], painted: [], asked: 0, answered: 0, atOnce: 0, most: 0, maps: 0 })
  addEventListener('pointermove', e => e.buttons && w.moves.push(e.timeStamp), true)
  const through = window.fetch
  let newest = -1 // the pointer's event behind the newest answer
  window.fetch = async (...asked) => {
    if (!String(asked[0]).includes('/homes/')) return through(...asked)
    const move = w.moves.length - 1
    w.asked++
    w.most = Math.max(w.most, ++w.atOnce)
    const answer = await through(...asked).finally(() => w.atOnce--)
    const json = answer.json.bind(answer)
    answer.json = async () => {
      const body = await json()
      newest = move
      return body
    }
    return answer
  }
  const channel = new MessageChannel()
  const waiting = []
  channel.port1.onmessage = () => w.painted.push({ move: waiting.shift(), at: performance.now() })
  const number = [...document.querySelectorAll('[data-answer] .big div')].find(d => /^Homes(, about| inside)/.test(d.textContent)).querySelector('dd')
  new MutationObserver(() => {
    const move = newest
    requestAnimationFrame(() => { waiting.push(move); channel.port2.postMessage(0) }) // told once the frame is made
  }).observe(number, { childList: true })
}

const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0).padStart(5)

const browser = await launch(NO_GPU)
console.log(`${browser.version()}, ${EVENTS} events of the pointer, ${Math.round(1000 / EVERY)} a second; milliseconds`)
for (const exact of [true, false]) {
  for (const zoom of zooms) {
    const { page, context } = await openPage(browser, base)
    if (exact) await signIn(page, 'Association officer')
    const home = [53.8165, -1.5075]
    await page.goto(`/${exact ? '?exact=yes' : ''}#${zoom}/${home.join('/')}`)
    await mapReady(page)
    await page.getByRole('button', { name: 'Count homes in a shape' }).click()
    await page.getByRole('button', { name: 'Cancel' }).waitFor()
    const box = await page.locator('[data-canvas]').boundingBox()
    const corners = [[.3, .3], [.7, .3], [.7, .7], [.3, .7]].map(([x, y]) => [box.x + box.width * x, box.y + box.height * y])
    for (const [x, y] of corners) {
      await page.mouse.click(x, y)
      await page.waitForTimeout(400)
    }
    await page.getByRole('button', { name: 'Finish' }).click()
    await page.getByRole('button', { name: 'Draw another shape' }).waitFor()
    await page.waitForTimeout(3000)
    await page.evaluate(watch)
    const devtools = await context.newCDPSession(page)
    const send = (type, [x, y], buttons) => devtools.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons, clickCount: 1 })
    const [x, y] = corners[0]
    await send('mouseMoved', corners[0], 0)
    await send('mousePressed', corners[0], 1)
    const sent = []
    for (let i = 1, next = performance.now(); i <= EVENTS; i++) {
      const turn = (2 * Math.PI * i) / 120
      sent.push(send('mouseMoved', [x + RADIUS * Math.sin(turn), y + RADIUS * (1 - Math.cos(turn))], 1))
      await new Promise(r => setTimeout(r, Math.max(0, (next += EVERY) - performance.now())))
    }
    await Promise.all(sent)
    await page.waitForTimeout(1500)
    const w = await page.evaluate(() => window.watched)
    const times = []
    let unpainted = 0
    w.moves.forEach((began, i) => {
      const painted = w.painted.find(p => p.move >= i)
      if (painted) times.push(painted.at - began)
      else unpainted++
    })
    times.sort((a, b) => a - b)
    await send('mouseReleased', [x, y], 0)
    console.log(`${exact ? 'exact ' : 'public'} zoom ${String(zoom).padEnd(4)}  p50 ${at(times, .5)}  p95 ${at(times, .95)}  most ${at(times, 1)}   `
      + `${w.moves.length} events heard, ${w.asked} asked, ${w.painted.length} painted, ${w.most} at once, ${unpainted} never painted`)
    await context.close()
  }
}
await browser.close()
