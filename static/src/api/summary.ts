import type { Geometry } from 'geojson'
import type { Box } from '../geo/position.ts'
import { fetchJSON, reach } from './problem.ts'

/** What a count is asked inside of: a stored area, a box, or a shape of the reader's own. */
export type Within = { area: string } | { box: Box } | { shape: Geometry }

/** How many have a value. protected is the part of count that is blurred, error how far off that may be; too-few: the rest cannot be told. */
export interface Count { value: string; name: string; count: number; protected?: number; error?: number; 'too-few'?: boolean }

/** What one of the public's sources says of a total: a number, or the one sentence. Of cells: their ids and hectares. */
export interface Part { source: string; count: number; cells?: number; error?: number; hectares?: number; shaded?: string[]; sentence?: string }

/** The answer of /homes/summary. */
export interface Summary {
  total: number
  exact: boolean
  parts?: Part[]
  by: Record<string, Count[]>
  boundary?: { name?: string; hectares?: number; 'perimeter-km'?: number }
  sentence?: string
  rule?: string
  'as-at'?: string
  sources?: string[]
  figure?: { id: string; url?: string }
}

/** What is said of the homes that are not published one by one; undefined where a summary is of published or of exact ones only. */
export function othersOf(summary: Summary): Part | undefined {
  return summary.parts?.find(p => p.source === 'protected')
}

/** Where the figure of a summary opens on this server; undefined where its shape is too large for an address. */
export function figureOf(summary: Summary): string | undefined {
  if (!summary.figure?.url) return undefined
  const url = new URL(summary.figure.url)
  return url.pathname + url.search
}

const ALL = 'tenure,home-type,bedrooms,epc,owner'

/** Counts the homes inside. */
export function countHomes(within: Within, by = ALL): Promise<Summary> {
  const [url, init] = question(within, '/homes/summary', by)
  return fetchJSON<Summary>(url, init)
}

/** Of which drag of a corner a question is a part, and whether it is its last: the server notes a drag as one question. */
export interface Drag { name: string; end: boolean }

/** Counts the homes inside that the reader is entitled to see, for those who are signed in and may. */
export async function countExactly(within: Within, drag?: Drag, by = ALL): Promise<Summary> {
  const own: RequestInit = { credentials: 'same-origin' }
  if ('shape' in within) {
    const [url, init] = question(within, '/homes/exact', by)
    const part = drag ? `&drag=${encodeURIComponent(drag.name)}${drag.end ? '&end=yes' : ''}` : ''
    return fetchJSON<Summary>(url + part, { ...init, ...own })
  }
  const [url] = question(within, '/homes/exact.json', by)
  const { answers } = await fetchJSON<{ answers: [Summary] }>(url, own)
  return answers[0]
}

/** The same count as a CSV file. */
export async function countHomesCSV(within: Within): Promise<Blob> {
  const [url, init] = question(within, '/homes/summary.csv', ALL)
  return (await reach(url, { ...init, headers: { ...init.headers, Accept: 'text/csv' } })).blob()
}

/** Where the count of a stored area can be downloaded. */
export function areaCSV(ref: string, exact: boolean): string {
  return `/homes/${exact ? 'exact' : 'summary'}.csv?area=${encodeURIComponent(ref)}&by=${ALL}`
}

function question(within: Within, path: string, by: string): [string, RequestInit] {
  if ('area' in within) return [`${path}?area=${encodeURIComponent(within.area)}&by=${by}`, {}]
  if ('box' in within) return [`${path}?bbox=${within.box.map(n => n.toFixed(6)).join(',')}&by=${by}`, {}]
  return [`${path}?by=${by}`, { method: 'POST', headers: { 'Content-Type': 'application/geo+json' }, body: JSON.stringify(within.shape) }]
}
