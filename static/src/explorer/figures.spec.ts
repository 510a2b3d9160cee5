import { expect, it } from 'vitest'
import type { Summary } from '../api/summary.ts'
import { homesFigure } from './figures.ts'

const summary = (more: Partial<Summary>): Summary => ({ total: 0, exact: true, by: {}, rule: '', sources: [], ...more }) as Summary

it('says no number of homes where there may be too few to say', () => {
  expect(homesFigure(summary({ sentence: 'No figure here' }))).toBeNull()
  expect(homesFigure(summary({}))).toEqual({ count: 0, exact: true }) // whoever sees homes exactly is told that there is none
  expect(homesFigure(summary({ total: 772, exact: false }))).toEqual({ count: 772, exact: false })
})
