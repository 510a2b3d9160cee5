// What journeys over embeds share.
import { settled } from '../browser.mjs'

export const VALE = '/embed/areas/hollin-vale'
export const NARROW = { name: '200 px', width: 200, height: 700 }

/** Waits until the map of an embed has taken the place of its picture and stands still. */
export async function live(page) {
  await page.locator('figure.live canvas').waitFor({ timeout: 60_000 })
  await settled(page)
}

/** Waits until the map in a frame has taken the place of its picture. */
export async function liveIn(frame) {
  await frame.locator('figure.live canvas').waitFor({ timeout: 60_000 })
}

/** Changes what the page tells its script. */
export async function withConfig(page, change) {
  await page.route(/\/embed\/\w+\/[\w-]+(\?|$)/, async route => {
    const response = await route.fetch()
    const body = (await response.text()).replace(/(<script type="application\/json" id="embed">)(.*?)(<\/script>)/s, (_, open, json, shut) => open + JSON.stringify({ ...JSON.parse(json), ...change }) + shut)
    await route.fulfill({ response, body })
  })
}
