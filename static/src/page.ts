import './css/page.css'
import { wireHeader } from './ui/header.ts'
import { wireSearch } from './ui/search.combobox.ts'
import { openFiguresOnPaper } from './ui/paper.ts'
import { followProgress, sendWithProgress } from './ui/progress.ts'
import { wireThemeSwitch } from './ui/theme-switch.ts'

openFiguresOnPaper(document, address => void fetch(address, { headers: { Accept: 'application/json' } }).catch(() => undefined)) // paper waits for nobody

for (const box of document.querySelectorAll<HTMLElement>('[data-progress]')) followProgress(box, () => location.reload())
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-upload]')) sendWithProgress(form)

// Every page: the header. The explorer wires its own search, which moves the map instead of leaving the page.
const header = document.querySelector<HTMLElement>('[data-header]')
if (header) {
  wireHeader(header)
  const theme = header.querySelector<HTMLButtonElement>('[data-theme-button]')
  if (theme) wireThemeSwitch(theme)
  const find = header.querySelector<HTMLFormElement>('[data-find]')
  if (find && !document.querySelector('[data-stage]')) {
    wireSearch(find, {
      near: () => undefined,
      choose: place => location.assign(place.path ?? `/#16/${place.point[1].toFixed(5)}/${place.point[0].toFixed(5)}`),
    })
  }
}
