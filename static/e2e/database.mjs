// The independent counter: psql on the same database, past every line of terrier.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'

function findPsql() {
  const root = '/usr/lib/postgresql'
  const own = existsSync(root) ? readdirSync(root).map(Number).filter(Boolean).sort((a, b) => b - a).map(v => `${root}/${v}/bin/psql`) : []
  return own.find(p => existsSync(p)) ?? 'psql'
}

/** Asks the database at an address; gives the rows, each a list of texts. */
export function asker(address) {
  const psql = findPsql()
  return question => {
    if (!address) throw new Error('the counts are compared with SQL: set DATABASE_URL to the database that the server reads')
    const out = execFileSync(psql, ['-X', '-A', '-t', '-q', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-d', address, '-c', question], { encoding: 'utf8' })
    return out.split('\n').filter(Boolean).map(line => line.split('\t'))
  }
}
