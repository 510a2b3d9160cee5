import { expect, it } from 'vitest'
import { traceBeside } from './offset.ts'

function beside(line: number[], distance: number, closed: boolean): string[] {
  const said: string[] = []
  const step = (word: string) => (x: number, y: number) => void said.push(`${word} ${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`)
  traceBeside({ moveTo: step('M'), lineTo: step('L'), closePath: () => void said.push('Z') }, Float64Array.from(line), distance, closed)
  return said
}

it('runs at the right of a line', () => expect(beside([0, 0, 10, 0, 10, 10], 2, false)).toEqual(['M 0 2', 'L 8 2', 'L 8 10']))
it('runs within a ring that runs clockwise', () => expect(beside([0, 0, 10, 0, 10, 10, 0, 10], 1, true)).toEqual(['M 1 1', 'L 9 1', 'L 9 9', 'L 1 9', 'Z']))
it('cuts a corner that is too sharp', () => expect(beside([0, 0, 10, 0, 0, 1], -1, false).length).toBe(4))
it('passes over points that repeat', () => expect(beside([0, 0, 0, 0, 10, 0, 10, 0], 1, false)).toEqual(['M 0 1', 'L 10 1']))
it('draws nothing of a point', () => expect(beside([3, 3, 3, 3], 1, true)).toEqual([]))
