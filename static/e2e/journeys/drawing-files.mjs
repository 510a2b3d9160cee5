// Files and words that are not as one would wish: each is told in a sentence, with a way on.
import { draftReady, newDraft, remove, saved, whenStored, typeCorners, WHO } from './drawing.mjs'
import { signIn, signOut } from './entering.mjs'
import { expect, journey } from './journey.mjs'
import { zippedShapefile } from './shapefile.mjs'

const RING = [[-1.51, 53.8], [-1.5, 53.8], [-1.5, 53.806], [-1.51, 53.806], [-1.51, 53.8]]
const collection = ring => JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: { name: 'Larder Field' }, geometry: { type: 'Polygon', coordinates: [ring] } }] })
const mercator = ([lon, lat]) => [6378137 * lon * Math.PI / 180, 6378137 * Math.log(Math.tan(Math.PI / 4 + lat * Math.PI / 360))]

/** The track of somebody who walked round a field with a device that keeps a place twice a second, and back to the gate. */
function track(places) {
  const at = i => [-1.505 + 0.005 * Math.cos((2 * Math.PI * i) / places), 53.803 + 0.003 * Math.sin((2 * Math.PI * i) / places)]
  const points = Array.from({ length: places + 1 }, (_, i) => at(i % places)).map(([lon, lat]) => `<trkpt lat="${lat}" lon="${lon}"/>`)
  return `<?xml version="1.0"?><gpx version="1.1" creator="terrier" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>Walk</name><trkseg>${points.join('')}</trkseg></trk></gpx>`
}

/** name, content, and what is said of it; those without an area give none. */
const FILES = [
  ['swapped.geojson', collection(RING.map(([lon, lat]) => [lat, lon])), 'Latitude and longitude are swapped', true],
  ['metres.geojson', collection(RING.map(mercator)), 'Web Mercator metres', true],
  ['field.zip', zippedShapefile([[432000, 434500], [432000, 435000], [432500, 435000], [432500, 434500], [432000, 434500]]), 'British National Grid', true],
  ['broken.geojson', '{"type": "Fea', 'breaks off', false],
  ['noise.zip', Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919 + (i % 13)) % 256)), 'can be read', false],
  ['points.geojson', JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [-1.5, 53.8] } }] }), /polygon|outline|area/i, false],
]

export const drawingFiles = [
  journey('files of every kind give an area, or say why not', async page => {
    await newDraft(page)
    await page.getByRole('button', { name: 'Import a file' }).click()
    const use = page.getByRole('button', { name: 'Use this area' })
    for (const [name, content, says, usable] of FILES) {
      await page.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })
      await page.locator('.offer').getByText(says).first().waitFor()
      expect(await use.isVisible() === usable, `${name} ${usable ? 'gives no area' : 'gives an area'}`)
      expect(!/undefined|NaN|null/.test(await page.locator('.offer').innerText()), `${name}: ${await page.locator('.offer').innerText()}`)
    }
    await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'walk.gpx', mimeType: 'application/gpx+xml', buffer: Buffer.from(track(50_000)) })
    await page.locator('.offer').getByText('The outline has 50,001 corners.').waitFor()
    await use.click()
    await page.waitForFunction(() => /^\d/.test(document.querySelector('.big dd:not(.guess)')?.textContent ?? ''))
    await page.getByRole('button', { name: 'Type coordinates' }).waitFor() // the way on
  }, { but: [/400/, /401/] }),
  journey('a name of any length and script, and a clock that is a day late, spoil nothing', async page => {
    await page.clock.setFixedTime(Date.now() - 24 * 3600 * 1000)
    await signIn(page, WHO)
    await newDraft(page)
    await typeCorners(page)
    const token = await saved(page)
    const name = page.getByLabel('Name of the area')
    await name.fill('حي الوادي הרובע')
    await whenStored(page, token, d => d.name === 'حي الوادي הרובע', 'a name that is written from right to left is not saved')
    await name.fill('N'.repeat(10_000))
    await page.locator('[data-save]').waitFor() // the refusal, in words
    const said = await page.locator('[data-save]').innerText()
    expect(/name/i.test(said) && /\d/.test(said), `of a name of 10,000 characters it says: ${said}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'a long name makes the page wider than the screen')
    await name.fill('Larder Field')
    await whenStored(page, token, d => d.name === 'Larder Field', 'a shorter name is not saved')
    await page.reload()
    await draftReady(page)
    await remove(page, token)
    await signOut(page)
  }, { but: [/400/] }),
]
