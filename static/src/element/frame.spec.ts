import { expect, it } from 'vitest'
import { frameAddress, heightIn } from './frame.ts'

const server = 'https://maps.example.org'
const address = (attributes: Record<string, string>) => frameAddress(server, name => attributes[name] ?? null, 'map-1')

it('makes the address of an embed of what attributes say', () => {
  expect(address({ area: 'hollin-vale' })).toBe('https://maps.example.org/embed/areas/hollin-vale#map-1')
  expect(address({ asset: 'hall', theme: 'dark', layers: 'areas,assets', list: 'no' })).toBe('https://maps.example.org/embed/assets/hall?layers=areas%2Cassets&theme=dark&list=no#map-1')
  expect(address({ theme: 'dark' })).toBeUndefined()
})

it('keeps to the paths of embeds, whatever is written', () => {
  expect(address({ area: '../../drafts/x?y#z' })).toBe('https://maps.example.org/embed/areas/..%2F..%2Fdrafts%2Fx%3Fy%23z#map-1')
})

it('hears its own frame and nothing else', () => {
  const good = { type: 'terrier:height', id: 'map-1', height: 640.4 }
  const hear = (data: unknown, origin = server) => heightIn({ data, origin }, server, 'map-1')
  expect(hear(good)).toBe(640)
  expect([hear({ ...good, height: 5 }), hear({ ...good, height: 1e9 })]).toEqual([200, 4000])
  for (const bad of [undefined, null, 7, 'terrier:height', {}, { ...good, id: 'map-2' }, { ...good, type: 'x' }, { ...good, height: '640' }, { ...good, height: NaN }, { ...good, height: -1 }]) expect(hear(bad)).toBeUndefined()
  expect(hear(good, 'https://evil.example')).toBeUndefined()
  expect(hear(good, 'null')).toBeUndefined()
})
