import './css/draft.css'
import { Drafting } from './draw/drafting.ts'
import { bringWhenIdle } from './map/bring.ts'

// The page of a draft: the panel works at once; the map comes after, and its absence is said.
const drafting = new Drafting()
const begun = drafting.begin().then(() => (document.documentElement.dataset['draftReady'] = 'true'))

bringWhenIdle(async () => {
  const { bringBoard } = await import('./draw/board-side.ts')
  await begun
  await bringBoard(drafting)
})
