import { expect, it } from 'vitest'
import { readTile, TileError } from './mvt.ts'
import { LINE, POINT, POLYGON } from './tile.ts'
import { encodeTile } from './tile.testing.ts'

const town = encodeTile([{
  name: 'home', extent: 4096, features: [
    { type: POINT, parts: [[[10, 20]], [[30, -40]]], props: { tenure: 'social-rent', count: 12, share: .5, open: true, below: -7 } },
    { type: LINE, parts: [[[0, 0], [5, 0], [5, 9]]], props: {} },
    { type: POLYGON, parts: [[[0, 0], [10, 0], [10, 10]], [[1, 1], [2, 2], [2, 1]]], props: { __proto__x: 'a' } },
  ],
}])

it('reads layers, properties and geometries', () => {
  const layer = readTile(town).get('home')!
  expect(layer.extent).toBe(4096)
  expect(layer.features.map(f => [f.type, f.last - f.first])).toEqual([[POINT, 2], [LINE, 1], [POLYGON, 2]])
  expect({ ...layer.features[0]!.props }).toEqual({ tenure: 'social-rent', count: 12, share: .5, open: true, below: -7 })
  expect([...layer.xy]).toEqual([10, 20, 30, -40, 0, 0, 5, 0, 5, 9, 0, 0, 10, 0, 10, 10, 1, 1, 2, 2, 2, 1])
  expect([...layer.ends]).toEqual([1, 2, 5, 8, 11])
})

it('takes no key for more than a key', () => {
  const layer = readTile(encodeTile([{ name: 'x', extent: 1, features: [{ type: POINT, parts: [[[0, 0]]], props: JSON.parse('{"__proto__": 1, "constructor": 2}') as Record<string, number> }] }])).get('x')!
  expect(Object.keys(layer.features[0]!.props)).toEqual(['__proto__', 'constructor'])
  expect(layer.features[0]!.props['toString']).toBeUndefined()
})

it('is empty for no bytes', () => expect(readTile(new Uint8Array()).size).toBe(0))

const seed = Number(process.env['TERRIER_SEED'] ?? Date.now() % 1e6)

it(`ends bad bytes in an error of its own (TERRIER_SEED=${seed})`, () => {
  let state = seed
  const random = (n: number) => (state = (state * 1103515245 + 12345) % 2147483648) % n
  let refused = 0
  for (let round = 0; round < 4000; round++) {
    const bytes = town.slice(0, random(4) ? town.length : random(town.length))
    for (let i = random(6) + (bytes.length === town.length ? 1 : 0); i > 0; i--) bytes[random(bytes.length)] = random(256)
    try {
      readTile(bytes)
    } catch (error) {
      expect(error).toBeInstanceOf(TileError)
      refused++
    }
  }
  expect(refused).toBeGreaterThan(500)
})

it('does not let a false count run on', () => {
  // A layer with a feature whose geometry says that 2^29 points follow, and has none.
  expect(() => readTile(Uint8Array.from([0x1a, 9, 0x12, 7, 0x22, 5, 0xf9, 0xff, 0xff, 0xff, 0x0f]))).toThrow(TileError)
})
