// The server under test: the one at BASE_URL, or TERRIER_BIN (../bin/terrier) started here on DATABASE_URL, or on a private cluster
// in a folder of its own where that is not set.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const freePort = () => new Promise((found, failed) => {
  const s = createServer().on('error', failed).listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => found(port)) })
})

/** Starts what is to be tested and returns its address and how to stop it. */
export async function startServer() {
  if (process.env.BASE_URL) return { base: process.env.BASE_URL.replace(/\/$/, ''), stop: async () => {} }
  const bin = resolve(process.env.TERRIER_BIN ?? join(import.meta.dirname, '../../bin/terrier'))
  if (!existsSync(bin)) throw new Error(`there is no ${bin}: make build makes it, or name a running server in BASE_URL`)
  const base = `http://127.0.0.1:${await freePort()}`
  const args = ['serve', '--demo', '--listen', base.slice('http://'.length), '--public-url', base]
  if (!process.env.DATABASE_URL) args.push('--var', mkdtempSync(join(tmpdir(), 'terrier-e2e-')))
  const child = spawn(bin, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', text => (said = (said + text).slice(-4000)))
  const ended = new Promise(done => child.once('exit', done))
  const stop = async () => { child.kill('SIGTERM'); await ended }
  for (let tries = 0; tries < 480; tries++) {
    if (child.exitCode !== null) throw new Error(`the server stopped: ${said}`)
    const ready = await fetch(`${base}/readyz`).then(r => r.ok, () => false)
    if (ready) return { base, stop }
    await new Promise(next => setTimeout(next, 250))
  }
  await stop()
  throw new Error(`the server was not ready after two minutes: ${said}`)
}

/** Asks the database itself, by psql; undefined where no database is named or psql is not there. */
export function askSQL(sql) {
  const url = process.env.TERRIER_E2E_SQL_URL ?? process.env.DATABASE_URL
  if (!url) return undefined
  try {
    return execFileSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', sql], { encoding: 'utf8' }).trim()
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
