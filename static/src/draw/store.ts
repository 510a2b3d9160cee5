import type { DraftDocument, DraftFields } from '../api/drafts.ts'
import type { Steps } from './board.ts'
import { IndexedStore } from './store-indexed.ts'
import { MemoryStore } from './store-memory.ts'

/** A draft as this browser keeps it. */
export interface KeptDraft {
  readonly key: string // its token; of a drawing that the server has not heard of, NEW
  readonly document: DraftDocument | undefined // as last known from the server
  readonly fields: DraftFields // as it stands on this page
  readonly steps: Steps | undefined
}

/** A change that is not known to have reached the server. */
export interface KeptEdit {
  readonly edit: string // its name: the same sent again is not done twice
  readonly fields: DraftFields
  readonly about: string // what of the draft was changed, where a later change of the same may stand for it; "" for none
  readonly tried: boolean // it may have reached the server
}

/** What is kept of a draft: how it stands, and the unsent changes, oldest first. */
export interface Kept { readonly draft: KeptDraft; readonly edits: readonly KeptEdit[] }

/** The key of the drawing that has no token yet: a browser has one at most. */
export const NEW = 'new'

/** Where drafts outlive the page. Each call is done wholly or not at all. */
export interface Store {
  /** whether it outlives the page */
  readonly lasting: boolean
  load(key: string): Promise<Kept | undefined>
  /** Keeps a draft and its unsent changes in place of what was kept of it. */
  keep(kept: Kept): Promise<void>
  /** Keeps what was kept under one key under another. */
  move(from: string, kept: Kept): Promise<void>
  remove(key: string): Promise<void>
}

/** The browser's own database; where that is closed, as in some private windows, the page's memory. */
export async function openStore(): Promise<Store> {
  try {
    return await IndexedStore.open()
  } catch (error) {
    console.warn('drafts are kept in this page alone:', error)
    return new MemoryStore()
  }
}

const MOST_CORNERS = 200_000 // in the steps that are kept: a few megabytes

/** The newest steps, as many as are worth keeping. Corners that steps share are counted again: this errs on the short side. */
export function worthKeeping(steps: Steps, most = MOST_CORNERS): Steps {
  let left = most
  const kept = [...steps.past].reverse()
  const end = kept.findIndex(({ drawn }) => (left -= drawn.parts.reduce((n, p) => n + p.outline.length + p.holes.reduce((m, h) => m + h.length, 0), 1)) < 0)
  return { ...steps, past: steps.past.slice(end < 0 ? 0 : steps.past.length - end) }
}
