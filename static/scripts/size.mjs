// Sizes of what is built, as they go over the wire (gzip -9), against the budgets of a page: `npm run size` after `npm run build`.
// It ends with 1 when a budget is passed. What a page loads is read from the manifest, as static.Build.Entry does.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = join(dirname(fileURLToPath(import.meta.url)), '../dist')
const file = join(dist, 'manifest.json')
if (!existsSync(file)) {
  console.error('There is no built front end in static/dist: npm run build comes first.')
  process.exit(2)
}
const chunks = JSON.parse(readFileSync(file, 'utf8'))

/** What is measured, in KB of 1000 bytes. lazy: what comes after the page has said what it has to say; ever: both; else what it waits for. */
const BUDGETS = [
  { what: 'explorer, before the map', entries: ['theme', 'page', 'map'], kilobytes: 35 },
  { what: 'page with a map, before the map', entries: ['theme', 'page', 'island'], kilobytes: 35 },
  { what: 'page of a draft, before the map', entries: ['theme', 'page', 'draft'], kilobytes: 50 },
  { what: 'embed, until its reader does something', entries: ['embed'], kilobytes: 15 },
  { what: 'embed, ever', entries: ['embed'], ever: true, kilobytes: 40 },
  { what: '<terrier-map>', entries: ['element'], ever: true, kilobytes: 3 },
  { what: 'explorer, map and drawing', entries: ['map'], lazy: true, kilobytes: 340 }, // MapLibre's worker runs beside the page, see below
  { what: 'page of a draft, map and drawing', entries: ['draft'], lazy: true, kilobytes: 340 },
  { what: 'main font', font: true, kilobytes: 34 },
]

const wire = path => {
  const bytes = readFileSync(join(dist, path))
  return path.endsWith('.woff2') ? bytes.length : gzipSync(bytes, { level: 9 }).length // a font is sent as it is
}
const keyOf = name => Object.keys(chunks).find(k => chunks[k].isEntry && chunks[k].name === name)

/** Adds the files that a chunk needs at once, and with lazy those that it may ask for later. */
function gather(key, files, lazy) {
  const chunk = chunks[key]
  if (files.has(chunk.file)) return files
  for (const f of [chunk.file, ...(chunk.css ?? [])]) files.add(f)
  for (const next of [...(chunk.imports ?? []), ...(lazy ? (chunk.dynamicImports ?? []) : [])]) gather(next, files, lazy)
  return files
}

function filesOf({ entries, lazy, ever, font }) {
  if (font) return Object.values(chunks).map(c => c.file).filter(f => f.includes('-latin-wght-normal'))
  const first = new Set()
  for (const name of entries) {
    const key = keyOf(name)
    if (!key) throw new Error(`the manifest has no entry ${name}`)
    gather(key, first, false)
  }
  if (!lazy && !ever) return [...first]
  const all = new Set()
  for (const name of entries) gather(keyOf(name), all, true)
  return ever ? [...all] : [...all].filter(f => !first.has(f))
}

let over = 0
for (const budget of BUDGETS) {
  const files = filesOf(budget)
  const size = files.reduce((sum, f) => sum + wire(f), 0)
  const fits = files.length > 0 && size <= budget.kilobytes * 1000
  if (!fits) over++
  console.log(`${fits ? 'ok  ' : 'OVER'} ${(size / 1000).toFixed(1).padStart(7)} KB of ${String(budget.kilobytes).padStart(3)}  ${budget.what}`)
  if (!fits || process.argv.includes('--files')) for (const f of files) console.log(`       ${(wire(f) / 1000).toFixed(1).padStart(7)} KB      ${f}`)
}
const worker = Object.values(chunks).map(c => c.file).find(f => f.includes('maplibre-gl-worker'))
if (worker) console.log(`     ${(wire(worker) / 1000).toFixed(1).padStart(7)} KB         (MapLibre's worker, without a budget)`)
process.exit(over ? 1 : 0)
