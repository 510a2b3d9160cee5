import { describe, expect, it } from 'vitest'
import { Plane } from '../geo/plane.ts'
import type { Position } from '../geo/position.ts'
import { edgeWords, SnapIndex, type SnapLine, type Target } from './snap.ts'

const plane = new Plane([-1.5, 53.8])
const at = (east: number, north: number): Position => plane.position([east, north])
const ward: Target = { kind: 'ward', ref: 'E05000001', name: 'Hollin' }
const parish: Target = { kind: 'parish', ref: 'E04000001', name: 'Moor' }

describe('the nearest place to snap to', () => {
  const corner: Position = [-1.4987654321012, 53.8000000000123] // more decimals than we keep
  const index = new SnapIndex([{ target: ward, corners: [at(-500, 0), corner, at(500, 400)] }])
  it('is a corner before an edge, unchanged', () => {
    const [e, n] = plane.metres(corner)
    const found = index.nearest(at(e - 6, n + 1), 10) // the edge is one metre away, the corner six
    expect(found).toMatchObject({ corner: true, target: ward })
    expect(found?.at).toBe(corner)
  })
  it('is on the edge where no corner is near', () => {
    const found = index.nearest(at(-200, 3), 10)
    expect(found).toMatchObject({ corner: false, target: ward })
    expect(found?.metres).toBeCloseTo(3, 2)
    expect(index.on(found!.at)).toEqual([ward])
  })
  it('is none beyond the distance', () => {
    expect(index.nearest(at(-200, 30), 10)).toBeUndefined()
    expect(new SnapIndex().nearest(at(0, 0), 1000)).toBeUndefined()
  })
  it('leaves out what is to be skipped', () => {
    expect(index.nearest(at(-200, 3), 10, (_, a) => a === corner)).toBeDefined()
    expect(index.nearest(at(-200, 3), 10, (_, __, b) => b === corner)).toBeUndefined()
  })
})

describe('an edge of several', () => {
  const line = [at(0, 0), at(100, 0)]
  const index = new SnapIndex([{ target: ward, corners: line }, { target: parish, corners: [...line].reverse() }])
  it('is told as the parish', () => {
    expect(index.nearest(at(50, 2), 10)?.target).toBe(parish)
    expect(index.on(at(50, 0))).toEqual([parish, ward])
    expect(index.on(at(50, 0.2))).toEqual([])
  })
})

it('finds what looking at every edge finds', () => {
  const seed = 20270114
  let state = seed
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647
  const lines: SnapLine[] = Array.from({ length: 60 }, (_, i) => {
    let [e, n] = [random() * 4000 - 2000, random() * 4000 - 2000]
    const reach = i % 10 === 0 ? 3000 : 150
    const corners = Array.from({ length: 20 }, () => at((e += random() * reach - reach / 2), (n += random() * reach - reach / 2)))
    return { target: { kind: 'ward', ref: String(i), name: '' }, corners }
  })
  const index = new SnapIndex(lines)
  for (let run = 0; run < 500; run++) {
    const place = at(random() * 4000 - 2000, random() * 4000 - 2000)
    const here = new Plane(place)
    let least = Infinity
    let corner = Infinity
    for (const { corners } of lines) {
      corners.forEach((b, i) => {
        const q = here.metres(b)
        corner = Math.min(corner, Math.hypot(...q))
        if (i === 0) return
        const p = here.metres(corners[i - 1]!)
        const d = [q[0] - p[0], q[1] - p[1]] as const
        const t = Math.min(1, Math.max(0, -(p[0] * d[0] + p[1] * d[1]) / (d[0] ** 2 + d[1] ** 2)))
        least = Math.min(least, Math.hypot(p[0] + t * d[0], p[1] + t * d[1]))
      })
    }
    const found = index.nearest(place, 60)
    const wanted = corner <= 60 ? corner : least
    if (wanted > 60) expect(found, `seed ${seed}, run ${run}`).toBeUndefined()
    else expect(found?.metres, `seed ${seed}, run ${run}`).toBeCloseTo(wanted, 6)
  }
})

it('answers at once among 50,000 edges', () => {
  const ring = Array.from({ length: 50_001 }, (_, i) => at(4000 * Math.cos(i / 7957.7), 4000 * Math.sin(i / 7957.7)))
  const index = new SnapIndex([{ target: ward, corners: ring }])
  expect(index.size).toBe(50_000)
  let best = Infinity // of several: others use the machine too
  for (let run = 0; run < 20; run++) {
    const begun = performance.now()
    for (let i = 0; i < 20; i++) index.nearest(at(4000 * Math.cos(i + run), 4000 * Math.sin(i + run)), 20)
    best = Math.min(best, (performance.now() - begun) / 20)
  }
  expect(best).toBeLessThan(1) // milliseconds a question; some tenths here
})

it('is told in words', () => {
  expect(edgeWords(ward)).toBe('ward edge')
  expect(edgeWords({ kind: 'area', ref: 'prospect', name: 'Prospect' })).toBe('edge of Prospect')
})
