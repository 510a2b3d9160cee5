// Pictures of the screens, desktop and phone, light and dark, into a folder: BASE_URL=http://localhost:8080 node e2e/shots.mjs FOLDER [NAME…]
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DESKTOP, launch, mapReady, openPage, PHONE } from './browser.mjs'

const base = process.env.BASE_URL ?? 'http://localhost:8080'
const [folder = 'e2e/shots', ...only] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })

const areas = (await (await fetch(`${base}/areas.geojson`)).json()).features
const area = areas.find(f => f.properties.status === 'designated' || f.properties.stage === 'designated') ?? areas[0]
const assets = (await (await fetch(`${base}/assets.geojson`)).json()).features
const associations = await (await fetch(`${base}/associations.json`)).json()
const association = (associations.associations ?? associations)[0]
const summary = await (await fetch(`${base}/homes/summary.json?area=${area.properties.ref}&by=tenure,home-type`)).json()

/** name → address, and what is done before the picture */
const screens = {
  explorer: ['/', true],
  area: [`/?area=${area.properties.ref}`, true],
  list: ['/?view=list', false],
  areas: ['/areas', false],
  'area-page': [`/areas/${area.properties.ref}`, 'island'],
  'area-homes': [`/areas/${area.properties.ref}/homes`, 'island'],
  homes: ['/homes', false],
  assets: ['/assets', 'island'],
  'asset-page': [`/assets/${assets[0].properties.ref}`, 'island'],
  associations: ['/associations', false],
  'no-say': ['/places/no-say-yet', 'island'],
  releases: ['/releases', false],
  how: ['/homes/how', false],
  'association-page': [`/associations/${association.ref}`, 'island'],
  figure: [new URL(summary.figure.url).pathname + new URL(summary.figure.url).search, 'island'],
  'figure-again': [`/figures/${summary.figure.id}?again=yes`, 'island'],
  embed: [`/embed/areas/${area.properties.ref}`, false],
  ...(process.env.SHOT ? { shot: [process.env.SHOT, true] } : {}),
}

const browser = await launch()
for (const [name, [path, kind]] of Object.entries(screens)) {
  if (only.length && !only.includes(name)) continue
  for (const size of [DESKTOP, PHONE]) {
    for (const dark of [false, true]) {
      if (process.env.ONE && (size !== DESKTOP || dark)) continue
      const { page, context, wrong } = await openPage(browser, base, { size, dark })
      await page.goto(path)
      if (kind === true) await mapReady(page)
      else await page.waitForTimeout(kind === 'island' ? 4000 : 400)
      const file = join(folder, `${name}-${size.name}${dark ? '-dark' : ''}.png`)
      await page.screenshot({ path: file })
      console.log(file, wrong.length ? wrong.slice(0, 3) : '')
      await context.close()
    }
  }
}
await browser.close()
