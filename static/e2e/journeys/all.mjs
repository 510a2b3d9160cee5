// Every journey, in the order in which they run.
import { journeys as areas } from './areas.mjs'
import { journeys as search } from './search.mjs'
import { journeys as sketch } from './sketch.mjs'

export const journeys = [...search, ...areas, ...sketch]
