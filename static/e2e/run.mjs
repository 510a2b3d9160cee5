// Runs the browser journeys and writes results.json for the gate: npm run e2e, or npm run e2e -- WORD… for those whose name has a word.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch, openPage } from './browser.mjs'
import { asker } from './database.mjs'
import { startServer } from './server.mjs'
import { journeys } from './journeys/all.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const LIMIT = 90_000 // a journey takes some seconds; past this something hangs

const words = process.argv.slice(2)
const chosen = journeys.flatMap(j => j.sizes.map(size => ({ ...j, size, title: `${j.name}, ${size.name}` })))
  .filter(j => words.length === 0 || words.some(w => j.title.includes(w)))
const failures = []
let [passed, server, browser] = [0]

try {
  if (chosen.length === 0) throw new Error('no journey has such a name')
  server = await startServer()
  browser = await launch()
  const sql = asker(server.database)
  for (const journey of chosen) await travel(journey, sql)
} catch (error) {
  failures.push({ name: 'the browser journeys', why: error.message })
  console.log(`FAILED ${error.stack}`)
} finally {
  await browser?.close()
  await server?.stop()
}
writeFileSync(join(here, 'results.json'), JSON.stringify({ passed, failed: failures.length, skipped: [], failures }, null, 2) + '\n')
console.log(`${passed} passed, ${failures.length} failed`)
process.exit(failures.length ? 1 : 0)

async function travel(journey, sql) {
  const begun = Date.now()
  const opened = await openPage(browser, server.base, { size: journey.size, dark: journey.dark, scripts: journey.scripts })
  let timer
  try {
    const late = new Promise((_, no) => (timer = setTimeout(() => no(new Error(`not done within ${LIMIT / 1000} s`)), LIMIT)))
    const visit = journey.go({ page: opened.page, context: opened.context, size: journey.size, base: server.base, browser, sql })
    visit.catch(() => undefined) // after a timeout nobody waits for it
    await Promise.race([visit, late])
    await opened.finish(journey.provokes)
    passed++
    console.log(`ok     ${journey.title} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
  } catch (error) {
    const picture = join(here, 'shots', `failed-${journey.title.replaceAll(/[^a-z0-9]+/gi, '-')}.png`)
    mkdirSync(dirname(picture), { recursive: true })
    await opened.page.screenshot({ path: picture }).catch(() => undefined)
    failures.push({ name: journey.title, why: String(error.message).split('\n').slice(0, 6).join(' ') })
    console.log(`FAILED ${journey.title} (${((Date.now() - begun) / 1000).toFixed(1)} s)\n    ${error.stack}\n    at ${opened.page.url()}${opened.wrong.length ? `\n    the page: ${opened.wrong.slice(0, 5).join('\n    ')}` : ''}`)
  } finally {
    clearTimeout(timer)
    await opened.context.close().catch(() => undefined)
  }
}
