import { expect, it } from 'vitest'
import { previewAddress, shareAddress } from './address.ts'

const form = (...fields: [string, string][]) => {
  const f = new FormData()
  for (const [key, value] of fields) f.append(key, value)
  return f
}

it('asks the page again for what is chosen', () => {
  expect(shareAddress('https://maps.example/share/areas/vale', form(['chosen', 'yes'], ['layers', 'homes'], ['layers', 'areas'], ['width', ' '], ['title', 'Our vale & more'])))
    .toBe('https://maps.example/share/areas/vale?chosen=yes&layers=homes&layers=areas&title=Our+vale+%26+more')
  expect(shareAddress('https://maps.example/share/areas/vale', form(['title', ' ']))).toBe('https://maps.example/share/areas/vale?title=')
})

it('keeps the words of a map out of its preview', () => {
  expect(previewAddress('/embed/maps/new', form(['title', 'Secret'], ['text', 'Words'], ['hosts', 'a.example'], ['edit', '7'], ['version', '2'], ['find', 'x'], ['areas', 'a'], ['areas', 'b'], ['theme', 'auto'], ['view', '-1.5, 53.8, 14'])))
    .toBe('/embed/maps/new?areas=a%2Cb&view=-1.5%2C53.8%2C14')
  expect(previewAddress('/embed/maps/new', form(['title', 'Secret']))).toBe('/embed/maps/new')
})
