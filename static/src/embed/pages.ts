import { el } from '../ui/html.ts'

/** The address of a thing's own page. */
export function pageOf(pages: string, kind: string, ref: string): string {
  return `${pages}/${kind}/${encodeURIComponent(ref)}`
}

/** A link that opens beside the page that the embed stands in. */
export function pageLink(href: string, words: string): HTMLAnchorElement {
  return el('a', { href, target: '_blank', rel: 'noopener' }, words, el('span', { class: 'vh' }, ' (opens in a new window)'))
}
