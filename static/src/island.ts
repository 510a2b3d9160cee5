import './css/island.css'

// A map on a page, brought when it comes near the window.
const watcher = new IntersectionObserver(entries => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue
    watcher.unobserve(entry.target)
    void import('./island/island.ts').then(({ bringIsland }) => bringIsland(entry.target as HTMLElement))
  }
}, { rootMargin: '200px' })
for (const island of document.querySelectorAll<HTMLElement>('.island[data-map]')) watcher.observe(island)
