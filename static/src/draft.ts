import './css/draft.css'
import { Drafting } from './draw/drafting.ts'
import { sayFailed } from './explorer/tiles-failed.ts'
import { must } from './ui/html.ts'

// The page of a draft: the panel works at once; the map comes after, and its absence is said.
const drafting = new Drafting()
const begun = drafting.begin().then(() => (document.documentElement.dataset['draftReady'] = 'true'))

async function bring(): Promise<void> {
  try {
    const { bringBoard } = await import('./draw/board-side.ts')
    await begun
    await bringBoard(drafting)
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
