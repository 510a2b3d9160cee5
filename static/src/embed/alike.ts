import type { Feature } from './tile.ts'

/** Features that look alike, to be drawn in one go. */
export interface Alike<T> { look: T; features: Feature[] }

/** Sorts features by how they look; undefined leaves one out. */
export function alike<T extends readonly unknown[]>(features: Feature[], lookOf: (f: Feature) => T | undefined): Alike<T>[] {
  const groups = new Map<string, Alike<T>>()
  for (const f of features) {
    const look = lookOf(f)
    if (!look) continue
    const key = String(look)
    const group = groups.get(key)
    if (group) group.features.push(f)
    else groups.set(key, { look, features: [f] })
  }
  return [...groups.values()]
}
