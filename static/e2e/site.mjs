// A website of another origin, with one page.
import { createServer } from 'node:http'

/** Shows html with headers at an origin of its own while use runs. */
export async function onAnotherSite(html, use, headers = {}) {
  const site = createServer((_, res) => {
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...headers })
    res.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Village</title><link rel="icon" href="data:,"><h1>Village</h1>${html}</html>`)
  })
  await new Promise(done => site.listen(0, '127.0.0.1', done))
  try {
    await use(`http://127.0.0.1:${site.address().port}/`)
  } finally {
    site.closeAllConnections()
    site.close()
  }
}

/** Watches what a page sends and gets: every request with its headers, and what is wrong with them for an embed. */
export function watchWire(page, ...origins) {
  const seen = []
  page.on('response', response => seen.push((async () => {
    const request = response.request()
    const [asked, got] = [await request.allHeaders().catch(() => ({})), await response.allHeaders().catch(() => ({}))]
    return { url: request.url(), asked, got }
  })()))
  return {
    async all() {
      return (await Promise.all(seen)).filter(s => s.url.startsWith('http'))
    },
    /** Cookies, either way, and requests to a third party. */
    async faults() {
      return (await this.all()).flatMap(({ url, asked, got }) => [
        ...('cookie' in asked ? [`a cookie is sent to ${url}`] : []), ...('set-cookie' in got ? [`a cookie is set by ${url}`] : []),
        ...(origins.includes(new URL(url).origin) ? [] : [`a request to ${url}`]),
      ])
    },
  }
}
