import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Tile } from './tile.ts'
import { tilesOf } from './tiles.ts'

const tile: Tile = new Map()
const [a, b] = [{ z: 1, x: 0, y: 0 }, { z: 1, x: 1, y: 0 }]

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function server(works: (url: string) => boolean) {
  const asked: string[] = []
  const stopped: string[] = []
  const ask = (url: string, signal: AbortSignal) => {
    asked.push(url)
    signal.addEventListener('abort', () => stopped.push(url))
    return works(url) ? Promise.resolve(tile) : Promise.reject(new Error('500'))
  }
  return { asked, stopped, ask }
}

it('asks once for what it wants, and keeps it', async () => {
  const s = server(() => true)
  const tiles = tilesOf('/t/{z}/{x}/{y}.mvt', () => undefined, s.ask)
  tiles.want([a])
  tiles.want([a])
  await vi.runAllTimersAsync()
  expect(s.asked).toEqual(['/t/1/0/0.mvt'])
  expect([tiles.known(a), tiles.settled(), tiles.failed(), tiles.some()]).toEqual([tile, true, false, true])
})

it('tries again quietly, then says that it failed, then tries when it is told to', async () => {
  let works = false
  const s = server(() => works)
  const tiles = tilesOf('/t/{z}/{x}/{y}.mvt', () => undefined, s.ask)
  tiles.want([a])
  await vi.advanceTimersByTimeAsync(0)
  expect([tiles.settled(), tiles.failed()]).toEqual([true, false]) // the map goes on without it
  await vi.runAllTimersAsync()
  expect([s.asked.length, tiles.failed()]).toEqual([3, true])
  works = true
  tiles.again()
  await vi.runAllTimersAsync()
  expect([s.asked.length, tiles.failed(), tiles.known(a)]).toEqual([4, false, tile])
})

it('calls off what is wanted no more', async () => {
  const s = server(url => url.includes('1/1/0'))
  const tiles = tilesOf('/t/{z}/{x}/{y}.mvt', () => undefined, s.ask)
  tiles.want([a])
  tiles.want([b])
  await vi.runAllTimersAsync()
  expect(s.stopped).toEqual(['/t/1/0/0.mvt'])
  expect(s.asked).toEqual(['/t/1/0/0.mvt', '/t/1/1/0.mvt'])
})

it('lets go of the oldest', async () => {
  const tiles = tilesOf('/t/{z}/{x}/{y}.mvt', () => undefined, server(() => true).ask)
  for (let x = 0; x < 100; x++) {
    tiles.want([{ z: 9, x, y: 0 }])
    await vi.runAllTimersAsync()
  }
  expect([tiles.known({ z: 9, x: 0, y: 0 }), tiles.known({ z: 9, x: 99, y: 0 })]).toEqual([undefined, tile])
})
