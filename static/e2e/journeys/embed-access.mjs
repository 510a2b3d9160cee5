// Embeds by keyboard, for screen readers and for axe.
import { violations } from './axe.mjs'
import { live, NARROW, VALE } from './embed-page.mjs'
import { PHONE } from '../browser.mjs'
import { expect, journey, LOOKS } from './journey.mjs'

/** Asks axe about an embed with its list and the details of something open. */
async function expectNoViolations(page) {
  await page.locator('canvas').focus()
  await page.getByRole('heading', { name: 'In view' }).waitFor()
  await page.locator('canvas').press('Enter')
  await page.locator('.details').waitFor()
  const found = await violations(page)
  expect(!found.length, found.join('\n'))
}

export const embedAccess = [
  journey('an embed is used by keyboard alone', async page => {
    await page.goto(VALE)
    await live(page)
    await page.keyboard.press('Tab')
    const canvas = page.getByRole('application', { name: 'Map of Hollin Vale plan area' })
    await canvas.waitFor()
    expect(await canvas.evaluate(c => c === document.activeElement), 'the map is not the first stop')
    const said = page.locator('figure p[role="status"].vh')
    await page.waitForFunction(() => /^Zoom \d+\. [\d,]+ published homes in view\. /.test(document.querySelector('figure p[role="status"].vh')?.textContent ?? ''))
    const before = await said.textContent()
    await page.keyboard.press('+')
    await page.waitForFunction(text => /^Zoom \d+\. /.test(document.querySelector('figure p[role="status"].vh').textContent) && document.querySelector('figure p[role="status"].vh').textContent !== text, before)
    await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('0')
    await page.waitForFunction(text => document.querySelector('figure p[role="status"].vh').textContent === text, before)
    await page.keyboard.press('Alt+ArrowRight')
    await page.waitForFunction(() => /Press Enter to open it/.test(document.querySelector('figure p[role="status"].vh').textContent))
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Details' }).waitFor()
    expect(await page.locator('.details').evaluate(d => d === document.activeElement), 'the focus does not go to the details')
    const link = page.locator('.details a').first()
    expect(await link.getAttribute('target') === '_blank' && /noopener/.test(await link.getAttribute('rel')), 'its page would open in the frame')
    await page.keyboard.press('Escape')
    expect(await canvas.evaluate(c => c === document.activeElement), 'the focus does not come back')
  }),

  ...[[640, false], [240, true]].map(([width, squares]) => journey('the legend of an embed explains homes as its map shows them', async page => {
    await page.goto(VALE)
    await live(page)
    const shown = key => page.locator(`#legend [data-key=${key}]`).isVisible()
    expect(await shown('square') === squares && await shown('social-rent') === !squares && await shown('area-designated'), `in a frame of ${width} pixels it has ${(await page.locator('#legend').innerText()).replaceAll('\n', ', ')}`)
    await page.locator('canvas').focus()
    await page.getByRole('heading', { name: 'In view' }).waitFor()
    for (let i = 0; i < 2; i++) await page.locator('canvas').press(squares ? '+' : '-') // near enough for points; as far as squares
    await page.locator(`#legend [data-key=${squares ? 'social-rent' : 'square'}]`).waitFor()
    await page.locator(`#legend [data-key=${squares ? 'square' : 'social-rent'}]`).waitFor({ state: 'hidden' })
  }, { size: { name: `${width} px`, width, height: 700 } })),
  journey('an embed is read as it is: heading, map, legend, words, table', async page => {
    await page.goto(VALE)
    await live(page)
    const tree = await page.locator('body').ariaSnapshot()
    const order = ['heading "Hollin Vale plan area"', 'application "Map of Hollin Vale plan area"', 'button "Zoom in"', 'list "Legend"', 'table'].map(words => tree.indexOf(words))
    expect(order.every((at, i) => at >= 0 && (i === 0 || at > order[i - 1])), `the order is ${order}\n${tree.slice(0, 800)}`)
    expect(!/img "Map of/.test(tree), 'the picture is read beside the map')
  }),

  ...[...LOOKS, [NARROW, false]].map(([size, dark]) => journey('axe finds nothing in an embed', async page => {
    await page.goto(VALE)
    await live(page)
    await expectNoViolations(page)
  }, { size, dark })),

  journey('two fingers zoom the map of an embed, and one scrolls the page', async page => {
    await page.goto(VALE)
    await live(page)
    const devtools = await page.context().newCDPSession(page)
    const box = await page.locator('canvas').boundingBox()
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    const touch = (type, ...points) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([dx, dy], id) => ({ x: x + dx, y: y + dy, id })) })
    const scale = () => page.locator('.at b').innerText()
    await touch('touchStart', [0, 0]) // what moving needs comes with the first touch
    await touch('touchEnd')
    await page.getByRole('heading', { name: 'In view' }).waitFor()
    const [before, scrolled] = [await scale(), await page.evaluate(() => scrollY)]
    await touch('touchStart', [-30, 0], [30, 0])
    for (let apart = 40; apart <= 120; apart += 20) await touch('touchMove', [-apart, 0], [apart, 0])
    await touch('touchEnd')
    await page.waitForFunction(text => document.querySelector('.at b').textContent !== text, before)
    const metres = text => Number(text.replace(/[^\d.]/g, '')) * (text.includes('km') ? 1000 : 1)
    expect(metres(await scale()) < metres(before) / 2, `four times nearer the bar of ${before} is one of ${await scale()}`)
    expect(await page.evaluate(() => scrollY) === scrolled, 'the page scrolled under two fingers')
    await touch('touchStart', [0, 80])
    for (let dy = 60; dy >= -80; dy -= 20) await touch('touchMove', [0, dy])
    await touch('touchEnd')
    await page.waitForFunction(from => scrollY > from, scrolled)
  }, { size: PHONE }),

  journey('an embed keeps its edges where colours are forced', async page => {
    await page.emulateMedia({ forcedColors: 'active' })
    await page.goto(VALE)
    await live(page)
    await expectNoViolations(page)
    const edges = await page.evaluate(() => ['.zm', '.details', 'figure'].map(s => [s, getComputedStyle(document.querySelector(s))]).filter(([, c]) => c.borderTopStyle === 'none' || parseFloat(c.borderTopWidth) === 0).map(([s]) => s))
    expect(!edges.length, `no edge is left of ${edges}`)
    const own = await page.evaluate(() => getComputedStyle(document.querySelector('#legend .swatch')).forcedColorAdjust)
    expect(own === 'none', 'the legend loses the colours of the map')
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/embed-forced.png` })
  }),

  journey('the wheel scrolls the page around an embed, and zooms with Ctrl', async page => {
    await page.setViewportSize({ width: 674, height: 500 })
    await page.goto(VALE)
    await live(page)
    await page.locator('canvas').hover()
    await page.waitForTimeout(500)
    await page.mouse.wheel(0, 120)
    await page.getByText(/and the wheel to zoom the map/).waitFor()
    await page.waitForFunction(() => scrollY > 0)
    const scale = await page.locator('.at b').textContent()
    await page.evaluate(() => scrollTo(0, 0))
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -600)
    await page.keyboard.up('Control')
    await page.waitForFunction(text => document.querySelector('.at b').textContent !== text, scale)
  }),
]
