export type Theme = 'light' | 'dark'

const dark = matchMedia('(prefers-color-scheme: dark)')

/** The theme that the page is shown in now. */
export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme']
  return chosen === 'light' || chosen === 'dark' ? chosen : dark.matches ? 'dark' : 'light'
}

/** Calls back when the theme changes, by the switch or by the system. */
export function onThemeChange(changed: (theme: Theme) => void): void {
  let last = currentTheme()
  const look = () => {
    const now = currentTheme()
    if (now !== last) changed((last = now))
  }
  dark.addEventListener('change', look)
  new MutationObserver(look).observe(document.documentElement, { attributeFilter: ['data-theme'] })
}

/** Wires the switch in the header. Only a click stores the choice. */
export function wireThemeSwitch(button: HTMLButtonElement): void {
  button.hidden = false
  button.addEventListener('click', () => {
    const next: Theme = currentTheme() === 'dark' ? 'light' : 'dark'
    document.documentElement.dataset['theme'] = next
    try {
      localStorage.setItem('terrier-theme', next)
    } catch {
      // storage is closed: the choice holds for this page
    }
  })
}
