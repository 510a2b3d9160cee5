/** Tells the page around an embed how high it is. It says nothing else, and hears nothing. */
export function tellHeight(): void {
  if (parent === window) return
  const id = decodeURIComponent(location.hash.slice(1))
  let said = 0
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height)
    if (height === said) return
    said = height
    parent.postMessage({ type: 'terrier:height', id, height }, '*')
  }).observe(document.body)
}
