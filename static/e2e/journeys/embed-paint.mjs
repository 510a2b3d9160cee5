// What embeds paint and what it costs.
import { live, VALE, withConfig } from './embed-page.mjs'
import { expect, journey } from './journey.mjs'

const STAGE = { name: '640x400', width: 640, height: 700 } // the map is as wide as its frame
const MOST_BYTES = 150_000
const MOST_REQUESTS = 12
const FAR = 64 // of 255, a quarter: how much a colour may differ before a pixel counts; dashes begin elsewhere where lines are cut elsewhere
const MOST_APART = .02 // of all pixels

export const embedPaint = [
  journey('an embed costs what it may', async page => {
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Network.enable')
    const sizes = new Map()
    const names = new Map()
    cdp.on('Network.requestWillBeSent', e => names.set(e.requestId, e.request.url))
    cdp.on('Network.loadingFinished', e => sizes.set(e.requestId, e.encodedDataLength))
    await page.goto(VALE)
    await live(page)
    const all = [...sizes].filter(([id]) => names.get(id)?.startsWith('http') && !names.get(id).endsWith('favicon.ico'))
    const bytes = all.reduce((sum, [, n]) => sum + n, 0)
    console.log(`        ${bytes} bytes in ${all.length} requests`)
    const told = all.map(([id, n]) => `${n} ${new URL(names.get(id)).pathname}`).join('\n    ')
    expect(bytes <= MOST_BYTES && all.length <= MOST_REQUESTS, `${bytes} bytes in ${all.length} requests:\n    ${told}`)
    expect(new Set(all.map(([id]) => names.get(id))).size === all.length, `something is asked for twice:\n    ${told}`)
  }, { size: STAGE }),

  ...[false, true].map(dark => journey('an embed paints what the picture of the server shows', async page => {
    await page.goto(`${VALE}?labels=no`)
    await live(page)
    const apart = await page.evaluate(async far => {
      const theme = matchMedia('(prefers-color-scheme: dark)').matches ? '&theme=dark' : ''
      const image = new Image()
      image.src = `/pictures/areas/hollin-vale.png?h=400&labels=no${theme}&w=640`
      await image.decode()
      const pixels = source => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 400 })
        const c = canvas.getContext('2d')
        c.drawImage(source, 0, 0, 640, 400)
        return c.getImageData(0, 0, 640, 370).data // under that the picture has its scale bar and its sources
      }
      const [a, b] = [pixels(document.querySelector('canvas')), pixels(image)]
      let n = 0
      for (let i = 0; i < a.length; i += 4) if (Math.max(Math.abs(a[i] - b[i]), Math.abs(a[i + 1] - b[i + 1]), Math.abs(a[i + 2] - b[i + 2])) > far) n++
      return n / (a.length / 4)
    }, FAR)
    console.log(`        ${(100 * apart).toFixed(2)}% of the pixels differ`)
    expect(apart <= MOST_APART, `${(100 * apart).toFixed(2)}% of the pixels differ`)
  }, { size: STAGE, dark })),

  journey('names in an embed find their places in the order that they have in the picture of the server', async page => {
    await withConfig(page, { boxes: true })
    for (const ref of ['hollin-vale', 'prospect']) {
      await page.goto(`/embed/areas/${ref}`)
      await live(page)
      const painted = JSON.parse(await page.locator('figure').getAttribute('data-boxes'))
        .filter(l => /\p{L}/u.test(l.text) && l.boxes.every(([x0, y0, x1, y1]) => x0 > 0 && y0 > 0 && x1 < 640 && y1 < 400))
      const svg = await (await page.request.get(`/pictures/areas/${ref}.svg?w=640&h=400`)).text()
      const names = /Named on it: (.*)\.<\/desc>/.exec(svg)?.[1].split('; ') ?? []
      const order = [...new Set(painted.map(l => l.text))].filter(text => names.includes(text))
      expect(order.length >= 2 && order.join('; ') === names.filter(n => order.includes(n)).join('; '), `of ${ref} the embed has ${order.join('; ')}\nand the picture ${names.join('; ')}`)
      // The picture leaves out what its edge, its scale bar or its sources would cut. In the middle it has what the embed has, but for numbers of homes, which make
      // room for the names of streets: those stand elsewhere along them.
      const missing = painted.filter(l => !names.includes(l.text) && !l.text.startsWith('about ') && l.boxes.every(([x0, y0, x1, y1]) => x0 > 100 && y0 > 100 && x1 < 540 && y1 < 300))
      expect(missing.length === 0, `of ${ref} the picture lacks ${JSON.stringify(missing)} and has ${names.join('; ')}`)
      expect(names.filter(n => !order.includes(n)).length <= names.length / 4, `of ${ref} the embed lacks ${names.filter(n => !order.includes(n)).join('; ')}`)
    }
  }, { size: STAGE }),

  journey('no two names in an embed overlap', async page => {
    await withConfig(page, { boxes: true })
    await page.goto(VALE)
    await live(page)
    for (let step = 0; step < 4; step++) {
      const labels = JSON.parse(await page.locator('figure').getAttribute('data-boxes')).map(l => l.boxes)
      expect(labels.length > 5, `only ${labels.length} names`)
      const over = labels.flatMap((a, i) => labels.slice(i + 1).filter(b => a.some(p => b.some(q => p[0] < q[2] && p[2] > q[0] && p[1] < q[3] && p[3] > q[1]))))
      expect(!over.length, `${over.length} of ${labels.length} names overlap others`)
      await page.locator('canvas').press('+')
      await live(page)
    }
  }),
]
