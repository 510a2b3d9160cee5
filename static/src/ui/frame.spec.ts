import { expect, it } from 'vitest'
import { inFrame, notInFrame } from './frame.ts'

const frame = () => new Promise(resolve => setTimeout(resolve))

it('does work once, with what it asks for meanwhile, and not what was taken back', async () => {
  const done: string[] = []
  const paint = () => done.push('paint')
  const move = () => { done.push('move'); inFrame(paint) }
  const never = () => done.push('never')
  for (const work of [move, never, move]) inFrame(work)
  notInFrame(never)
  expect(done).toEqual([])
  await frame()
  expect(done).toEqual(['move', 'paint'])
  inFrame(paint)
  await frame()
  expect(done).toEqual(['move', 'paint', 'paint'])
})
