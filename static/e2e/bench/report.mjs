// docs/embed.md, from what was measured.
import { CATEGORIES } from './lighthouse.mjs'

const NAMES = { terrier: 'terrier', maplibre: 'MapLibre GL JS', leaflet: 'Leaflet with VectorGrid', openlayers: 'OpenLayers' }
const kb = bytes => `${(bytes / 1000).toFixed(1)} KB`
const ms = t => (Number.isNaN(t) ? '–' : `${Math.round(t).toLocaleString('en-GB')} ms`)

export function report({ rows, scores, times, browser, machine, day }) {
  const row = (how, name) => rows.find(r => r.how === how && r.name === name)
  const conditions = [...new Set(rows.map(r => r.how))]
  const table = how => ['| | bytes | requests | first paint | settled |', '|---|---:|---:|---:|---:|',
    ...rows.filter(r => r.how === how).map(r => `| ${NAMES[r.name]} | ${kb(r.bytes)} | ${r.requests} | ${ms(r.paint)} | ${ms(r.settled)} |`)].join('\n')
  const [plain, phone] = conditions
  const share = (a, b) => `${(b / a).toFixed(2)}x`
  const goal = (what, goal, measured, met) => `| ${what} | ${goal} | ${measured} | ${met ? 'met' : '**missed**'} |`
  const ours = row(plain, 'terrier'), theirs = row(plain, 'maplibre'), oursPhone = row(phone, 'terrier'), theirsPhone = row(phone, 'maplibre')
  const others = rows.filter(r => r.how === plain && r.name !== 'terrier')
  return `# What an embed weighs

Written by \`make bench-embed\` (\`static/e2e/bench\`), from one run on one machine: ${machine}, Chromium ${browser}, ${day}. Each figure is the median of
${times} visits with an empty cache, which alternated between the pages. Times on a machine that does other things are noise: look at the ratios.

All pages show the same plan area in the same box with the same tiles (\`/tiles/embed\`), from one server that compresses as well as gzip can. The embed has
heading, picture, legend, summary, table and sources beside its map; the others have a map and nothing else. MapLibre draws the embed's own style and
symbols; OpenLayers and Leaflet with VectorGrid draw fills, lines and dots in its colours, OpenLayers names too. Bundles hold what is used of a library and no
more. *Settled* is when all tiles are drawn, as each library tells it. Bytes and requests are
counted by the server, so that those of workers are among them. There is no GPU here, which MapLibre pays
for the most: it draws by WebGL, the others on a canvas.

## Goals

| what | goal | measured | |
|---|---|---|---|
${[
    goal('bytes beside MapLibre', '>= 5x fewer', share(ours.bytes, theirs.bytes), theirs.bytes >= 5 * ours.bytes),
    goal('settled beside MapLibre, throttled', '>= 1.5x sooner', share(oursPhone.settled, theirsPhone.settled), theirsPhone.settled >= 1.5 * oursPhone.settled),
    goal('bytes beside every other', 'fewer', others.map(o => `${NAMES[o.name]} ${share(ours.bytes, o.bytes)}`).join(', '), others.every(o => o.bytes > ours.bytes)),
    goal('bytes to a settled map, 640 x 400', '<= 150 KB', kb(ours.bytes), ours.bytes <= 150_000),
    goal('requests', '<= 12', ours.requests, ours.requests <= 12),
    ...(scores ? [goal('Lighthouse: performance, accessibility', '>= 95, 100', `${scores.terrier.performance}, ${scores.terrier.accessibility}`, scores.terrier.performance >= 95 && scores.terrier.accessibility === 100)] : []),
  ].join('\n')}

${conditions.map((how, i) => `## ${i === 0 ? 'Plain, 640 x 400' : 'Slow 4G (150 ms, 1.6 Mbit/s) and a quarter of the CPU, 390 x 844'}\n\n${table(how)}`).join('\n\n')}

## Lighthouse, mobile

${scores ? [`| | ${CATEGORIES.join(' | ')} |`, `|---|${CATEGORIES.map(() => '---:').join('|')}|`,
    ...Object.entries(scores).map(([name, s]) => `| ${NAMES[name]} | ${CATEGORIES.map(c => s[c]).join(' | ')} |`)].join('\n') : 'Not installed on this machine.'}
`
}
