/** Folds the menu and the search of the header on phones. */
export function wireHeader(header: HTMLElement): void {
  const fold = (button: HTMLButtonElement | null, name: string, opened?: () => void) => {
    button?.addEventListener('click', () => {
      const open = header.classList.toggle(name)
      button.setAttribute('aria-expanded', String(open))
      if (open) opened?.()
    })
  }
  const menu = header.querySelector<HTMLButtonElement>('[data-menu-button]')
  const find = header.querySelector<HTMLButtonElement>('[data-find-button]')
  fold(menu, 'open')
  fold(find, 'finding', () => header.querySelector<HTMLInputElement>('input[name=q]')?.focus())
  header.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    for (const [button, name] of [[menu, 'open'], [find, 'finding']] as const) {
      if (!button || !header.classList.contains(name) || event.defaultPrevented) continue
      header.classList.remove(name)
      button.setAttribute('aria-expanded', 'false')
      button.focus()
    }
  })
}
