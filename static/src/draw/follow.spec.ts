import { describe, expect, it } from 'vitest'
import { Plane } from '../geo/plane.ts'
import type { Position } from '../geo/position.ts'
import { isRefused, UNFINISHED } from './change.ts'
import type { Drawn } from './drawn.ts'
import { edgeAlong, edgeBetween, nextWay, stretchTo, takenWay, takeWay, wayWords, type Followed } from './follow.ts'
import { SnapIndex, type Target } from './snap.ts'

const plane = new Plane([-1.5, 53.8])
const at = (east: number, north: number): Position => plane.position([east, north])
const ward: Target = { kind: 'ward', ref: 'E05000001', name: 'Hollin' }
const parish: Target = { kind: 'parish', ref: 'E04000001', name: 'Moor' }
// A ward around a square; a parish whose edge is the square's south side.
const [sw, se, ne, nw] = [at(0, 0), at(100, 0), at(100, 100), at(0, 100)]
const index = new SnapIndex([{ target: ward, corners: [sw, se, ne, nw, sw] }, { target: parish, corners: [at(-100, 0), at(300, 0)] }])

describe('the edge to follow between two places', () => {
  it('is the one that both lie on', () => {
    expect(edgeBetween(index, at(50, 0), at(100, 50))).toBe(ward)
  })
  it('is none where the straight line runs along it, or an end lies elsewhere', () => {
    expect(edgeBetween(index, at(20, 0), at(80, 0))).toBe(undefined)
    expect(edgeBetween(index, at(50, 0), at(120, 50))).toBe(undefined)
    expect(edgeBetween(index, at(50, 0), at(50, 0))).toBe(undefined)
  })
  it('is told where the line runs along it', () => {
    expect(edgeAlong(index, at(20, 0), at(80, 0))).toBe(parish)
    expect(edgeAlong(index, at(100, 20), at(100, 80))).toBe(ward)
    expect(edgeAlong(index, at(50, 0), at(100, 50))).toBe(undefined)
  })
})

describe('a stretch that follows an edge', () => {
  const line: Drawn = { parts: [], unfinished: { corners: [at(50, 0), at(100, 50)] }, approximate: [] }
  const stretch = stretchTo(index, line, { part: UNFINISHED, ring: 0 }, 1)!
  const followed: Followed = {
    ...stretch, chosen: 0,
    ways: [{ coordinates: [at(50, 0.001), se, at(100, 50)], metres: 100 }, { coordinates: [at(50, 0), sw, nw, ne, at(100, 50)], metres: 300 }],
  }
  const corners = (drawn: Drawn, chosen: number) => {
    const outcome = takeWay(drawn, followed, chosen)
    if (isRefused(outcome)) throw new Error(outcome.refused)
    return outcome
  }
  it('takes the shorter way, the longer, the straight line, and keeps its ends', () => {
    const short = corners(line, 0)
    expect(short).toMatchObject({ label: 'Follow the ward edge', corner: { part: UNFINISHED, ring: 0, corner: 2 }, drawn: { unfinished: { corners: [at(50, 0), se, at(100, 50)] } } })
    const long = corners(short.drawn, 1)
    expect(long.drawn.unfinished?.corners).toEqual([at(50, 0), sw, nw, ne, at(100, 50)])
    expect(corners(long.drawn, 2).drawn.unfinished?.corners).toEqual(line.unfinished?.corners)
    expect([0, 1, 2].map(chosen => nextWay({ ...followed, chosen }))).toEqual([1, 2, 0])
  })
  it('knows which way it takes, and when it takes none', () => {
    const short = corners(line, 0).drawn
    expect([line, short, corners(short, 1).drawn].map(d => takenWay(d, followed))).toEqual([2, 0, 1])
    const moved: Drawn = { ...short, unfinished: { corners: [at(50, 0), at(90, 0), at(100, 50)] } }
    expect(takenWay(moved, followed)).toBe(undefined)
    expect(takenWay({ parts: [], approximate: [] }, followed)).toBe(undefined)
  })
  it('is told in words', () => {
    expect(wayWords(followed, 0)).toBe('Follows the ward edge, 100 m, the shorter way.')
    expect(wayWords(followed, 1)).toContain('the longer way')
    expect(wayWords(followed, 2)).toBe('Straight line.')
  })
  it('begins at the last corner where it ends at the first, in a closed ring only', () => {
    const ring: Drawn = { parts: [{ outline: [at(50, 0), at(100, 50), at(50, 100)], holes: [] }], approximate: [] }
    expect(stretchTo(index, ring, { part: 0, ring: 0 }, 0)).toMatchObject({ from: at(50, 100), to: at(50, 0), target: ward })
    expect(stretchTo(index, line, { part: UNFINISHED, ring: 0 }, 0)).toBe(undefined)
  })
})
