// Work on the page, once a frame: what several events ask for is done together, behind all of them and before the page is painted. Whoever reads a
// measure of the page at an event, as the map does at each move of the pointer, does so before anything is written, so the page is laid out once.

const waiting = new Set<() => void>()
let asked = false

/** Does some work with the next frame; once, however often it is asked for. What other work of the frame asks for is done in the same frame. */
export function inFrame(work: () => void): void {
  waiting.add(work)
  if (asked) return
  asked = true
  if (typeof requestAnimationFrame === 'function') requestAnimationFrame(run)
  else queueMicrotask(run) // where nothing is painted
}

/** The work need not be done any more. */
export function notInFrame(work: () => void): void {
  waiting.delete(work)
}

function run(): void {
  try {
    for (const work of waiting) { // what comes meanwhile, too
      waiting.delete(work)
      work()
    }
  } finally {
    asked = false
    if (waiting.size > 0) inFrame(waiting.values().next().value!) // the work failed, and there is more
  }
}
