// A real Chromium and pages that watch themselves: console errors, failed requests, requests to elsewhere, cookies.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const SWIFTSHADER = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']
/** As Chromium draws where there is no GPU: the map by SwiftShader, the page by the CPU. */
export const NO_GPU = ['--enable-unsafe-swiftshader']
const ARGS = [
  '--force-color-profile=srgb', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
]
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']

/** The browser to use: the one that CHROME names, or one of the usual places. */
export function findChrome() {
  const path = process.env.CHROME || PLACES.find(p => existsSync(p))
  if (!path || !existsSync(path)) throw new Error('no Chromium found: install the package chromium, or name a browser in CHROME')
  return path
}

export async function launch(drawing = SWIFTSHADER) {
  const root = process.getuid?.() === 0
  return chromium.launch({ executablePath: findChrome(), args: [...(root ? ['--no-sandbox'] : []), ...ARGS, ...drawing] })
}

/** A browser that keeps what it keeps in a folder, as a person's does. */
export async function launchProfile(folder, base) {
  const root = process.getuid?.() === 0
  return chromium.launchPersistentContext(folder, {
    executablePath: findChrome(), args: [...(root ? ['--no-sandbox'] : []), ...ARGS, ...SWIFTSHADER], baseURL: base,
    viewport: { width: DESKTOP.width, height: DESKTOP.height }, reducedMotion: 'reduce', locale: 'en-GB',
  })
}

export const DESKTOP = { name: 'desktop', width: 1280, height: 800 }
export const PHONE = { name: 'phone', width: 390, height: 844 }

/** A page of its own context, and what went wrong on it. */
export async function openPage(browser, base, { size = DESKTOP, dark = false, scripts = true } = {}) {
  const context = await browser.newContext({
    baseURL: base, viewport: { width: size.width, height: size.height }, colorScheme: dark ? 'dark' : 'light', javaScriptEnabled: scripts,
    hasTouch: size === PHONE, isMobile: size === PHONE, reducedMotion: 'reduce', locale: 'en-GB',
  })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const wrong = []
  page.on('console', m => m.type() === 'error' && wrong.push(`console error: ${m.text()} ${m.location().url ?? ''}`))
  page.on('console', m => m.type() === 'warning' && /map did not start|maplibre|csp/i.test(m.text()) && wrong.push(`console warning: ${m.text()}`))
  page.on('pageerror', e => wrong.push(`script error: ${e.message}`))
  page.on('request', r => {
    const url = new URL(r.url())
    if (!['data:', 'blob:', 'about:'].includes(url.protocol) && url.origin !== new URL(base).origin) wrong.push(`request elsewhere: ${r.url()}`)
  })
  return {
    page, context, wrong,
    /** Fails where the page did something that no page may do; `but` lists patterns that this journey provokes. */
    async finish(but = []) {
      const cookies = await context.cookies()
      const left = wrong.filter(w => !but.some(b => b.test(w)))
      await context.close()
      if (cookies.length) left.push(`cookies: ${cookies.map(c => c.name).join(', ')}`)
      if (left.length) throw new Error(left.slice(0, 5).join('\n    '))
    },
  }
}

/** Waits until the map has come and stands still with its tiles drawn. */
export async function mapReady(page) {
  await page.waitForFunction(() => document.documentElement.dataset.mapReady === 'true', null, { timeout: 45_000 })
  await settled(page)
}

/** Waits until the map has drawn everything it was asked for. */
export async function settled(page) {
  await page.waitForFunction(() => document.documentElement.dataset.mapIdle === 'true', null, { timeout: 45_000 })
}
