// Asking how many homes are inside, and holding the answer against SQL.
import { mapReady, settled } from '../browser.mjs'
import { homesInArea, homesInShape, othersInArea } from '../sql.mjs'
import { everywhere, expect, figure, journey, told } from './journey.mjs'

/** Corners in parts of the map's width and height. */
const CORNERS = [[.3, .25], [.72, .3], [.66, .62], [.34, .58]]

export async function corners(page) {
  const box = await page.locator('[data-canvas]').boundingBox()
  const low = Math.min(box.height, (await page.viewportSize()).height - box.y - (box.width < 700 ? 360 : 60))
  return CORNERS.map(([x, y]) => [box.x + box.width * x, box.y + low * y])
}

/** Hears the shapes that the page asks about. */
export function hear(page, path = '/homes/summary') {
  const asked = []
  page.on('request', r => {
    if (r.method() === 'POST' && r.url().includes(path)) asked.push(JSON.parse(r.postData()))
  })
  return asked
}

/** Without seen the public's answer is held against SQL: what is published in it. */
export async function agreesWithSQL(page, asked, seen) {
  const shown = seen ? await figure(page, 'Homes inside') : (await told(page)).published
  const shape = asked.at(-1)
  const { inside, onTheLine } = homesInShape(shape.geometry ?? shape, seen)
  expect(inside > 0, 'the shape holds no home: it proves nothing')
  expect(Math.abs(shown - inside) <= onTheLine, `the page says ${shown}, SQL says ${inside} (${onTheLine} on the line)`)
}

export const asking = [
  ...everywhere('open an area and read the figures that SQL gives', async page => {
    await page.goto('/')
    await mapReady(page)
    await page.locator('[data-list=areas] a', { hasText: 'Hollin Vale' }).click()
    const [shown, want, [others, cells]] = [await told(page), homesInArea('hollin-vale'), othersInArea('hollin-vale')]
    expect(shown.published === want && want > 100, `the page says ${shown.published} published homes, SQL says ${want}`)
    expect(shown.others === others && shown.cells === cells && shown.error > 0 && others > 100, `the page says ${JSON.stringify(shown)} of others, SQL says ${others} in ${cells} cells`)
    expect(await figure(page, 'Homes, about') === want + others, 'the strip has another total')
    expect(page.url().includes('area=hollin-vale'), page.url())
    await settled(page)
    await page.reload()
    expect((await told(page)).published === want, 'after a reload the figure is another')
    await page.goBack()
    await page.locator('[data-overview]:not([hidden])').waitFor()
  }),
  ...everywhere('sketch a shape by pointer and read the count that SQL gives', async (page, { phone }) => {
    const asked = hear(page)
    await page.goto('/#15/53.8165/-1.5075')
    await mapReady(page)
    await page.getByRole('button', { name: 'Count homes in a shape' }).click()
    await page.getByRole('button', { name: 'Cancel' }).waitFor()
    for (const [x, y] of await corners(page)) {
      if (phone) await page.touchscreen.tap(x, y)
      else await page.mouse.click(x, y)
      await page.waitForTimeout(350) // two clicks close together are a double click to the map
    }
    await page.getByRole('button', { name: 'Finish' }).click()
    await page.getByRole('button', { name: 'Draw another shape' }).waitFor()
    await agreesWithSQL(page, asked)
    const url = page.url()
    expect(url.includes('shape='), url)
    const shown = await told(page)
    await page.reload()
    await mapReady(page)
    expect(JSON.stringify(await told(page)) === JSON.stringify(shown), 'the address does not hold the shape')
  }),
  journey('sketch a shape by keyboard alone', async page => {
    const asked = hear(page)
    await page.goto('/#15/53.8165/-1.5075')
    await mapReady(page)
    await page.getByRole('button', { name: 'Count homes in a shape' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('[data-crosshair]:not([hidden])').waitFor()
    const walk = async (key, times) => {
      for (let i = 0; i < times; i++) await page.keyboard.press(key)
      await settled(page)
    }
    await page.keyboard.press('Enter')
    await walk('ArrowRight', 8)
    await page.keyboard.press('Enter')
    await walk('ArrowDown', 8)
    await page.keyboard.press('Enter')
    const finish = page.getByRole('button', { name: 'Finish' })
    await page.waitForFunction(() => [...document.querySelectorAll('button')].some(b => b.textContent.includes('Finish') && !b.disabled))
    await finish.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Draw another shape' }).waitFor()
    await agreesWithSQL(page, asked)
  }),
  journey('a shape that crosses itself is told with the place', async page => {
    await page.goto('/#15/53.8165/-1.5075')
    await mapReady(page)
    const answer = await page.evaluate(async () => {
      const r = await fetch('/homes/summary', { method: 'POST', headers: { 'Content-Type': 'application/geo+json' },
        body: JSON.stringify({ type: 'Polygon', coordinates: [[[-1.51, 53.81], [-1.5, 53.82], [-1.5, 53.81], [-1.51, 53.82], [-1.51, 53.81]]] }) })
      return { status: r.status, ...(await r.json()) }
    })
    expect(answer.status === 422 && answer.where.length === 2, JSON.stringify(answer))
  }, { but: [/422/] }),
]
