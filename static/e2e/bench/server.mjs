// One server for all that is compared: the peers' pages, compressed as well as gzip can, and terrier behind the same address.
import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { gzipSync } from 'node:zlib'

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.png': 'image/png', '.svg': 'image/svg+xml' }

export function serve(terrier, port = 0) {
  const upstream = new URL(terrier)
  const packed = new Map()
  const file = path => {
    if (!packed.has(path)) {
      const body = readFileSync(join(import.meta.dirname, 'dist', normalize(path)))
      packed.set(path, extname(path) === '.png' ? { body } : { body: gzipSync(body, { level: 9 }), encoding: 'gzip' })
    }
    return packed.get(path)
  }
  const server = createServer((q, a) => {
    const { pathname } = new URL(q.url, 'http://x')
    if (pathname.startsWith('/bench/')) {
      try {
        const path = pathname.slice('/bench'.length).replace(/\/$/, '/index.html')
        const { body, encoding } = file(path)
        a.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', ...(encoding ? { 'content-encoding': encoding } : {}), 'content-length': body.length, 'cache-control': 'no-store' })
        a.end(body)
      } catch {
        a.writeHead(404).end()
      }
      return
    }
    const onward = request({ host: upstream.hostname, port: upstream.port, path: q.url, method: q.method, headers: q.headers }, b => {
      a.writeHead(b.statusCode, b.headers)
      b.pipe(a)
    })
    onward.on('error', () => a.writeHead(502).end())
    q.pipe(onward)
  })
  return new Promise(done => server.listen(port, '127.0.0.1', () => done({ base: `http://127.0.0.1:${server.address().port}`, close: () => server.close() })))
}
