import { expect, it } from 'vitest'
import { block, wrap } from './text.ts'

const width = (t: string) => t.length

it('keeps on one line what fits', () => expect(wrap('Hollin Park', 12, width)).toEqual(['Hollin Park']))
it('breaks into lines of about one length', () => {
  expect(wrap('Hollin Vale, designated', 16, width)).toEqual(['Hollin Vale,', 'designated'])
  expect(wrap('A very long name of a very small place', 14, width)).toEqual(['A very long', 'name of a very', 'small place'])
})
it('does not break a word', () => expect(wrap('Llanfairpwllgwyngyll', 5, width)).toEqual(['Llanfairpwllgwyngyll']))
it('sets lines to a side', () => {
  const x = (side: string) => block(['ab', 'abcd'], width, 100, 0, 4, 10, side).map(r => r.x)
  expect([x('left'), x('center'), x('right')]).toEqual([[101, 102], [102, 102], [103, 102]])
})
