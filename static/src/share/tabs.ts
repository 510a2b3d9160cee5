/** Makes tabs of sections that stand one below the other without scripts (WAI-ARIA practices: arrows, Home and End move). */
export function wireTabs(box: HTMLElement): void {
  const panels = [...box.querySelectorAll<HTMLElement>('[data-tab]')]
  const list = document.createElement('div')
  list.setAttribute('role', 'tablist')
  list.setAttribute('aria-label', 'Ways to put it on a website')
  list.className = 'tabs'
  const tabs = panels.map((panel, i) => {
    const tab = document.createElement('button')
    tab.type = 'button'
    tab.id = `tab-${i}`
    tab.setAttribute('role', 'tab')
    tab.textContent = panel.dataset['tab'] ?? ''
    panel.id ||= `panel-${i}`
    tab.setAttribute('aria-controls', panel.id)
    panel.setAttribute('role', 'tabpanel')
    panel.setAttribute('aria-labelledby', tab.id)
    panel.querySelector('h3')?.remove()
    list.append(tab)
    return tab
  })
  const choose = (chosen: number, focus: boolean) => {
    tabs.forEach((tab, i) => {
      tab.setAttribute('aria-selected', String(i === chosen))
      tab.tabIndex = i === chosen ? 0 : -1
      const panel = panels[i]
      if (panel) panel.hidden = i !== chosen
    })
    if (focus) tabs[chosen]?.focus()
  }
  list.addEventListener('click', event => {
    const i = tabs.indexOf(event.target as HTMLButtonElement)
    if (i >= 0) choose(i, true)
  })
  list.addEventListener('keydown', event => {
    const at = tabs.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowRight: (at + 1) % tabs.length, ArrowLeft: (at + tabs.length - 1) % tabs.length, Home: 0, End: tabs.length - 1 }[event.key]
    if (at < 0 || to === undefined) return
    event.preventDefault()
    choose(to, true)
  })
  box.prepend(list)
  choose(0, false)
}
