import { expect, it } from 'vitest'
import { Board } from './board.ts'
import { isRefused, UNFINISHED } from './change.ts'
import type { Stretch, Way } from './follow.ts'
import { Tracing } from './tracing.ts'

const tick = () => new Promise(resolve => setTimeout(resolve))
const stretch: Stretch = { where: { part: UNFINISHED, ring: 0 }, from: [0, 0], to: [1, 1], target: { kind: 'ward', ref: 'E05', name: 'Hollin' } }
const ways: Way[] = [{ coordinates: [[0, 0], [1, 0], [1, 1]], metres: 200 }, { coordinates: [[0, 0], [0, 5], [5, 5], [1, 1]], metres: 1500 }]

/** A board with two corners drawn, and what follows edges on it. */
function begin(ask: () => Promise<readonly Way[]>) {
  const board = new Board()
  board.apply({ parts: [], unfinished: { corners: [[0, 0], [1, 1]] }, approximate: [] }, 'Add corner 2')
  const said: string[] = []
  const tracing = new Tracing(ask, {
    drawn: () => board.now,
    apply: (outcome, words) => { said.push(words); if (!isRefused(outcome)) board.apply(outcome.drawn, outcome.label) },
    changed: () => said.push(tracing.words),
  })
  board.follow(() => tracing.check())
  return { board, tracing, said }
}

it('follows the shorter way, then the longer, then straight', async () => {
  const { board, tracing, said } = begin(async () => ways)
  await tracing.follow(stretch)
  expect(board.now.unfinished?.corners).toEqual([[0, 0], [1, 0], [1, 1]])
  tracing.turn()
  expect(board.now.unfinished?.corners).toEqual([[0, 0], [0, 5], [5, 5], [1, 1]])
  tracing.turn()
  expect(board.now.unfinished?.corners).toEqual([[0, 0], [1, 1]])
  expect(said).toEqual(['Follows the ward edge, 200 m, the shorter way.', 'Follows the ward edge, 1.50 km, the longer way.', 'Straight line.'])
})

it('goes on from where an undo leaves it', async () => {
  const { board, tracing } = begin(async () => ways)
  await tracing.follow(stretch)
  tracing.turn()
  board.undo()
  expect(tracing.words).toContain('the shorter way')
  board.undo()
  expect(tracing.words).toBe('Straight line.')
  tracing.turn()
  expect(board.now.unfinished?.corners).toHaveLength(3)
})

it('leaves alone what was drawn on meanwhile', async () => {
  let answer = (_: readonly Way[]) => {}
  const { board, tracing } = begin(() => new Promise(resolve => (answer = resolve)))
  const following = tracing.follow(stretch)
  board.apply({ parts: [], unfinished: { corners: [[0, 0], [2, 2]] }, approximate: [] }, 'Move corner 2')
  answer(ways)
  await following
  expect(board.now.unfinished?.corners).toEqual([[0, 0], [2, 2]])
})

it('says why an edge cannot be followed, and tries again', async () => {
  let up = false
  const { board, tracing, said } = begin(async () => {
    if (!up) throw new Error('The server cannot be reached.')
    return ways
  })
  await tracing.follow(stretch)
  expect(said).toEqual(['The ward edge cannot be followed: The server cannot be reached.'])
  up = true
  tracing.turn()
  await tick()
  expect(board.now.unfinished?.corners).toHaveLength(3)
})
