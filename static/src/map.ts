import './css/explorer.css'
import { Explorer } from './explorer/explorer.ts'
import { sayFailed } from './explorer/tiles-failed.ts'
import { must } from './ui/html.ts'

// The explorer: the panel works at once; the map comes after, and its absence is said.
const explorer = new Explorer()

async function bring(): Promise<void> {
  try {
    const { bringMap } = await import('./explorer/map-side.ts')
    await bringMap(explorer)
    document.documentElement.dataset['mapReady'] = 'true'
  } catch (error) {
    console.warn('the map did not start:', error)
    sayFailed(must('[data-failed]'), () => {
      must('[data-failed]').hidden = true
      void bring()
    })
  }
}

if ('requestIdleCallback' in window) requestIdleCallback(() => void bring(), { timeout: 500 })
else setTimeout(() => void bring())
