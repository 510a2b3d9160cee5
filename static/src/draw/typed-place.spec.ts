import { expect, it } from 'vitest'
import { nationalGrid } from '../geo/grid-reference.ts'
import type { Position } from '../geo/position.ts'
import { TypedPlace, type CoordinatesAnswer } from './typed-place.ts'

const near: Position = [-1.5005, 53.8155]
const place: Position = [-1.502345678, 53.812345678]

/** Answers as the server does: the lines as corners, the first one the place, in an order of its own. */
const answering = (text: string): CoordinatesAnswer => {
  const others = text.split('\n').slice(1).map(line => line.split(', ').map(Number).reverse() as Position)
  return { geometry: { type: 'MultiPolygon', coordinates: [[[others[1]!, others[0]!, place, others[1]!]]] }, problems: [] }
}

it('reads a place through the server, as it is typed', async () => {
  const asked: string[] = []
  const typed = new TypedPlace(async text => (asked.push(text), answering(text)))
  expect(await typed.read(' SE 32840\n35610 ', near)).toEqual(place)
  expect(asked[0]?.split('\n')[0]).toBe('SE 32840 35610')
})

it('tells what is wrong with it', async () => {
  const typed = new TypedPlace(async () => ({ geometry: null, problems: [{ line: 1, value: 'SE 3', reason: 'A grid reference has as many figures for the easting as for the northing.', remedy: 'Write SE 32840 35610.' }] }))
  await expect(typed.read('SE 3', near)).rejects.toThrow('as many figures')
  await expect(typed.read('  ', near)).rejects.toThrow('Nothing is typed.')
})

it('tells metres once it has learnt how far the quick conversion is off', async () => {
  const typed = new TypedPlace(async text => {
    const [e, n] = text.split('\n')[0]!.split(' ').map(Number)
    const [ee, nn] = nationalGrid(place)
    expect(Math.hypot(ee - e!, nn - n!)).toBeLessThan(1)
    return answering(text)
  })
  expect(typed.words(place)).toMatch(/^SE \d{4} \d{4}$/)
  expect(await typed.learn(place)).toBe(true)
  expect(typed.words(place)).toMatch(/^SE \d{5} \d{5}$/)
  expect(await typed.learn(place)).toBe(false)
})
