const SLICE = 10 // milliseconds of work between two pauses: a slow phone takes four times as long

/** Does work that stops often in slices, one a frame, so that the page answers meanwhile. It returns how to call it off. */
export function inSlices<T>(work: Generator<unknown, T>, done: (result: T) => void): () => void {
  let called = 0
  const go = () => {
    const until = performance.now() + SLICE
    do {
      const step = work.next()
      if (step.done) return done(step.value)
    } while (performance.now() < until)
    called = requestAnimationFrame(go)
  }
  go()
  return () => cancelAnimationFrame(called)
}
