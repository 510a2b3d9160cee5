// The embed side by side with others that show the same data: BASE_URL=http://127.0.0.1:8080 node e2e/bench/embed.mjs [FILE]
// writes docs/embed.md. Visits alternate between the pages, so that what else the machine does falls on all of them alike.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { launch } from '../browser.mjs'
import { lighthouse } from './lighthouse.mjs'
import { CONDITIONS, median, visit } from './measure.mjs'
import { bundle, PEERS } from './pages.mjs'
import { report } from './report.mjs'
import { serve } from './server.mjs'

const terrier = process.env.BASE_URL ?? 'http://127.0.0.1:8080'
const TIMES = Number(process.env.TIMES ?? 5)
const file = process.argv[2] ?? new URL('../../../docs/embed.md', import.meta.url).pathname
const area = 'hollin-vale'

await bundle()
const server = await serve(terrier)
const page = await (await fetch(`${server.base}/embed/areas/${area}`)).text()
const { bounds } = JSON.parse(/id="embed">(.*?)<\/script>/s.exec(page)[1])
const addresses = { terrier: `${server.base}/embed/areas/${area}?theme=light`, ...Object.fromEntries(PEERS.map(p => [p, `${server.base}/bench/${p}/#${bounds}`])) }

const browser = await launch()
const rows = []
for (const how of CONDITIONS) {
  const visits = Object.fromEntries(Object.keys(addresses).map(name => [name, []]))
  for (const address of Object.values(addresses)) await visit(browser, server, address, { ...how, down: 0, cpu: 0 }) // so that the server has made its tiles
  for (let i = 0; i < TIMES; i++) {
    for (const [name, address] of Object.entries(addresses)) visits[name].push(await visit(browser, server, address, how))
  }
  for (const [name, all] of Object.entries(visits)) {
    const of = key => median(all.map(v => v[key]))
    rows.push({ how: how.name, name, bytes: of('bytes'), requests: of('requests'), paint: of('paint'), settled: of('settled'), all: all.map(v => Math.round(v.settled)) })
    console.log(JSON.stringify(rows.at(-1)))
  }
}
const version = browser.version()
await browser.close()
const scores = await lighthouse(addresses)
server.close()
writeFileSync(file, report({ rows, scores, times: TIMES, browser: version, machine: `${cpus()[0].model.trim()}, ${cpus().length} cores`, day: new Date().toISOString().slice(0, 10) }))
console.log(file)
