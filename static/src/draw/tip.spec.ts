import { expect, it } from 'vitest'
import { tipWords, type TipState } from './tip.ts'

const still: TipState = { refused: '', drawing: undefined, count: 0, empty: false, corner: '', snapped: '', followed: '', failure: '', far: false, crowded: false }

it('says what a selected corner is and what its keys do', () => {
  expect(tipWords({ ...still, corner: 'Corner 8 of 12', snapped: 'snapped to ward edge' })).toEqual({
    bold: 'Corner 8 of 12', rest: 'snapped to ward edge', keys: [[['←', '→'], 'nudge 1 m'], [['Del'], 'remove']], loud: false,
  })
})

it('says what to do next while drawing', () => {
  expect(tipWords({ ...still, drawing: 'hole' })?.bold).toContain('inside the outline')
  expect(tipWords({ ...still, drawing: 'outline', count: 3 })).toMatchObject({ bold: 'Corner 3', rest: 'click the first corner to finish' })
  expect(tipWords({ ...still, drawing: 'outline', count: 2, followed: 'Follows the ward edge, 480 m.' })?.keys?.[0]).toEqual([['F'], 'other way'])
  expect(tipWords({ ...still, drawing: 'outline', count: 2, far: true })?.rest).toContain('Zoom in')
})

it('says what went wrong, and nothing where nothing is', () => {
  expect(tipWords({ ...still, failure: 'Snapping does not work here: no.' })?.bold).toContain('Snapping')
  expect(tipWords({ ...still, corner: 'Corner 1 of 3', refused: 'This corner is no longer there.' })).toEqual({ bold: 'This corner is no longer there.', loud: true })
  expect(tipWords({ ...still, empty: true })).toBeUndefined()
  expect(tipWords(still)?.bold).toBe('Drag a corner')
  expect(tipWords({ ...still, crowded: true })?.bold).toBe('Zoom in')
})
