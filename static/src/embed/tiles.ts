import type { Address } from './cover.ts'
import { readTile } from './mvt.ts'
import type { Tile } from './tile.ts'

interface Entry { tile?: Tile; failed: boolean; tries: number; stop: AbortController; timer: ReturnType<typeof setTimeout> | undefined }

/** The tiles of an embed: asked for once, kept for a while, asked for again where they failed. */
export interface Tiles {
  /** Asks for tiles that are not here; those that nobody wants any more are called off. */
  want(list: Address[]): void
  known(a: Address): Tile | undefined
  /** Whether each of the wanted tiles came, or failed once at least. */
  settled(): boolean
  /** Whether any of the wanted tiles came. */
  some(): boolean
  /** Whether some of the wanted tiles failed for good. */
  failed(): boolean
  /** Asks once more for what failed. */
  again(): void
}

const KEPT = 80 // tiles; some 10 KB each on the wire
const AGAIN = [800, 4000] // milliseconds until a tile that failed is quietly asked for again

/** @param changed called when a tile came or failed */
export function tilesOf(template: string, changed: () => void, ask = fetchTile): Tiles {
  const entries = new Map<string, Entry>()
  let wanted: string[] = []
  const keyOf = ({ z, x, y }: Address) => `${z}/${x}/${y}`
  const here = (key: string) => entries.get(key)

  const load = (key: string, e: Entry) => {
    entries.set(key, e)
    ask(template.replace('{z}/{x}/{y}', key), e.stop.signal).then(tile => {
      e.tile = tile
      changed()
    }, () => {
      if (e.stop.signal.aborted) return
      const wait = AGAIN[e.tries++]
      if (wait === undefined) e.failed = true
      else e.timer = setTimeout(() => load(key, e), wait)
      changed()
    })
  }
  const ensure = () => {
    for (const [key, e] of entries) {
      if (wanted.includes(key) || e.tile) continue
      e.stop.abort()
      clearTimeout(e.timer)
      entries.delete(key)
    }
    for (const key of wanted) {
      const e = here(key)
      entries.delete(key) // the youngest stands last
      if (e) entries.set(key, e)
      else load(key, { failed: false, tries: 0, stop: new AbortController(), timer: undefined })
    }
    for (const key of entries.keys()) if (entries.size > KEPT && !wanted.includes(key)) entries.delete(key)
  }
  return {
    want: list => {
      wanted = list.map(keyOf)
      ensure()
    },
    known: a => here(keyOf(a))?.tile,
    settled: () => wanted.every(key => here(key)?.tile || here(key)?.tries),
    some: () => wanted.some(key => here(key)?.tile),
    failed: () => wanted.some(key => here(key)?.failed),
    again: () => {
      for (const [key, e] of entries) if (e.failed) entries.delete(key)
      ensure()
      changed()
    },
  }
}

async function fetchTile(url: string, signal: AbortSignal): Promise<Tile> {
  const response = await fetch(url, { signal }) // with nothing that differs from <link rel=preload as=fetch crossorigin>
  if (!response.ok || response.headers.get('content-type')?.startsWith('text')) throw new Error(String(response.status)) // or a page that asks to sign in to a network
  return readTile(new Uint8Array(await response.arrayBuffer())) // 204: no bytes, and nothing to draw
}
