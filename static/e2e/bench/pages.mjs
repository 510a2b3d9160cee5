// Bundles the pages that the embed is measured beside, each as its own handbook says: what is used of a library and no more.
import { join } from 'node:path'
import { build } from 'vite'

const here = import.meta.dirname
export const PEERS = ['maplibre', 'leaflet', 'openlayers']

export async function bundle() {
  for (const name of PEERS) {
    await build({
      configFile: false, logLevel: 'error', root: join(here, 'pages', name), base: `/bench/${name}/`,
      build: { outDir: join(here, 'dist', name), emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 2000, modulePreload: { polyfill: false } },
    })
  }
}
