// Runs the browser journeys and writes results.json for the gate: npm run e2e, or npm run e2e -- WORD… for those whose name has a word.
import { writeFileSync } from 'node:fs'
import { launch } from './browser.mjs'
import { accessibility } from './journeys/accessibility.mjs'
import { asking } from './journeys/asking.mjs'
import { bringing } from './journeys/bringing.mjs'
import { drawing } from './journeys/drawing.mjs'
import { drawingFiles } from './journeys/drawing-files.mjs'
import { drawingOnTheMap } from './journeys/drawing-on-the-map.mjs'
import { drawingStates } from './journeys/drawing-states.mjs'
import { embedAccess } from './journeys/embed-access.mjs'
import { embedElement } from './journeys/embed-element.mjs'
import { embedFaults } from './journeys/embed-faults.mjs'
import { embedPaint } from './journeys/embed-paint.mjs'
import { embedding } from './journeys/embedding.mjs'
import { entering } from './journeys/entering.mjs'
import { exactly } from './journeys/exactly.mjs'
import { faults } from './journeys/faults.mjs'
import { finding } from './journeys/finding.mjs'
import { mapping } from './journeys/mapping.mjs'
import { opening } from './journeys/opening.mjs'
import { reading } from './journeys/reading.mjs'
import { sharing } from './journeys/sharing.mjs'
import { signingIn } from './journeys/signing-in.mjs'
import { withholding } from './journeys/withholding.mjs'
import { startServer } from './server.mjs'

const LIMIT = 180_000 // a journey takes some seconds, axe on all screens half a minute; past this something hangs
const words = process.argv.slice(2)
const journeys = [...finding, ...asking, ...opening, ...mapping, ...reading, ...embedding, ...embedElement, ...embedFaults, ...embedAccess, ...embedPaint, ...sharing, ...entering, ...signingIn, ...exactly, ...bringing, ...withholding, ...drawing, ...drawingOnTheMap, ...drawingFiles, ...faults, ...accessibility, ...drawingStates]
  .filter(j => words.length === 0 || words.some(w => j.name.includes(w)))
const failures = []
let passed = 0
let server, browser

function fail(name, error) {
  failures.push({ name, why: String(error.message).split('\n').slice(0, 8).join(' ') })
  console.log(`FAILED ${name}\n    ${error.stack}`)
}

try {
  if (journeys.length === 0) throw new Error('no journey has such a name')
  server = await startServer()
  browser = await launch()
  for (const journey of journeys) {
    const begun = Date.now()
    let timer
    try {
      const late = new Promise((_, no) => (timer = setTimeout(() => no(new Error(`not done within ${LIMIT / 1000} s`)), LIMIT)))
      await Promise.race([journey.run({ browser, base: server.base }), late])
      passed++
      console.log(`ok ${((Date.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${journey.name}`)
    } catch (error) {
      fail(journey.name, error)
    } finally {
      clearTimeout(timer)
    }
  }
} catch (error) {
  fail('the browser journeys', error)
} finally {
  const ended = server?.ended?.()
  if (ended) fail('terrier goes on to the end', new Error(ended))
  await browser?.close()
  await server?.stop()
}
writeFileSync(new URL('results.json', import.meta.url), JSON.stringify({ passed, failed: failures.length, skipped: [], failures }, null, 2) + '\n')
console.log(`${passed} passed, ${failures.length} failed`)
process.exit(failures.length ? 1 : 0)
