import { describe, expect, it } from 'vitest'
import type { Position } from '../geo/position.ts'
import {
  addCorner, closeRing, dropUnfinished, findCorner, insertCorner, isRefused, moveCorner, removeCorner, removeHole, removeLast, removePart, replaceStretch, ringAt, ringsOf, startRing, UNFINISHED,
  type Made, type Outcome,
} from './change.ts'
import { NOTHING, type Drawn } from './drawn.ts'

const square: Position[] = [[0, 0], [10, 0], [10, 10], [0, 10]]
const hole: Position[] = [[4, 4], [6, 4], [5, 6]]
const far: Position[] = [[20, 0], [30, 0], [25, 10]]
const drawn: Drawn = { parts: [{ outline: square, holes: [hole] }, { outline: far, holes: [] }], approximate: [[[0, 0], [10, 0]], [[10, 10], [0, 10]]] }

function made(outcome: Outcome): Made {
  if (isRefused(outcome)) throw new Error(outcome.refused)
  return outcome
}
const refusal = (outcome: Outcome) => (isRefused(outcome) ? outcome.refused : `done: ${outcome.label}`)
const draw = (from: Drawn, ...corners: Position[]) => corners.reduce((d, c) => made(addCorner(d, c)).drawn, from)

describe('a ring that is drawn', () => {
  it('is closed with three corners, not with two', () => {
    const two = draw(NOTHING, [0, 0], [1, 0])
    expect(refusal(closeRing(two))).toBe('A shape needs three corners at least. Add one more.')
    expect(refusal(closeRing(NOTHING))).toContain('Add three')
    const closed = made(closeRing(draw(two, [1, 1])))
    expect(closed).toMatchObject({ label: 'Close the outline', drawn: { parts: [{ outline: [[0, 0], [1, 0], [1, 1]], holes: [] }] } })
    expect(closed.drawn.unfinished).toBeUndefined()
  })
  it('does not count a corner twice that is at the same place', () => {
    const two = draw(NOTHING, [0, 0], [1, 0])
    expect(refusal(addCorner(two, [1, 0]))).toContain('already')
    expect(refusal(closeRing(draw(two, [0, 0])))).toContain('three corners')
  })
  it('loses its last corner, and goes with its first', () => {
    const one = made(removeLast(draw(NOTHING, [0, 0], [1, 0]))).drawn
    expect(one.unfinished?.corners).toEqual([[0, 0]])
    expect(made(removeLast(one)).drawn.unfinished).toBeUndefined()
    expect(refusal(removeLast(NOTHING))).toContain('no corner')
    expect(made(dropUnfinished(one)).drawn.unfinished).toBeUndefined()
  })
  it('becomes a further part', () => {
    const begun = made(startRing(drawn, [40, 40], false))
    expect(begun.label).toBe('Start a part')
    expect(made(closeRing(draw(begun.drawn, [41, 40], [41, 41]))).drawn.parts).toHaveLength(3)
  })
  it('becomes a hole of the part that it starts in', () => {
    expect(refusal(startRing(drawn, [15, 5], true))).toContain('inside the area')
    expect(refusal(startRing(drawn, [5, 5], true))).toContain('inside the area') // in the hole that is there
    const begun = made(startRing(drawn, [25, 3], true)).drawn
    expect(begun.unfinished?.holeIn).toBe(1)
    expect(made(closeRing(draw(begun, [26, 3], [26, 4]))).drawn.parts[1]?.holes).toEqual([[[25, 3], [26, 3], [26, 4]]])
  })
})

describe('a corner', () => {
  const at = { part: 0, ring: 0, corner: 2 }
  it('moves, and the others stay', () => {
    const { drawn: after, label } = made(moveCorner(drawn, at, [11, 11]))
    expect(label).toBe('Move corner 3')
    expect(after.parts[0]?.outline).toEqual([[0, 0], [10, 0], [11, 11], [0, 10]])
    expect(after.parts[1]).toBe(drawn.parts[1])
    expect(square[2]).toEqual([10, 10])
  })
  it('moves in a hole and in the ring that is drawn', () => {
    expect(made(moveCorner(drawn, { part: 0, ring: 1, corner: 0 }, [4, 3])).drawn.parts[0]?.holes[0]?.[0]).toEqual([4, 3])
    expect(made(moveCorner(draw(NOTHING, [0, 0]), { part: UNFINISHED, ring: 0, corner: 0 }, [1, 1])).drawn.unfinished?.corners).toEqual([[1, 1]])
  })
  it('is inserted in the middle, also between the last and the first', () => {
    const after = made(insertCorner(drawn, { part: 0, ring: 0, corner: 3 }))
    expect(after.drawn.parts[0]?.outline.at(-1)).toEqual([0, 5])
    expect(after.corner).toEqual({ part: 0, ring: 0, corner: 4 })
    expect(refusal(insertCorner(draw(NOTHING, [0, 0], [1, 1]), { part: UNFINISHED, ring: 0, corner: 1 }))).toContain('not drawn yet')
  })
  it('is removed; of three the ring goes', () => {
    expect(made(removeCorner(drawn, at))).toMatchObject({ label: 'Remove corner 3', corner: { part: 0, ring: 0, corner: 2 } })
    expect(made(removeCorner(drawn, { part: 0, ring: 1, corner: 0 })).label).toBe('Remove the hole')
    const without = made(removeCorner(drawn, { part: 1, ring: 0, corner: 0 }))
    expect(without.label).toBe('Remove part 2')
    expect(without.drawn.parts).toHaveLength(1)
  })
  it('that is not there is refused', () => {
    for (const outcome of [moveCorner(drawn, { ...at, corner: 9 }, [0, 0]), removeCorner(drawn, { ...at, part: 7 }), insertCorner(drawn, { ...at, ring: 3 }), removeHole(drawn, { part: 1, ring: 1 }), removePart(drawn, 5)]) {
      expect(refusal(outcome)).toContain('no longer there')
    }
  })
  it('is found by its place', () => {
    expect(findCorner(drawn, [5, 6])).toEqual({ part: 0, ring: 1, corner: 2 })
    expect(findCorner(drawn, [5, 7])).toBeUndefined()
    expect(ringsOf(draw(drawn, [1, 1]))).toEqual([{ part: 0, ring: 0 }, { part: 0, ring: 1 }, { part: 1, ring: 0 }, { part: UNFINISHED, ring: 0 }])
  })
})

describe('a part that is removed', () => {
  it('takes the hole along that is drawn in it, and shifts that of a later one', () => {
    const inSecond = made(startRing(drawn, [25, 3], true)).drawn
    expect(made(removePart(inSecond, 1)).drawn.unfinished).toBeUndefined()
    expect(made(removePart(inSecond, 0)).drawn.unfinished?.holeIn).toBe(0)
  })
})

describe('edges that are a guess', () => {
  it('fall away with the corner that moved, and stay elsewhere', () => {
    expect(made(moveCorner(drawn, { part: 0, ring: 0, corner: 0 }, [-1, 0])).drawn.approximate).toEqual([[[10, 10], [0, 10]]])
    expect(made(moveCorner(drawn, { part: 1, ring: 0, corner: 0 }, [21, 0])).drawn.approximate).toHaveLength(2)
    expect(made(removePart(drawn, 0)).drawn.approximate).toEqual([])
  })
})

describe('a stretch', () => {
  it('takes another course, and back', () => {
    const bent = made(replaceStretch(drawn, { part: 0, ring: 0 }, [10, 0], [10, 10], [[12, 3], [12, 7]], 'Follow'))
    expect(bent.drawn.parts[0]?.outline).toEqual([[0, 0], [10, 0], [12, 3], [12, 7], [10, 10], [0, 10]])
    expect(bent.corner?.corner).toBe(4)
    const back = made(replaceStretch(bent.drawn, { part: 0, ring: 0 }, [10, 0], [10, 10], [], 'Straight')).drawn
    expect(back.parts[0]?.outline).toEqual(square)
  })
  it('goes past the start of the ring', () => {
    const bent = made(replaceStretch(drawn, { part: 0, ring: 0 }, [0, 10], [0, 0], [[-1, 5]], 'Follow')).drawn
    expect(ringAt(bent, { part: 0, ring: 0 })).toEqual([[0, 0], [10, 0], [10, 10], [0, 10], [-1, 5]])
    expect(made(replaceStretch(bent, { part: 0, ring: 0 }, [0, 10], [0, 0], [], 'Straight')).drawn.parts[0]?.outline).toEqual(square)
  })
  it('of a ring that is drawn goes on to its last corner', () => {
    const line = draw(NOTHING, [0, 0], [5, 0])
    const bent = made(replaceStretch(line, { part: UNFINISHED, ring: 0 }, [0, 0], [5, 0], [[2, 1]], 'Follow')).drawn
    expect(bent.unfinished?.corners).toEqual([[0, 0], [2, 1], [5, 0]])
  })
  it('that is gone is refused', () => {
    expect(refusal(replaceStretch(drawn, { part: 0, ring: 0 }, [1, 1], [10, 10], [], 'Follow'))).toContain('no longer there')
  })
})
