// Every screen through axe.
import { mapReady } from '../browser.mjs'
import { violations } from './axe.mjs'
import { signIn, signOut } from './entering.mjs'
import { figureAddress, journey, LOOKS } from './journey.mjs'

/** address → whether the map is waited for */
const SCREENS = {
  '/': true, '/?view=list': false, '/?area=hollin-vale': true, '/areas': false, '/areas/hollin-vale': false, '/areas/hollin-vale/map': false, '/areas/hollin-vale/homes': false,
  '/areas/hollin-vale/versions': false, '/homes': false, '/assets': false, '/assets/hollin-park': false, '/associations': false,
  '/associations/hollindale-homes': false, '/associations/anvilgate-housing-trust': false, '/associations/candlewick-refuge': false, '/places/no-say-yet': false, '/homes/how': false, '/releases': false, '/homes?tenure=social-rent&epc=C': false, '/places?q=hollin': false, '/embed/areas/hollin-vale': false, '/areas/nowhere': false, '/drafts/new': true, '/drafts/new?view=list': false, '/drafts/new?way=coordinates': true,
  'figure': false, 'figure again': false, '/sign-in': false, '/sign-in/sent': false, ['/sign-in/' + 'A'.repeat(43)]: false,
}

/** those of somebody who is signed in */
const OWN = ['/drafts', '/account', '/account/erase', '/account/tokens', '/account/passkeys', '/admin', '/admin/agreements', '/admin/audit', '/stock', '/stock/homes', '/homes/exact', '/homes/exact?area=hollin-vale,cinderholme-village&rows=tenure&columns=epc', '/homes/exact/list?area=hollin-vale']

export const accessibility = LOOKS.map(([size, dark]) =>
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
    await page.goto(OWN.find(path => path.includes('rows=')).replace(',cinderholme-village', ''))
    for (const link of [page.locator('.big dd a').first(), page.getByRole('link', { name: 'Where this table comes from' })]) {
      const figure = await link.getAttribute('href')
      await page.goto(figure + '&again=yes')
      wrong.push(...(await violations(page)).map(v => `${figure} ${v}`))
      await page.goBack()
    }
    await signOut(page)
    if (wrong.length) throw new Error(wrong.join('\n    '))
  }, { size, dark, but: [/404/] }))
