import { el } from '../ui/html.ts'

/** One line over the map for a few seconds: how it is moved. Each is said once. */
export function hinter(stage: HTMLElement): (how: 'wheel' | 'touch') => void {
  const said = new Set<string>()
  const mac = /Mac|iP(ad|hone)/.test(navigator.platform)
  return how => {
    if (said.has(how)) return
    said.add(how)
    const words = how === 'touch' ? 'Use two fingers to move the map' : `Use ${mac ? '⌘' : 'Ctrl'} and the wheel to zoom the map`
    const box = el('p', { class: 'hint', role: 'status' }, words)
    stage.append(box)
    setTimeout(() => box.remove(), 2500)
  }
}
