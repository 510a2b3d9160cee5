/** Opens the figures of a page that goes to paper, so that what is printed is kept and can be looked up later. */
export function openFiguresOnPaper(page: Document, open: (address: string) => void): void {
  page.defaultView?.addEventListener('beforeprint', () => {
    const addresses = Array.from(page.querySelectorAll('a[href^="/figures/"], a[href^="/homes/exact/figures/"]'), a => a.getAttribute('href') ?? '')
    for (const address of new Set(addresses)) open(address)
  })
}
