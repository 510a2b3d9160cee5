// One visit to a page with an empty cache: bytes and requests at the wire, first paint, and when the map has settled.
const PLAIN = { name: 'plain', width: 640, height: 400 }
// What Lighthouse calls slow 4G, on a phone a quarter as fast as this machine.
const PHONE = { name: 'slow 4G, 4x CPU', width: 390, height: 844, latency: 150, down: 1638.4 * 1024 / 8, cpu: 4, mobile: true }
export const CONDITIONS = [PLAIN, PHONE]

const LONGEST = 60_000

export async function visit(browser, server, address, how) {
  const context = await browser.newContext({ viewport: { width: how.width, height: how.height }, isMobile: !!how.mobile, hasTouch: !!how.mobile,
    deviceScaleFactor: how.mobile ? 2 : 1, reducedMotion: 'reduce', colorScheme: 'light' })
  const page = await context.newPage()
  if (how.cpu) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: how.cpu })
  server.begin(how.down ? { latency: how.latency, down: how.down } : undefined)
  const wrong = []
  page.on('pageerror', e => wrong.push(e.message))
  await page.goto(address, { timeout: LONGEST })
  await page.waitForFunction(() => performance.getEntriesByName('terrier:settled').length > 0, null, { timeout: LONGEST, polling: 50 })
    .catch(e => { throw new Error(`${address} did not settle: ${wrong.join('; ') || e.message}`) })
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    settled: performance.getEntriesByName('terrier:settled')[0].startTime,
  }))
  const counted = server.counted()
  await context.close()
  return { ...counted, ...times }
}

export function median(values) {
  const sorted = values.filter(v => !Number.isNaN(v)).toSorted((a, b) => a - b)
  return sorted.length ? sorted[Math.floor(sorted.length / 2)] : NaN
}
