import type { Geometry } from 'geojson'
import type { Law, Level, Repair, Statement, Verdict } from '../api/drafts.ts'
import { button, el } from '../ui/html.ts'
import type { Mark } from './on-the-map.ts'

/** What the buttons of a statement do. */
export interface StatementHost {
  show(where: Geometry): void
  repair(repair: Repair, statement: Statement): void
}

const ORDER: Level[] = ['stop', 'look', 'note', 'ok']

/** The levels in words, for those who do not see the colour. */
const LEVELS: Record<Level, string> = { stop: 'To be put right: ', look: 'To be looked at: ', note: '', ok: '' }

/** Statements, the gravest first; those of one level as the server has them. */
export function gravestFirst(statements: readonly Statement[]): Statement[] {
  return [...statements].sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level))
}

/** "Town and Country Planning Act 1990, section 61G(7). Not verified by us" in two parts: what the link says, and the rest. */
export function lawWords(law: Law): { link: string; rest: string } {
  const provision = law.provision.replace(/^s(?=\d)/, 'section ').replace(/^reg(?=\s?\d)/, 'regulation ').replace(/ {2,}/g, ' ')
  return { link: [law.instrument, provision].filter(Boolean).join(', '), rest: law.verified ? '' : '. Not verified by us' }
}

/** A statement of a verdict, with its law and with what can be done. */
export function statementShown(s: Statement, host: StatementHost): HTMLElement {
  const where = s.where
  const actions = [
    ...(s.repairs ?? []).map(r => button(r.label, 'btn s w', () => host.repair(r, s))),
    ...(where ? [button('Show me', 'btn t', () => host.show(where))] : []),
  ]
  return el('article', { class: `alert ${kindOf(s.level)}`, 'data-statement': s.id, 'data-level': s.level },
    el('h2', {}, LEVELS[s.level] !== '' && el('span', { class: 'vh' }, LEVELS[s.level]), s.title),
    el('p', {}, s.text),
    s.homes ? el('p', {}, capital(`${s.homes.text}.`)) : undefined,
    s.law ? lawLine(s.law) : undefined,
    actions.length ? el('div', { class: 'row' }, ...actions) : undefined)
}

/** "About 303 homes." */
function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

function kindOf(level: Level): string {
  return level === 'stop' || level === 'look' ? level : level === 'note' ? 'info' : 'ok'
}

/** The provision behind a statement, with its source. */
export function lawLine(law: Law): HTMLElement {
  const { link, rest } = lawWords(law)
  return el('p', { class: 'law' }, law.url ? el('a', { href: law.url, rel: 'external' }, link) : link, rest)
}

/** What is said aloud when the level is another than before; undefined where it is the same. */
export function levelSpoken(before: Verdict['level'] | undefined, verdict: Verdict): string | undefined {
  return before === verdict.level ? undefined : verdict.summary
}

const KINDS: [RegExp, Mark['kind']][] = [[/overlap|shares/, 'overlap'], [/gap/, 'gap'], [/cross/, 'crossing'], [/outside|reach|authorit/, 'outside']]

/** What the statements say something of, for the map. */
export function marksOf(statements: readonly Statement[]): Mark[] {
  return statements.flatMap(({ id, level, where }): Mark[] => (where && level !== 'ok' ? [{ kind: KINDS.find(([words]) => words.test(id))?.[1] ?? 'other', level, where }] : []))
}
