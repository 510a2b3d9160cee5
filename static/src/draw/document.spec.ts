import { expect, it } from 'vitest'
import { BLANK, boardOf, drawnOf, sameDrawn, sameFields, withBoard, withDrawn } from './document.ts'
import type { Drawn } from './drawn.ts'

const drawn: Drawn = {
  parts: [{ outline: [[-1.5, 53.8], [-1.4, 53.8], [-1.4, 53.9]], holes: [[[-1.45, 53.82], [-1.44, 53.82], [-1.44, 53.83]]] }],
  approximate: [[[-1.5, 53.8], [-1.4, 53.8]]],
  unfinished: { corners: [[-1.3, 53.8]], holeIn: 0 },
}

it('keeps what stands on the board, the unfinished ring and the guessed edges too', () => {
  const fields = withDrawn(BLANK, drawn)
  expect(fields.geometry?.coordinates[0]?.[0]).toHaveLength(4)
  expect(fields.approximate?.coordinates).toEqual([[[-1.5, 53.8], [-1.4, 53.8]]])
  expect(drawnOf(fields)).toEqual(drawn)
})

it('writes nine decimals, a tenth of a millimetre', () => {
  const fields = withDrawn(BLANK, { parts: [{ outline: [[-1.12345678912, 53.8], [-1.4, 53.8], [-1.4, 53.9]], holes: [] }], approximate: [] })
  expect(fields.geometry?.coordinates[0]?.[0]?.[0]).toEqual([-1.123456789, 53.8])
})

it('keeps for itself what is there and no more', () => {
  const named = { ...BLANK, board: withBoard(BLANK, { 'parish-name': 'Hollin' }) }
  const both = withDrawn(named, drawn)
  expect(boardOf(both)).toEqual({ 'parish-name': 'Hollin', unfinished: drawn.unfinished })
  expect(boardOf(withDrawn(both, { ...drawn, unfinished: undefined } as unknown as Drawn))).toEqual({ 'parish-name': 'Hollin' })
  expect(withBoard(BLANK, { unfinished: undefined })).toBeNull()
  expect(boardOf({ ...BLANK, board: 'nonsense' })).toEqual({})
})

it('tells a draft from a changed one', () => {
  expect(sameFields(BLANK, { ...BLANK })).toBe(true)
  expect(sameFields(BLANK, withDrawn(BLANK, drawn))).toBe(false)
})

it('takes a drawing for the same that the server has rounded, and no other', () => {
  const moved = (by: number): Drawn => ({ ...drawn, parts: drawn.parts.map(p => ({ ...p, outline: p.outline.map(([lon, lat], i): [number, number] => [i === 1 ? lon + by : lon, lat]) })) })
  expect(sameDrawn(drawn, moved(5e-9))).toBe(true)
  expect(sameDrawn(drawn, moved(1e-7))).toBe(false)
  expect(sameDrawn(drawn, { ...drawn, approximate: [] })).toBe(false)
  expect(sameDrawn(drawn, { ...drawn, parts: [{ ...drawn.parts[0]!, holes: [] }] })).toBe(false)
})
