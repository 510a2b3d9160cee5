// Every screen through axe, at both sizes, light and dark.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { DESKTOP, mapReady, PHONE } from '../browser.mjs'
import { signIn, signOut } from './entering.mjs'
import { figureAddress, journey } from './journey.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** address → whether the map is waited for */
const SCREENS = {
  '/': true, '/?view=list': false, '/?area=hollin-vale': true, '/areas': false, '/areas/hollin-vale': false, '/areas/hollin-vale/homes': false,
  '/areas/hollin-vale/versions': false, '/homes': false, '/assets': false, '/assets/hollin-park': false, '/associations': false,
  '/associations/hollindale-homes': false, '/places?q=hollin': false, '/embed/areas/hollin-vale': false, '/areas/nowhere': false,
  'figure': false, 'figure again': false, '/sign-in': false, '/sign-in/sent': false, ['/sign-in/' + 'A'.repeat(43)]: false,
}

/** those of somebody who is signed in */
const OWN = ['/account', '/account/erase', '/account/tokens', '/admin', '/admin/agreements', '/homes/exact', '/homes/exact?area=hollin-vale,cinderholme-village&rows=tenure&columns=epc', '/homes/exact/list?area=hollin-vale']

async function violations(page) {
  await page.evaluate(axe)
  return page.evaluate(async width => { // a phone's window grows with a page that is too wide
    const found = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    const wider = document.documentElement.scrollWidth - width
    return [...(wider > 0 ? [`the page is ${wider} px wider than the screen`] : []), ...found.violations.map(v => `${v.id}: ${v.help} (${v.nodes.length}) ${v.nodes[0].target}`)]
  }, page.viewportSize().width)
}

export const accessibility = [DESKTOP, PHONE].flatMap(size => [false, true].map(dark =>
  journey('axe finds nothing on any screen', async (page, { base }) => {
    const wrong = []
    for (const [path, waits] of Object.entries(SCREENS)) {
      await page.goto(path.startsWith('figure') ? await figureAddress(base, path.endsWith('again')) : path)
      if (waits) await mapReady(page)
      wrong.push(...(await violations(page)).map(v => `${path} ${v}`))
    }
    await signIn(page, 'Association officer')
    for (const path of OWN) {
      await page.goto(path)
      wrong.push(...(await violations(page)).map(v => `${path} ${v}`))
    }
    await signOut(page)
    if (wrong.length) throw new Error(wrong.join('\n    '))
  }, { size, dark, but: [/404/] })))
