import type { Kept, Store } from './store.ts'

/** Drafts in the page's memory, for browsers that keep nothing. */
export class MemoryStore implements Store {
  readonly lasting = false
  private readonly kept = new Map<string, Kept>()

  async load(key: string): Promise<Kept | undefined> {
    return this.kept.get(key)
  }

  async keep(kept: Kept): Promise<void> {
    this.kept.set(kept.draft.key, kept)
  }

  async move(from: string, kept: Kept): Promise<void> {
    this.kept.delete(from)
    this.kept.set(kept.draft.key, kept)
  }

  async remove(key: string): Promise<void> {
    this.kept.delete(key)
  }
}
