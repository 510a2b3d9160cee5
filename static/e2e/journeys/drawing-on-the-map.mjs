// Drawing on the map itself: by mouse along the edge of a parish, and on a phone under the cross.
import { mapReady, PHONE, settled } from '../browser.mjs'
import { sqlNumber } from '../sql.mjs'
import { asStored, draftReady, press, remove, saved, whenStored, WHO } from './drawing.mjs'
import { signIn, signOut } from './entering.mjs'
import { expect, journey } from './journey.mjs'

const ZOOM = 16
const PARISH = 'Ellerwick St John'
const WORLD = 512 * 2 ** ZOOM // pixels
const across = lon => (lon / 360) * WORLD
const down = lat => (-Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)) * WORLD

/** Eight corners that follow each other on the edge of the parish, as the server gives them: between 50 and 120 pixels apart, all in view at once. */
async function parishEdge(page) {
  const { features } = await (await page.request.get('/snap?bbox=-1.5,53.798,-1.46,53.812')).json()
  const lines = features.filter(f => f.properties.kind === 'parish' && f.properties.name === PARISH).flatMap(f => (f.geometry.type === 'LineString' ? [f.geometry.coordinates] : f.geometry.coordinates))
  for (const line of lines) for (let i = 0; i + 8 <= line.length; i++) {
    const run = line.slice(i, i + 8)
    const [x, y] = [run.map(p => across(p[0])), run.map(p => down(p[1]))]
    const apart = run.slice(1).map((_, j) => Math.hypot(x[j + 1] - x[j], y[j + 1] - y[j]))
    if (Math.max(...x) - Math.min(...x) < 560 && Math.max(...y) - Math.min(...y) < 180 && Math.min(...apart) > 50 && Math.max(...apart) < 120) return run
  }
  throw new Error(`the edge of ${PARISH} has no such stretch`)
}

/** The corners that can be grabbed, as they lie on the page. */
async function handles(page) {
  const box = await page.locator('[data-canvas]').boundingBox()
  const d = await page.locator('.board-over.whole .corners').getAttribute('d')
  return [...d.matchAll(/M([-\d.]+) ([-\d.]+)a/g)].map(m => ({ x: box.x + Number(m[1]) + 6.5, y: box.y + Number(m[2]) }))
}

/** Drags a corner. While it is held, when the map is painted in two pictures, it looks as it does when it has been let go. */
async function drag(page, from, to) {
  const clip = await page.locator('[data-canvas]').boundingBox()
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  for (const share of [.2, .4, .6, .8, 1]) await page.mouse.move(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y))
  await page.locator('.board-over.window').waitFor()
  await page.waitForTimeout(1000) // the verdict's marks
  const held = await page.screenshot({ clip })
  await page.mouse.up()
  await page.locator('.board-over.window').waitFor({ state: 'hidden' })
  await page.waitForTimeout(1000)
  const apart = await differing(page, held, await page.screenshot({ clip }))
  console.log(`        ${(100 * apart).toFixed(3)}% of the map looks otherwise when the corner is let go`)
  expect(apart < .0006, `${(100 * apart).toFixed(3)}% of the map looks otherwise when the corner is let go`)
}

/** The share of pixels of two pictures that are a quarter of the way from black to white apart, or more. */
function differing(page, ...pictures) {
  return page.evaluate(async texts => {
    const [a, b] = await Promise.all(texts.map(async text => {
      const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(text), c => c.charCodeAt(0))]))
      const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
      context.drawImage(picture, 0, 0)
      return context.getImageData(0, 0, picture.width, picture.height).data
    }))
    let apart = 0
    for (let i = 0; i < a.length; i += 4) if ([0, 1, 2].some(k => Math.abs(a[i + k] - b[i + k]) > 64)) apart++
    return apart / (a.length / 4)
  }, pictures.map(p => p.toString('base64')))
}

/** Moves a finger over the map. */
async function swipe(page, from, to) {
  const session = await page.context().newCDPSession(page)
  const touch = (type, at) => session.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] })
  await touch('touchStart', from)
  for (let i = 1; i <= 6; i++) await touch('touchMove', { x: from.x + ((to.x - from.x) * i) / 6, y: from.y + ((to.y - from.y) * i) / 6 })
  await touch('touchEnd')
  await session.detach()
  await settled(page)
}

export const drawingOnTheMap = [
  journey('two clicks on a parish follow its edge to the millimetre, and a corner is dragged', async page => {
    await signIn(page, WHO)
    const edge = await parishEdge(page)
    const middle = [(edge[0][0] + edge[7][0]) / 2, (edge[0][1] + edge[7][1]) / 2]
    await page.goto(`/drafts/new#${ZOOM}/${middle[1]}/${middle[0]}`)
    await draftReady(page)
    const box = await page.locator('[data-canvas]').boundingBox()
    const on = ([lon, lat]) => ({ x: box.x + box.width / 2 + across(lon) - across(middle[0]), y: box.y + box.height / 2 + down(lat) - down(middle[1]) })
    const click = async (at, more = 0) => page.mouse.click(at.x + more, at.y + more)
    await page.getByRole('toolbar', { name: 'Drawing' }).getByRole('button', { name: 'Draw' }).click()
    await page.waitForFunction(() => performance.getEntriesByType('resource').some(e => e.name.includes('/snap?')))
    await click(on(edge[0]), 5) // five pixels beside the corner
    await click(on(edge[7]), -5)
    await page.getByText(/^Follows the .* edge|Follows/).first().waitFor()
    const [a, b] = [on(edge[0]), on(edge[7])]
    await click({ x: (a.x + b.x) / 2, y: Math.min(a.y, b.y) > box.y + 330 ? box.y + 170 : box.y + box.height - 230 })
    await page.getByRole('button', { name: 'Finish' }).click()
    const token = await saved(page)
    const drawn = await whenStored(page, token, d => d.geometry?.coordinates[0][0].length >= 9, 'it is not saved')
    const missing = edge.filter(([lon, lat]) => !drawn.geometry.coordinates[0][0].some(c => c[0] === lon && c[1] === lat))
    expect(missing.length === 0, `the draft lacks the parish’s corners ${missing.join(' ')}`)
    const shared = sqlNumber(`SELECT count(DISTINCT q.path) FROM draft d, ST_DumpPoints(d.geom) p, boundary b, ST_DumpPoints(b.geom) q
      WHERE d.token = '${token}' AND b.kind = 'parish' AND b.name = '${PARISH}' AND ST_DWithin(p.geom, q.geom, 0.0011)`)
    expect(shared >= 8, `${shared} corners are the parish’s to the millimetre`)

    const at = (await handles(page)).at(-1) ?? {}
    await drag(page, at, { x: at.x + 60, y: at.y + 10 })
    const moved = await whenStored(page, token, d => JSON.stringify(d.geometry) !== JSON.stringify(drawn.geometry), 'the corner did not move')
    await page.reload()
    await draftReady(page)
    await press(page, 'Control+z')
    await whenStored(page, token, d => JSON.stringify(d.geometry) === JSON.stringify(drawn.geometry), 'undo after a reload does not bring the corner back')
    await press(page, 'Control+Shift+Z')
    await whenStored(page, token, d => JSON.stringify(d.geometry) === JSON.stringify(moved.geometry), 'redo does not move it again')
    await remove(page, token)
    await signOut(page)
  }),
  journey('on a phone an area is drawn under the cross', async page => {
    await signIn(page, WHO)
    await page.goto('/drafts/new#15/53.8165/-1.5075')
    await draftReady(page)
    await page.getByRole('button', { name: 'Draw on the map' }).click()
    await page.locator('[data-crosshair]').waitFor()
    await page.getByRole('button', { name: 'Snap on' }).click() // a rectangle, whatever runs beside it
    const box = await page.locator('[data-canvas]').boundingBox()
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    for (const [x, y] of [[0, 0], [-90, 0], [0, -60], [90, 0]]) {
      if (x || y) await swipe(page, middle, { x: middle.x + x, y: middle.y + y })
      await page.getByRole('button', { name: 'Add corner here' }).click()
    }
    await page.getByRole('button', { name: 'Finish' }).click()
    const token = await saved(page)
    const drawn = await asStored(page, token)
    expect(drawn.geometry.coordinates[0][0].length === 5, `it has ${drawn.geometry.coordinates[0][0].length - 1} corners, not 4`)
    // A swipe from the cross moves the map, and not the corner that has just been added there.
    const [[w, s], [e, n]] = [Math.min, Math.max].map(of => [0, 1].map(axis => of(...drawn.geometry.coordinates[0][0].map(c => c[axis]))))
    const [wide, high] = [(across(e) - across(w)) / 2, (down(s) - down(n)) / 2] // pixels at zoom 15
    expect(Math.abs(wide - 90) < 25 && Math.abs(high - 60) < 25, `it is ${wide.toFixed(0)} by ${high.toFixed(0)} pixels, not 90 by 60`)
    const sheet = page.locator('[data-panel]')
    const half = (await sheet.boundingBox()).height
    await page.getByRole('button', { name: 'Show more' }).click()
    await page.waitForFunction(h => document.querySelector('[data-panel]').offsetHeight > h + 100, half)
    await page.getByRole('button', { name: 'Show less' }).click()
    await page.waitForFunction(h => document.querySelector('[data-panel]').offsetHeight < h, half)
    await page.getByRole('link', { name: 'List', exact: true }).click()
    await page.getByRole('link', { name: 'Map', exact: true }).click() // and back
    await mapReady(page)
    await remove(page, token)
    await signOut(page)
  }, { size: PHONE }),
]
