import { defineConfig } from 'vite'

// Every entry becomes one script with its styles, found through the manifest by package static (static.go).
const entries = {
  theme: 'src/theme.ts', // sets the chosen theme before the first paint; a classic script without imports
  page: 'src/page.ts', // every page
  map: 'src/map.ts', // the explorer
  draft: 'src/draft.ts', // drawing a plan area
  island: 'src/island.ts', // the map on a page about one thing
  passkey: 'src/passkey.ts', // signing in by a passkey, and making one
  share: 'src/share.ts', // putting a map on another website, and composing one
}

export default defineConfig({
  base: '/static/',
  build: {
    outDir: 'dist',
    emptyOutDir: true, // public/ puts the committed placeholder back
    manifest: 'manifest.json',
    assetsInlineLimit: 0, // a data: URL would need a wider Content-Security-Policy
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 1200, // MapLibre is one chunk, loaded after the page has said what it has to say
    rolldownOptions: { input: entries },
  },
  test: { include: ['src/**/*.spec.ts'] },
} as Parameters<typeof defineConfig>[0])
