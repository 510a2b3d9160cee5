import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { mapReady } from '../browser.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The screens that are looked at, name → address. */
export const screensOf = facts => ({
  explorer: '/',
  'explorer, an area': `/?area=${facts.area.ref}`,
  'explorer, list': '/?view=list',
  areas: '/areas',
  'area page': `/areas/${facts.area.ref}`,
  'homes of an area': `/areas/${facts.area.ref}/homes`,
  assets: '/assets',
  'asset page': `/assets/${facts.asset}`,
  associations: '/associations',
  'association page': `/associations/${facts.association}`,
  homes: '/homes',
  embed: `/embed/areas/${facts.area.ref}`,
})

/** Axe finds nothing on a screen. The page's policy forbids inline scripts, so axe comes in through the debugger. */
export const axeFindsNothing = path => async ({ page }) => {
  await page.goto(path)
  if (path.startsWith('/?') || path === '/') {
    if (!path.includes('view=list')) await mapReady(page)
  } else {
    await page.waitForLoadState('networkidle')
    if (await page.locator('.island').count()) await page.locator('.island canvas').first().waitFor({ state: 'attached' })
  }
  await page.evaluate(axe)
  const found = await page.evaluate(tags => globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), TAGS)
  const words = found.violations.map(v => `${v.id}: ${v.help} (${v.nodes.length}) ${v.nodes[0]?.html.slice(0, 160)} ${v.nodes[0]?.any?.[0]?.message ?? ''}`)
  assert.deepEqual(words, [])
}

/** Without scripts a screen says what it has to say. */
export const readsWithoutScripts = path => async ({ page }) => {
  const answer = await page.goto(path)
  assert.equal(answer.status(), 200)
  assert.ok((await page.locator('h1').first().innerText()).length > 2)
  const words = (await page.locator('main').first().innerText()).length
  assert.ok(words > 60, `only ${words} letters`)
  if (path.startsWith('/?view=list')) assert.ok(await page.locator('[data-list=areas] a').first().isVisible())
}

/** The switch changes the theme, the choice lasts, and nothing is stored before the click. */
export async function themeSwitch({ page }) {
  await page.goto('/areas')
  assert.equal(await page.evaluate(() => localStorage.length), 0)
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await ground()
  await page.getByRole('button', { name: /light and dark/i }).click()
  assert.notEqual(await ground(), light)
  await page.reload()
  assert.notEqual(await ground(), light)
}

/** Tiles that do not come are said, and can be asked for again. */
export async function tilesFail({ page }) {
  await page.route('**/tiles/**/*.mvt', route => route.abort())
  await page.goto('/')
  await page.getByText('The map tiles did not load.').waitFor({ timeout: 45_000 })
  await page.unroute('**/tiles/**/*.mvt')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.waitForFunction(() => document.querySelector('[data-failed]').hidden)
  await page.locator('.lg span').first().waitFor()
}

/** A switched layer stays off in the address and after a reload. */
export async function layers({ page }) {
  await page.goto('/')
  await mapReady(page)
  await page.getByRole('button', { name: 'Layers' }).click()
  await page.getByRole('checkbox', { name: 'Homes' }).uncheck()
  await page.waitForURL(/layers=areas,assets/)
  await page.reload()
  await mapReady(page)
  assert.equal(await page.locator('.lg').getByText('Social rent').count(), 0)
}
