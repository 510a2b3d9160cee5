import { expect, it } from 'vitest'
import type { Position } from '../geo/position.ts'
import { UNFINISHED } from './change.ts'
import { cornerWords, placeWords, ringWords, snapWords } from './corner-words.ts'
import type { Drawn } from './drawn.ts'

const ring: Position[] = [[-1.5005, 53.8155], [-1.49, 53.8155], [-1.49, 53.82]]
const one: Drawn = { parts: [{ outline: ring, holes: [ring] }], approximate: [] }
const two: Drawn = { parts: [...one.parts, ...one.parts], unfinished: { corners: ring.slice(1), holeIn: 0 }, approximate: [] }

it('names a corner, its place and its edge', () => {
  expect(cornerWords(one, { part: 0, ring: 0, corner: 0 }, [{ kind: 'own', ref: '', name: '' }, { kind: 'ward', ref: 'E05', name: 'Hollin' }])).toBe('Corner 1 of 3, SE 3298 3558, snapped to ward edge')
  expect(cornerWords(one, { part: 0, ring: 0, corner: 9 }, [])).toBe('Corner 10 of 3')
  expect(snapWords([{ kind: 'own', ref: '', name: '' }])).toBe('')
  expect(placeWords([-20, 53])).toBe('53.000000, -20.000000')
})

it('names rings, more closely where there are several parts', () => {
  expect([0, 1].map(r => ringWords(one, { part: 0, ring: r }))).toEqual(['Outline', 'Hole 1'])
  expect([0, 1].map(r => ringWords(two, { part: 1, ring: r }))).toEqual(['Part 2', 'Hole 1 of part 2'])
  expect(ringWords(two, { part: UNFINISHED, ring: 0 })).toBe('Hole being drawn')
})
