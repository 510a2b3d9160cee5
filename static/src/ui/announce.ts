/** Says things to screen readers, at most once a second, the newest only. */
export function announcer(region: HTMLElement): (words: string) => void {
  let timer = 0
  return words => {
    clearTimeout(timer)
    timer = window.setTimeout(() => {
      if (region.textContent !== words) region.textContent = words
    }, 1000)
  }
}
