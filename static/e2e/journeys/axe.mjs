// What axe finds on a page, and whether the page is wider than its screen.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function violations(page) {
  await page.evaluate(axe)
  // Without motion a change of colour takes a hundredth of a millisecond, and is over with the next frame only.
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  return page.evaluate(async width => { // a phone's window grows with a page that is too wide
    const found = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    const wider = document.documentElement.scrollWidth - width
    return [...(wider > 0 ? [`the page is ${wider} px wider than the screen`] : []), ...found.violations.map(v => `${v.id}: ${v.help} (${v.nodes.length}) ${v.nodes[0].target}`)]
  }, page.viewportSize().width)
}
