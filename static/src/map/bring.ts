import { sayFailed } from '../explorer/tiles-failed.ts'
import { must } from '../ui/html.ts'

/** Brings the map of a whole page when the page has said what it has to say. Where it does not start that is said, with a way to try again. */
export function bringWhenIdle(bring: () => Promise<void>): void {
  const attempt = async (): Promise<void> => {
    try {
      await bring()
      document.documentElement.dataset['mapReady'] = 'true'
    } catch (error) {
      console.warn('the map did not start:', error)
      sayFailed(must('[data-failed]'), () => {
        must('[data-failed]').hidden = true
        void attempt()
      })
    }
  }
  if ('requestIdleCallback' in window) requestIdleCallback(() => void attempt(), { timeout: 500 })
  else setTimeout(() => void attempt())
}
