const STOPS = ['low', 'half', 'full'] as const
type Stop = (typeof STOPS)[number]

/** The stop nearest to a height, among those of the sheet. */
export function nearestStop(height: number, heights: Record<Stop, number>): Stop {
  return STOPS.reduce((best, stop) => (Math.abs(heights[stop] - height) < Math.abs(heights[best] - height) ? stop : best), 'half')
}

/** The panel as a bottom sheet on phones: three stops, by a button or by dragging it (WCAG 2.5.7). */
export function wireSheet(panel: HTMLElement, grip: HTMLButtonElement): { to(stop: Stop): void } {
  const to = (stop: Stop) => {
    panel.dataset['stop'] = stop
    panel.style.height = ''
    panel.style.transition = ''
    grip.setAttribute('aria-expanded', String(stop === 'full'))
    grip.setAttribute('aria-label', stop === 'full' ? 'Show less' : 'Show more')
  }
  let from: { y: number; height: number; moved: boolean } | undefined
  grip.addEventListener('pointerdown', event => {
    grip.setPointerCapture(event.pointerId)
    from = { y: event.clientY, height: panel.offsetHeight, moved: false }
  })
  grip.addEventListener('pointermove', event => {
    if (!from || Math.abs(event.clientY - from.y) < 6) return
    from.moved = true
    panel.style.transition = 'none'
    panel.style.height = `${Math.max(96, from.height + from.y - event.clientY)}px`
  })
  grip.addEventListener('pointerup', () => {
    if (from?.moved) to(nearestStop(panel.offsetHeight, { low: 96, half: 348, full: window.innerHeight - 60 }))
    setTimeout(() => (from = undefined))
  })
  grip.addEventListener('click', () => {
    if (from?.moved) return
    const now = (panel.dataset['stop'] ?? 'half') as Stop
    to(now === 'half' ? 'full' : now === 'full' ? 'low' : 'half')
  })
  grip.hidden = false
  to('half')
  return { to }
}
