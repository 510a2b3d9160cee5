// How long pictures of all areas and assets take to come, and how large they are, each asked for once. No gate runs it.
//     BASE_URL=http://127.0.0.1:PORT node e2e/pictures.bench.mjs
//
// A server that was started just now has drawn no tile yet, so that its first answers are cold all the way; the second row of each kind is
// asked of tiles that are kept. Bytes are those on the wire, with gzip where there is any.
import { get } from 'node:http'
import { loadavg } from 'node:os'

const base = process.env.BASE_URL ?? 'http://127.0.0.1:8080'
const BUDGET = 25 * 1024 // UX.md section 2

const refs = async kind => (await (await fetch(`${base}/${kind}.geojson`)).json()).features.map(f => f.id)

/** Milliseconds and bytes of one answer. */
const timed = path => new Promise((done, fail) => {
  const from = performance.now()
  get(base + path, { headers: { 'accept-encoding': 'gzip' } }, answer => {
    let bytes = 0
    answer.on('data', part => { bytes += part.length })
    answer.on('end', () => answer.statusCode === 200 ? done({ ms: performance.now() - from, bytes }) : fail(new Error(`${path}: ${answer.statusCode}`)))
  }).on('error', fail)
})

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

console.log(`load ${loadavg()[0].toFixed(1)}; milliseconds and bytes, median, 95th of a hundred and most`)
for (const suffix of ['svg', 'png']) {
  for (const kind of ['areas', 'assets']) {
    for (const round of ['cold', 'tiles kept']) {
      const answers = []
      for (const ref of await refs(kind)) answers.push(await timed(`/pictures/${kind}/${ref}.${suffix}?w=640&h=400${round === 'cold' ? '' : '&scale=1'}`))
      const row = key => { const all = answers.map(a => a[key]).sort((a, b) => a - b); return [.5, .95, 1].map(share => at(all, share).toFixed(0).padStart(7)).join('') }
      console.log(`${kind.padEnd(7)}${suffix} ${round.padEnd(11)}${String(answers.length).padStart(4)}  ms${row('ms')}  bytes${row('bytes')}  over budget ${answers.filter(a => a.bytes > BUDGET).length}`)
    }
  }
}
