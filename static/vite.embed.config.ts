import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

// Embeds are built for themselves: what they share with the pages would else come as files of its own, each a request more.
const entries = {
  embed: 'src/embed.ts', // the map of an embed, and its styles
  element: 'src/element.ts', // <terrier-map>, served as /embed.js (plans/web/files.go)
}

/** One manifest for both builds: what vite.config.ts wrote stays, what is built here is added. */
const oneManifest: Plugin = {
  name: 'one-manifest',
  writeBundle({ dir = '' }) {
    const [all, own] = ['manifest.json', 'manifest.embed.json'].map(name => join(dir, name))
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as object
    if (existsSync(all!)) writeFileSync(all!, JSON.stringify({ ...read(all!), ...read(own!) }, null, 2))
  },
}

/** Colours that nothing in the styles asks for are left out: an embed has few of those that pages have. */
const noIdleColours: Plugin = {
  name: 'no-idle-colours',
  generateBundle(_, bundle) {
    for (const part of Object.values(bundle)) {
      if (part.type !== 'asset' || !part.fileName.endsWith('.css')) continue
      const css = String(part.source)
      part.source = css.replace(/(--[\w-]+):[^;}]*;?/g, (whole, name: string) => (css.includes(`var(${name})`) || css.includes(`var(${name},`) ? whole : ''))
    }
  },
}

/** What is loaded later has neither styles nor parts of its own, so that nothing is loaded before it and Vite's help with that is left out. */
const noPreload: Plugin = {
  name: 'no-preload',
  enforce: 'pre',
  load: id => (id.includes('vite/preload-helper') ? 'export const __vitePreload = load => load()' : undefined),
}

export default defineConfig({
  base: '/static/',
  publicDir: false,
  plugins: [oneManifest, noPreload, noIdleColours],
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    manifest: 'manifest.embed.json',
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: { input: entries },
  },
})
