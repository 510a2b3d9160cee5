import './css/explorer.css'
import { Explorer } from './explorer/explorer.ts'
import { bringWhenIdle } from './map/bring.ts'

// The explorer: the panel works at once; the map comes after, and its absence is said.
const explorer = new Explorer()

bringWhenIdle(async () => {
  const { bringMap } = await import('./explorer/map-side.ts')
  await bringMap(explorer)
})
