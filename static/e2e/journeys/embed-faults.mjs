// Embeds whose server fails.
import { live, VALE } from './embed-page.mjs'
import { expect, journey } from './journey.mjs'

const failing = { but: [/console error: Failed to load resource/] }

export const embedFaults = [
  ...[{ status: 500 }, { status: 200, contentType: 'text/html', body: '<p>Sign in to this network' }].map(answer => journey('an embed of which half the tiles fail says so and takes them when they are there', async page => {
    let works = false
    // Each address keeps its fate until the server works again.
    const fate = new Map()
    await page.route('**/tiles/embed/**', route => {
      const url = route.request().url()
      if (!fate.has(url)) fate.set(url, fate.size % 2 === 1)
      return works || !fate.get(url) ? route.continue() : route.fulfill(answer)
    })
    await page.goto(VALE)
    await live(page)
    await page.getByText('Part of the map did not load.').waitFor()
    works = true
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Part of the map did not load.').waitFor({ state: 'detached' })
    await live(page)
  }, failing)),

  journey('an embed whose style does not come keeps its picture and offers to try again', async page => {
    let works = false
    await page.route(/\/styles\/embed\.json/, route => (works ? route.continue() : route.abort()))
    await page.goto(VALE)
    await page.getByText('Part of the map did not load.').waitFor()
    expect(await page.locator('figure img').isVisible(), 'the picture is gone')
    works = true
    await page.getByRole('button', { name: 'Try again' }).click()
    await live(page)
  }, failing),

  journey('an embed whose server is gone after the first paint stays as it is', async page => {
    await page.goto(VALE)
    await live(page)
    const words = await page.locator('main').innerText()
    await page.route('**', route => route.abort())
    await page.locator('.stage').hover()
    await page.getByText('Part of the map did not load.').waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.waitForTimeout(500)
    expect(await page.locator('canvas').isVisible(), 'the map is gone')
    for (const line of words.split('\n').slice(0, 5)) expect((await page.locator('main').innerText()).includes(line), `"${line}" is gone`)
  }, failing),
]
