import { expect, it } from 'vitest'
import type { DraftDocument } from '../api/drafts.ts'
import { NOTHING } from './drawn.ts'
import { BLANK } from './document.ts'
import { startOf, stepsOf } from './save-start.ts'
import { NEW, type Kept } from './store.ts'

const document = (version: number, name = ''): DraftDocument => ({ ...BLANK, name, token: 'tok', version, ready: 0, 'made-at': '', 'changed-at': '' })
const steps = { past: [{ drawn: NOTHING, label: 'Move corner 3' }], now: NOTHING, future: [] }
const kept = (version: number, edits: Kept['edits'] = []): Kept => ({ draft: { key: 'tok', document: document(version), fields: BLANK, steps }, edits })
const edit = { edit: 'e', fields: { ...BLANK, name: 'mine' }, about: '', tried: false }

it('begins with what the server has where nothing is kept', () => {
  expect(startOf('tok', undefined, document(3, 'theirs')).kept.draft.fields.name).toBe('theirs')
  expect(startOf(NEW, undefined, undefined).kept.draft).toEqual({ key: NEW, document: undefined, fields: BLANK, steps: undefined })
})

it('keeps the steps of undo over a reload', () => {
  const { kept: k, elsewhere } = startOf('tok', kept(3), document(3))
  expect(stepsOf(k)).toEqual(steps)
  expect(elsewhere).toBeUndefined()
})

it('takes what another browser saved as a step, where nothing waits here', () => {
  expect(startOf('tok', kept(3), document(4, 'theirs')).elsewhere?.name).toBe('theirs')
})

it('lets what waits here stand, and the server judge', () => {
  const start = startOf('tok', kept(3, [edit]), document(4, 'theirs'))
  expect(start.elsewhere).toBeUndefined()
  expect(start.kept.draft.document?.version).toBe(3)
  expect(start.kept.edits).toEqual([edit])
})

it('goes on without the server', () => {
  expect(startOf('tok', kept(3), undefined).kept).toEqual(kept(3))
})
