import { expect, it } from 'vitest'
import type { Look } from '../map/look.ts'
import { homesInWords, spoken, summarise } from './in-view.ts'
import type { Seen } from './seen.ts'

const look = { symbols: [{ slug: 'social-rent', name: 'Social rent', shape: 'circle' }, { slug: 'affordable-rent', name: 'Affordable rent', shape: 'square' }] } as Look
const seen = (from: string, props: Seen['props']) => ({ from, props, point: true, x: 0, y: 0 }) as Seen

const sum = summarise([
  seen('home', { count: 100, tenure: 'social-rent', 'social-rent': 60, 'affordable-rent': 40 }), seen('home', { count: 79, tenure: 'social-rent', 'social-rent': 79 }),
  seen('home_protected_label', { count: 30, cell: 'a' }), seen('home_protected', { cell: 'a', count: 30 }),
  seen('area', { ref: 'vale', name: 'Hollin Vale', status: 'designated' }), seen('area', { ref: 'vale', name: 'Hollin Vale', status: 'designated' }),
  seen('asset', { ref: 'hall', name: 'Chapel Fold Hall', kind: 'hall' }),
], look)

it('says what the tiles say', () => {
  expect(homesInWords(sum)).toEqual(['179 published homes', 'About 30 other homes in 1 small area'])
  expect(spoken(14.2, sum, look)).toBe('Zoom 14. 179 published homes in view. Social rent 139, Affordable rent 40. About 30 other homes in 1 small area. 1 plan area, 1 community asset.')
  expect([...sum.legend]).toEqual(['social-rent', 'protected', 'area-designated', 'asset'])
})

it('says of squares that they are squares, and counts those with their middle in view', () => {
  const squares = summarise([seen('home_square', { count: 40 }), seen('home_square', { count: 2 })], look, s => s.props['count'] === 40)
  expect(spoken(11, squares, look)).toBe('Zoom 11. 40 published homes in the squares in view.')
})

it('says that there is nothing', () => expect(spoken(9, summarise([], look), look)).toBe('Zoom 9. Nothing in view.'))
