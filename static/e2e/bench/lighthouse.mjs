// What Lighthouse says of each page, on its own phone; the middle of three runs by performance. Nothing where it is not installed.
import { findChrome } from '../browser.mjs'
import { median } from './measure.mjs'

export const CATEGORIES = ['performance', 'accessibility', 'best-practices']

export async function lighthouse(addresses) {
  let run, launcher
  try {
    run = (await import('lighthouse')).default
    launcher = await import('chrome-launcher')
  } catch {
    return undefined
  }
  const root = process.getuid?.() === 0
  const scores = {}
  for (const [name, address] of Object.entries(addresses)) {
    const all = []
    for (let i = 0; i < 3; i++) {
      const chrome = await launcher.launch({ chromePath: findChrome(), chromeFlags: ['--headless=new', ...(root ? ['--no-sandbox'] : []), '--enable-unsafe-swiftshader', '--disable-dev-shm-usage'] })
      try {
        const { lhr } = await run(address, { port: chrome.port, output: 'json', logLevel: 'error', onlyCategories: CATEGORIES })
        all.push(Object.fromEntries(CATEGORIES.map(c => [c, Math.round((lhr.categories[c].score ?? NaN) * 100)])))
      } finally {
        chrome.kill()
      }
    }
    scores[name] = Object.fromEntries(CATEGORIES.map(c => [c, median(all.map(s => s[c]))]))
    console.log(name, JSON.stringify(scores[name]))
  }
  return scores
}
