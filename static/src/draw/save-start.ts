import type { DraftDocument } from '../api/drafts.ts'
import { BLANK, drawnOf, fieldsOf } from './document.ts'
import type { Kept } from './store.ts'

/** Where a page begins: what is kept, and whether the server has a newer draft that nothing of here stands against. */
export interface Start { readonly kept: Kept; readonly elsewhere: DraftDocument | undefined }

/**
 * Puts together what this browser has kept and what the server has. Where changes wait here, what is here stands, and the server says
 * at the next one whether another browser was first. Where none wait, a newer draft of the server is the next step.
 */
export function startOf(key: string, kept: Kept | undefined, document: DraftDocument | undefined): Start {
  const fresh = (d: DraftDocument | undefined): Kept => ({ draft: { key, document: d, fields: d ? fieldsOf(d) : BLANK, steps: undefined }, edits: [] })
  if (!kept) return { kept: fresh(document), elsewhere: undefined }
  if (kept.edits.length > 0 || !document) return { kept, elsewhere: undefined }
  const known = kept.draft.document
  if (known && known.version === document.version) return { kept, elsewhere: undefined }
  const { steps } = kept.draft
  if (!steps) return { kept: fresh(document), elsewhere: undefined }
  return { kept, elsewhere: document }
}

/** The steps to begin with: those that are kept, or none behind what is drawn. */
export function stepsOf({ draft }: Kept) {
  return draft.steps ?? { past: [], now: drawnOf(draft.fields), future: [] }
}
