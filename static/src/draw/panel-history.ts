import { versionsOf, type DraftVersion } from '../api/drafts.ts'
import { failureAlert } from '../explorer/answer.ts'
import { button, el } from '../ui/html.ts'
import { fixed, longDate, plural } from '../ui/number.ts'

export interface HistoryHost {
  compare(from: number | 'now', to: number | 'now'): void
  restore(number: number): void
  markReady(number: number): void
  takeBack(): void
}

/** The versions that are kept: who, when, why, and what can be done with each. */
export function historyOf(token: string, mayWrite: boolean, host: HistoryHost): HTMLElement {
  const box = el('div', {}, el('p', { class: 'quiet', role: 'status' }, 'Looking for versions…'))
  versionsOf(token).then(versions => {
    if (versions.length === 0) return box.replaceChildren(el('p', {}, 'No version is kept yet. Every change is saved in the draft; “Keep this version” makes one that stays as it is.'))
    const rows = versions.map((v, i) => version(v, versions[i + 1], mayWrite, host))
    box.replaceChildren(el('p', { class: 'quiet' }, `${plural(versions.length, 'version')}. None of them ever changes. `, el('a', { href: `/drafts/${encodeURIComponent(token)}/versions` }, 'Each has an address'), '; ', el('a', { href: `/drafts/${encodeURIComponent(token)}/compare` }, 'compare any two'), '.'), el('ol', { class: 'versions' }, ...rows))
  }, (error: unknown) => box.replaceChildren(failureAlert(error)))
  return box
}

function version(v: DraftVersion, before: DraftVersion | undefined, mayWrite: boolean, host: HistoryHost): HTMLElement {
  const named = (words: string, kind: string, click: () => void) => {
    const b = button(words, kind, click)
    b.setAttribute('aria-label', `${words}: version ${v.number}`)
    return b
  }
  const change = before ? v.hectares - before.hectares : 0
  return el('li', { 'data-version': v.number },
    el('h2', {}, `Version ${v.number}`, v.ready && el('span', { class: 'status ok' }, 'Ready to submit')),
    el('p', {}, v.reason),
    el('p', { class: 'quiet num' }, [longDate(v['created-at'].slice(0, 10)), v.author, `${fixed(v.hectares, 1)} ha${before && Math.abs(change) >= 0.05 ? ` (${change > 0 ? '+' : '−'}${fixed(Math.abs(change), 1)})` : ''}`].filter(Boolean).join(' · ')),
    el('div', { class: 'row' },
      named('Compare with now', 'btn s', () => host.compare(v.number, 'now')),
      before && named(`Compare with version ${before.number}`, 'btn t', () => host.compare(before.number, v.number)),
      mayWrite && named('Restore', 'btn t', () => host.restore(v.number)),
      mayWrite && (v.ready ? named('Take back', 'btn t', () => host.takeBack()) : named('Mark ready to submit', 'btn t', () => host.markReady(v.number)))))
}
