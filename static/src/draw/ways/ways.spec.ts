import { expect, it } from 'vitest'
import type { Land } from '../../api/drafts.ts'
import { boundariesLabel } from './parish-or-ward.ts'
import { postcodesIn } from './postcodes.ts'
import { linesIn } from './text-way.ts'

const land = (kind: string, name: string): Land => ({ ref: `${kind}:${name}`, kind, name, within: '' })

it('names the step after what the area was set from', () => {
  expect(boundariesLabel([land('parish', 'Hollin')])).toBe('Set from Hollin')
  expect(boundariesLabel([land('parish', 'Hollin'), land('parish', 'Cinderholme')])).toBe('Set from 2 parishes')
  expect(boundariesLabel([land('parish', 'Hollin'), land('ward', 'Vale')])).toBe('Set from 2 boundaries')
})

it('counts postcodes as people write them', () => {
  expect(postcodesIn('HV1 1AA\nhv11ab, SW1A 1AA; HV1 1AA')).toBe(3)
  expect(postcodesIn('none here')).toBe(0)
})

it('counts the lines that say something', () => {
  expect(linesIn('SE 32840 35610\n\n  \nSE 33420 35580\n')).toBe(2)
})
