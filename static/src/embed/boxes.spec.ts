import { expect, it } from 'vitest'
import { Boxes, type Rect } from './boxes.ts'

it('finds what overlaps as looking at every box does', () => {
  let state = 7
  const random = (n: number) => (state = (state * 1103515245 + 12345) % 2147483648) % n
  const boxes = new Boxes()
  const all: Rect[] = []
  for (let i = 0; i < 3000; i++) {
    const [x, y] = [random(1200) - 200, random(900) - 200]
    const box: Rect = [x, y, x + 4 + random(90), y + 4 + random(20)]
    expect(boxes.hits(box)).toBe(all.some(b => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1]))
    if (boxes.hits(box)) continue
    boxes.add(box)
    all.push(box)
  }
  expect(all.length).toBeGreaterThan(50)
})
