import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { metresBetween, type Position } from '../geo/position.ts'
import { Board } from './board.ts'
import { Moving } from './moving.ts'

const outline: Position[] = [[-1.5, 53.8], [-1.49, 53.8], [-1.49, 53.81]]
const path = { part: 0, ring: 0, corner: 1 }

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', globalThis) // timers only
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function begin() {
  const board = new Board()
  board.apply({ parts: [{ outline, holes: [] }], approximate: [] }, 'Import')
  const told: string[] = []
  const moving: Moving = new Moving({ board, place: at => ({ at, snapped: undefined }), selects: () => {}, dragged: (_, placed, done) => told.push(`${placed?.at} ${done}`) })
  board.follow(change => change.settled && moving.forget())
  return { board, moving, told, corner: () => board.now.parts[0]!.outline[1]! }
}

it('drags a corner in one step', () => {
  const { board, moving, told, corner } = begin()
  const handle = { kind: 'corner' as const, path, x: 0, y: 0 }
  moving.dragTo(handle, [-1.48, 53.8], false, false)
  expect(moving.origin).toEqual(outline[1])
  moving.dragTo(handle, [-1.47, 53.8], false, true)
  expect(corner()).toEqual([-1.47, 53.8])
  expect(moving.origin).toBeUndefined()
  expect(told).toEqual(['-1.48,53.8 false', '-1.47,53.8 true'])
  board.undo()
  expect(corner()).toEqual(outline[1])
})

it('inserts the middle that is dragged', () => {
  const { board, moving } = begin()
  moving.dragTo({ kind: 'middle', path, x: 0, y: 0 }, [-1.48, 53.805], false, false)
  moving.dragTo({ kind: 'middle', path, x: 0, y: 0 }, [-1.47, 53.805], false, true)
  expect(board.now.parts[0]?.outline).toEqual([outline[0], outline[1], [-1.47, 53.805], outline[2]])
  expect(board.undoes).toBe('Insert corner 3')
})

it('puts a corner back whose drag was broken off', () => {
  const { board, moving, corner } = begin()
  moving.dragTo({ kind: 'corner', path, x: 0, y: 0 }, [-1.48, 53.8], false, false)
  moving.drop()
  expect(corner()).toEqual(outline[1])
  expect(board.undoes).toBe('Import')
})

it('makes nudges one after the other one step', () => {
  const { board, moving, corner } = begin()
  for (let i = 0; i < 10; i++) moving.nudge(path, 0, 1)
  expect(metresBetween(outline[1]!, corner())).toBeCloseTo(10, 1)
  expect(board.undoes).toBe('Import')
  vi.advanceTimersByTime(1000)
  expect(board.undoes).toBe('Move corner 2')
  moving.nudge(path, 1, 0)
  moving.nudge({ ...path, corner: 2 }, 1, 0) // another corner: what came before is a step of its own
  expect(board.steps.past).toHaveLength(3)
  moving.settle()
  expect(board.steps.past).toHaveLength(4)
  expect(moving.nudge({ ...path, corner: 9 }, 1, 0)).toBe(false)
})

it('forgets nudges that somebody else has undone', () => {
  const { board, moving } = begin()
  moving.nudge(path, 0, 1)
  board.undo()
  vi.advanceTimersByTime(1000)
  expect(board.redoes).toBe('Import')
  expect(board.steps.past).toHaveLength(0)
})
