import { expect, it } from 'vitest'
import { sideOf } from './conflict.ts'
import { BLANK, withDrawn } from './document.ts'

it('says a draft in figures, so that two can be told apart', () => {
  const fields = withDrawn({ ...BLANK, name: 'Hollin' }, {
    parts: [{ outline: [[-1.5, 53.8], [-1.49, 53.8], [-1.49, 53.81], [-1.5, 53.81]], holes: [[[-1.497, 53.803], [-1.493, 53.803], [-1.493, 53.807]]] }], approximate: [],
  })
  expect(sideOf(fields, 'now')).toMatchObject({ name: 'Hollin', corners: '7', parts: '1', when: 'now' })
  expect(sideOf(fields, 'now').hectares).toMatch(/^6\d\.\d ha$/)
  expect(sideOf(BLANK, 'now')).toMatchObject({ name: 'No name', hectares: '0.0 ha', corners: '0' })
})
