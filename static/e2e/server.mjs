// terrier with the demo town, for as long as the journeys need it.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = resolve(dirname(fileURLToPath(import.meta.url)), process.env.TERRIER_BIN ?? '../../bin/terrier')

/** A port that nobody listens on now. */
export function freePort() {
  return new Promise((done, failed) => {
    const probe = createServer().once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })
}

/** Starts terrier on a database, or takes the one that BASE_URL names. */
export async function startServer() {
  const database = process.env.DATABASE_URL
  if (process.env.BASE_URL) return { base: process.env.BASE_URL, database, stop: async () => undefined }
  if (!database) throw new Error('DATABASE_URL says which empty database to fill with the demo, or BASE_URL which terrier to visit')
  return { ...(await startTerrier()), database }
}

/** Starts terrier on the database of DATABASE_URL, with settings that follow from where it is reached. kill ends it as a crash would. */
export async function startTerrier(settings = () => ({}), port = undefined) {
  port ??= await freePort()
  const base = `http://localhost:${port}` // a name: browsers make no passkeys for an IP address
  const child = spawn(program, ['serve', '--demo', '--listen', `127.0.0.1:${port}`, '--public-url', base], { env: { ...process.env, ...settings(base) }, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  let ended
  child.stderr.on('data', d => (said = (said + d).slice(-8000)))
  child.on('error', error => (ended = error.message))
  child.on('exit', (code, signal) => (ended ??= `it ended with ${signal ?? code}`))
  const end = signal => new Promise(done => {
    if (ended) return done()
    child.once('exit', done)
    child.kill(signal)
  })
  const stop = () => end('SIGTERM')
  for (const until = Date.now() + 120_000; Date.now() < until && !ended; await new Promise(r => setTimeout(r, 150))) {
    const answer = await fetch(`${base}/readyz`).catch(() => undefined)
    if (answer?.ok) return { base, port, stop, kill: () => end('SIGKILL'), ended: () => ended && `${program}: ${ended}\n${said}` }
  }
  await stop()
  throw new Error(`${program} did not start: ${ended ?? 'not ready within two minutes'}\n${said}`)
}
