// One server for all that is compared: the peers' pages, compressed as well as gzip can, and terrier behind the same address. It counts what goes
// over the wire and is the slow line, for a browser's own tools see nothing of what a worker asks for, and slow nothing of it down: MapLibre's tiles.
import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { gzipSync } from 'node:zlib'

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.png': 'image/png', '.svg': 'image/svg+xml' }

const PIECE = 4096 // bytes

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
  const line = { bytes: 0, requests: 0, pace: undefined, free: 0 }
  const written = new WeakMap() // of each connection
  const count = (socket, path) => {
    const now = socket.bytesWritten
    if (path !== '/favicon.ico') [line.bytes, line.requests] = [line.bytes + now - (written.get(socket) ?? 0), line.requests + 1]
    written.set(socket, now)
  }
  /** Sends an answer, by a line that has a latency and carries so many bytes a second where there is a pace. */
  const send = async (a, path, status, headers, body) => {
    const { socket } = a
    a.on('finish', () => count(socket, path))
    const { pace } = line
    if (pace) await new Promise(done => setTimeout(done, pace.latency))
    a.writeHead(status, headers)
    for (let at = 0; pace && at < body.length; at += PIECE) {
      const piece = body.subarray(at, at + PIECE)
      line.free = Math.max(line.free, performance.now()) + piece.length / pace.down * 1000
      await new Promise(done => setTimeout(done, line.free - performance.now()))
      a.write(piece)
    }
    a.end(pace ? undefined : body)
  }
  const server = createServer((q, a) => {
    const { pathname } = new URL(q.url, 'http://x')
    if (pathname.startsWith('/bench/')) {
      try {
        const path = pathname.slice('/bench'.length).replace(/\/$/, '/index.html')
        const { body, encoding } = file(path)
        void send(a, pathname, 200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', ...(encoding ? { 'content-encoding': encoding } : {}), 'content-length': body.length, 'cache-control': 'no-store' }, body)
      } catch {
        a.writeHead(404).end()
      }
      return
    }
    const onward = request({ host: upstream.hostname, port: upstream.port, path: q.url, method: q.method, headers: q.headers }, b => {
      const parts = []
      b.on('data', part => parts.push(part))
      b.on('end', () => void send(a, pathname, b.statusCode, b.headers, Buffer.concat(parts)))
    })
    onward.on('error', () => a.writeHead(502).end())
    q.pipe(onward)
  })
  return new Promise(done => server.listen(port, '127.0.0.1', () => done({ base: `http://127.0.0.1:${server.address().port}`, close: () => server.close(),
    /** Begins to count anew, on a line of that pace: latency in ms, down in bytes a second; none is as fast as it goes. */
    begin: pace => Object.assign(line, { bytes: 0, requests: 0, pace, free: 0 }), counted: () => ({ bytes: line.bytes, requests: line.requests }) })))
}
