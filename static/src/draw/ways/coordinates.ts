import { plural } from '../../ui/number.ts'
import { linesIn, textWay } from './text-way.ts'

/** Corners that are typed. The server reads them, with the grid at full precision, and tells what is wrong by line. */
export const coordinates = textWay({
  slug: 'coordinates',
  name: 'Type coordinates',
  title: 'Type the corners of the area',
  icon: 'lines',
  words: 'Corners, one a line',
  hint: 'As a grid reference (SE 32840 35610), as easting and northing (432840, 435610), or as latitude and longitude (53.8155, -1.5005). The last corner joins the first.',
  example: 'SE 32840 35610\nSE 33420 35580\nSE 33390 34970',
  button: 'Show the area',
  question: text => ({ way: 'coordinates', text }),
  label: text => `Set from ${plural(linesIn(text), 'typed corner')}`,
})
