// Browser journeys against a real server: see README.md. Prints a line for each, writes results.json, ends with 1 when one fails.
//   node e2e/run.mjs [words of names to run]
import { writeFileSync } from 'node:fs'
import { DESKTOP, launch, openPage, PHONE } from './browser.mjs'
import { factsOf } from './facts.mjs'
import * as find from './journeys/find.mjs'
import * as screens from './journeys/screens.mjs'
import * as sketch from './journeys/sketch.mjs'
import { startServer } from './server.mjs'

const results = { passed: 0, failed: 0, skipped: [], failures: [] }
const wanted = process.argv.slice(2)

function journeys(facts) {
  const both = (name, run, more) => [DESKTOP, PHONE].map(size => ({ name: `${name} (${size.name})`, run, size, ...more }))
  const list = [
    ...both('finds a postcode', find.findPostcode),
    ...both('opens an area and comes back', find.openArea),
    ...both('sketches a shape and reads the count of SQL', sketch.sketchShape),
    { name: 'sketches by keys alone', run: sketch.sketchByKeys, size: DESKTOP },
    { name: 'is told where a shape crosses itself', run: sketch.crossing, size: DESKTOP, but: [/status of 400|status of 422/] },
    { name: 'reads the list by keys alone', run: find.listByKeys, size: DESKTOP },
    { name: 'switches layers', run: screens.layers, size: DESKTOP },
    { name: 'switches the theme', run: screens.themeSwitch, size: DESKTOP },
    { name: 'is told when tiles do not come', run: screens.tilesFail, size: DESKTOP, but: [/ERR_FAILED|Failed to fetch|AJAXError|ERR_ABORTED/] },
  ]
  for (const [name, path] of Object.entries(screens.screensOf(facts))) {
    list.push({ name: `${name} reads without scripts`, run: screens.readsWithoutScripts(path), size: DESKTOP, scripts: false })
    for (const size of [DESKTOP, PHONE]) {
      for (const dark of [false, true]) list.push({ name: `axe finds nothing: ${name} (${size.name}, ${dark ? 'dark' : 'light'})`, run: screens.axeFindsNothing(path), size, dark })
    }
  }
  return wanted.length ? list.filter(j => wanted.some(w => j.name.includes(w))) : list
}

async function runOne(browser, base, facts, journey) {
  const began = Date.now()
  const watched = await openPage(browser, base, journey)
  try {
    await journey.run({ page: watched.page, size: journey.size, facts })
    await watched.finish(journey.but)
    results.passed++
    console.log(`ok    ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${journey.name}`)
  } catch (error) {
    const why = String(error?.message ?? error).split('\n').slice(0, 12).join('\n    ') + (watched.wrong.length ? `\n    on the page: ${watched.wrong.slice(0, 3).join('; ')}` : '')
    results.failed++
    results.failures.push({ name: journey.name, why })
    console.log(`FAIL  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${journey.name}\n    ${why}`)
    await watched.context.close().catch(() => {})
  }
}

let server, browser
try {
  server = await startServer()
  const facts = await factsOf(server.base)
  browser = await launch()
  for (const journey of journeys(facts)) await runOne(browser, server.base, facts, journey)
} catch (error) {
  results.failed++
  results.failures.push({ name: 'start', why: error.message })
  console.log(`FAIL  ${error.message}`)
} finally {
  await browser?.close()
  await server?.stop()
}
writeFileSync(new URL('results.json', import.meta.url), JSON.stringify(results, null, 2))
console.log(`${results.passed} passed, ${results.failed} failed, ${results.skipped.length} skipped`)
process.exit(results.failed ? 1 : 0)
