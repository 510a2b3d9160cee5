import { plural } from '../../ui/number.ts'
import { textWay } from './text-way.ts'

/** How many postcodes a text has; what is none is told by the server. */
export function postcodesIn(text: string): number {
  return new Set(text.toUpperCase().match(/\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b/g)?.map(p => p.replace(/\s/g, '')) ?? []).size
}

/** A list of postcodes. No map of postcodes is open, so the edges are a guess from where their addresses lie. */
export const postcodes = textWay({
  slug: 'postcodes',
  name: 'Postcodes',
  title: 'Set the area from postcodes',
  icon: 'pin',
  words: 'Postcodes',
  hint: 'Paste a list: one a line, or with commas between. The edges between postcodes are approximate, and you confirm each.',
  example: 'HV1 1AA\nHV1 1AB',
  button: 'Show the area',
  question: text => ({ way: 'postcodes', text }),
  label: text => `Set from ${plural(postcodesIn(text), 'postcode')}`,
})
