// A community website of another origin shows an embed.
import { createServer } from 'node:http'
import { expect, journey } from './journey.mjs'

export const embedding = [
  journey('an embed shows on another website and keeps nothing', async (page, { base }) => {
    const site = createServer((_, res) => {
      res.setHeader('Content-Type', 'text/html; charset=utf-8')
      res.end(`<!doctype html><html lang="en"><title>Village</title><link rel="icon" href="data:,"><h1>Village</h1>
        <iframe sandbox="allow-scripts" src="${base}/embed/areas/hollin-vale" title="Map of the Hollin Vale plan area" width="640" height="480"></iframe>`)
    })
    await new Promise(resolve => site.listen(0, '127.0.0.1', resolve))
    try {
      await page.goto(`http://127.0.0.1:${site.address().port}/`)
      const frame = page.frameLocator('iframe')
      await frame.getByText('Hollin Vale').first().waitFor()
      await frame.locator('table').first().waitFor()
    } finally {
      site.close()
    }
    const embedded = await fetch(`${base}/embed/areas/hollin-vale`)
    expect(!embedded.headers.has('set-cookie') && !embedded.headers.has('x-frame-options'), 'it sets a cookie or forbids frames')
    expect(/frame-ancestors \*/.test(embedded.headers.get('content-security-policy')), 'its policy forbids frames')
  }, { but: [/request elsewhere/] }),
]
