import type { Geometry, MultiLineString, MultiPolygon } from 'geojson'
import type { Position } from '../geo/position.ts'
import { fetchJSON, Problem, reach } from './problem.ts'
import type { Summary } from './summary.ts'

// The documents of drafts, as docs/decisions/0019-drawing.md has them. Whoever asks is known by the session.

/** What a change says of a draft: all of it. */
export interface DraftFields {
  readonly name: string
  readonly why: string
  readonly 'body-type': string
  readonly parish: string
  readonly revises: string
  readonly viewers: string
  readonly geometry: MultiPolygon | null
  readonly approximate: MultiLineString | null
  readonly board: unknown
}

/** A draft as the server has it. ready is the number of the version that is marked ready to submit; 0 where none is. */
export interface DraftDocument extends DraftFields {
  readonly token: string
  readonly version: number
  readonly ready: number
  readonly 'made-at': string
  readonly 'changed-at': string
}

/** What the rules are asked about. draft is a token, empty where there is none yet. */
export interface Question {
  readonly geometry: MultiPolygon | null
  readonly 'body-type': string
  readonly parish: string
  readonly revises: string
  readonly draft: string
  readonly approximate: MultiLineString | null
}

export type Level = 'ok' | 'note' | 'look' | 'stop'

/** A rule of law. from and to are the days it is in force, where they are known. */
export interface Law { rule: string; instrument: string; provision: string; url: string; verified: boolean; from?: string; to?: string }

export interface Repair { kind: string; target: string; label: string }

/** What one rule says of a shape. where is what it says it of. */
export interface Statement {
  id: string; level: Level; title: string; text: string; law?: Law | null; where?: Geometry | null
  hectares?: number; homes?: { text: string; total: number } | null; repairs?: Repair[] | null
}

export interface Measures { hectares: number; 'perimeter-km': number; corners: number; parts: number; holes: number }

export interface AssetInside { ref: string; name: string; kind: string; 'kind-name': string; at: Position }

/** What the rules say of a shape, with its measures and what lies inside. */
export interface Verdict { level: Exclude<Level, 'note'>; summary: string; measures: Measures; statements: Statement[]; homes: Summary | null; assets: AssetInside[] | null }

/** What a repair would do. */
export interface Repaired { geometry: MultiPolygon; sentence: string; gained: Geometry | null; lost: Geometry | null; hectares: { gained: number; lost: number }; verdict: Verdict }

export interface Note { title: string; text: string }

/** What is wrong in a line that was typed. */
export interface LineProblem { line: number; value: string; reason: string; remedy: string }

/** How to make a shape of something else than drawing. */
export type ShapeQuestion =
  | { way: 'boundaries'; refs: string[] }
  | { way: 'postcodes'; text: string }
  | { way: 'coordinates'; text: string }
  | { way: 'copy'; of: string }

export interface Shape { geometry: MultiPolygon | null; approximate: MultiLineString | null; name: string; notes: Note[] | null; problems: LineProblem[] | null }

/** A shape that a file holds; problem where it cannot be used. */
export interface FileFeature { name: string; geometry: MultiPolygon | null; hectares: number; notes: Note[] | null; problem: { reason: string; remedy: string } | null }

/** A boundary that an area can be made of. ref is "parish:E04000001". */
export interface Land { ref: string; kind: string; name: string; within: string }

/** A shape of a draft that is kept for good. */
export interface DraftVersion { number: number; author: string; 'created-at': string; reason: string; parent: number; name: string; hectares: number; ready: boolean }

/** Two versions beside each other; gained and lost is land. */
export interface Comparison {
  from: { name: string }; to: { name: string }; gained: Geometry | null; lost: Geometry | null
  rows: { name: string; from: string; to: string; change: string }[]; sentence: string
  came: Said[]; went: Said[]
}

/** What a rule says of one shape and not of the other. */
export interface Said { id: string; level: Level; title: string; text: string; law: Law | null }

const own: RequestInit = { credentials: 'same-origin' }

function sending(method: string, body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { ...own, method, headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...headers }, body: JSON.stringify(body) }
}

const at = (token: string, rest = '') => `/drafts/${encodeURIComponent(token)}${rest}`
const match = (version: number) => ({ 'If-Match': `"${version}"` })

export function loadDraft(token: string): Promise<DraftDocument> {
  return fetchJSON(at(token, '.json'), own)
}

/** Makes a draft. The same edit sent again makes none, and is answered as the first was. */
export function makeDraft(fields: DraftFields, edit: string): Promise<DraftDocument> {
  return fetchJSON('/drafts', sending('POST', { ...fields, edit }))
}

/** Changes a draft that had a version. Where another was first it fails with a Problem of status 412; theirs tells how the draft stands. */
export function saveDraft(token: string, version: number, fields: DraftFields, edit: string): Promise<DraftDocument> {
  return fetchJSON(at(token), sending('PUT', { ...fields, edit }, match(version)))
}

/** How a draft stands that another browser has changed. */
export async function theirs(problem: Problem, token: string): Promise<DraftDocument> {
  const said = (problem.said['draft'] ?? problem.said) as Partial<DraftDocument>
  return said.token === token && typeof said.version === 'number' ? (said as DraftDocument) : loadDraft(token)
}

export async function removeDraft(token: string, version: number): Promise<void> {
  await reach(at(token), { ...own, method: 'DELETE', headers: { Accept: 'application/json', ...match(version) } })
}

export function askVerdict(q: Question): Promise<Verdict> {
  return fetchJSON('/drafts/verdict', sending('POST', q))
}

export function askRepair(q: Question, repair: Pick<Repair, 'kind' | 'target'>): Promise<Repaired> {
  return fetchJSON('/drafts/repair', sending('POST', { ...q, repair: { kind: repair.kind, target: repair.target } }))
}

export function askShape(q: ShapeQuestion): Promise<Shape> {
  return fetchJSON('/drafts/shape', sending('POST', q))
}

/** Reads the areas that a file holds, and says which coordinate system it is in. */
export function readShapes(file: File): Promise<{ features: FileFeature[]; crs: string }> {
  const body = new FormData()
  body.append('file', file)
  return fetchJSON('/drafts/file', { ...own, method: 'POST', body })
}

/** Parishes, wards and authorities by name or code. */
export async function findLand(q: string): Promise<Land[]> {
  return (await fetchJSON<{ land: Land[] }>(`/drafts/land?${new URLSearchParams({ q })}`, own)).land
}

/** The drafts of whoever is signed in. */
export async function ownDrafts(): Promise<{ token: string; name: string }[]> {
  return (await fetchJSON<{ drafts: { token: string; name: string }[] }>('/drafts', own)).drafts
}

/** Versions, the newest first. */
export async function versionsOf(token: string): Promise<DraftVersion[]> {
  return (await fetchJSON<{ versions: DraftVersion[] }>(at(token, '/versions'), own)).versions
}

/** Keeps the draft as it stands at a version, for good. Slips of the hand are cleaned away before: draft is how it stands then, and notes say so. */
export function keepVersion(token: string, version: number, reason: string): Promise<{ version: DraftVersion; draft: DraftDocument; notes: Note[] }> {
  return fetchJSON(at(token, '/versions'), sending('POST', { reason }, match(version)))
}

/** Makes the draft what it was in a version that is kept. */
export async function restoreVersion(token: string, version: number, number: number): Promise<void> {
  await reach(at(token, `/versions/${number}/restore`), sending('POST', {}, match(version)))
}

/** Marks a version as ready to submit. Fails where it shares land with another area. */
export async function markReady(token: string, version: number, number: number): Promise<void> {
  await reach(at(token, `/versions/${number}/ready`), sending('POST', {}, match(version)))
}

/** Takes the mark back. */
export async function takeBack(token: string, version: number): Promise<void> {
  await reach(at(token, '/take-back'), sending('POST', {}, match(version)))
}

/** Compares two versions by number; "now" is the draft. */
export function compare(token: string, from: number | 'now', to: number | 'now'): Promise<Comparison> {
  return fetchJSON(at(token, `/compare?from=${from}&to=${to}`), own)
}
