import { Plane, type Metres } from '../geo/plane.ts'
import type { Position } from '../geo/position.ts'

/** What a line to snap to belongs to. own: a ring that is being drawn itself. */
export type SnapKind = 'parish' | 'ward' | 'local-authority' | 'local-planning-authority' | 'area' | 'own'

/** Whose edge it is. ref and name are empty for own rings. */
export interface Target { readonly kind: SnapKind; readonly ref: string; readonly name: string }

/** A line to snap to, at full precision. A ring that is closed repeats its first corner at the end. */
export interface SnapLine { readonly target: Target; readonly corners: readonly Position[] }

/** A place on a line: a corner of it, unchanged, or the nearest place on an edge. */
export interface Snapped { readonly at: Position; readonly corner: boolean; readonly target: Target; readonly metres: number }

/** As near as this a place lies on an edge (area.SnapDistance on the server). */
export const ON_EDGE_METRES = 0.05

const CELL_LON = 0.0015 // about 100 metres each way
const CELL_LAT = 0.001
const ROWS = 1 << 20 // rows of cells to a column in a cell's number

/** Which comes first where several share an edge: the smaller piece of land says more. */
const ORDER: readonly SnapKind[] = ['own', 'area', 'parish', 'ward', 'local-planning-authority', 'local-authority']

interface Segment { readonly a: Position; readonly b: Position; readonly target: Target; readonly line: number; readonly index: number }

/**
 * The edges to snap to, in cells of about 100 metres: a question looks only at the edges of the cells around it. Grows by lines;
 * nothing in it is changed.
 */
export class SnapIndex {
  private readonly cells = new Map<number, Segment[]>()
  private lines = 0
  private count = 0

  constructor(lines: readonly SnapLine[] = []) {
    this.add(lines)
  }

  /** How many edges there are. */
  get size(): number {
    return this.count
  }

  add(lines: readonly SnapLine[]): void {
    for (const { target, corners } of lines) {
      const line = this.lines++
      for (let index = 0; index + 1 < corners.length; index++) this.put({ a: corners[index]!, b: corners[index + 1]!, target, line, index })
    }
  }

  /**
   * The nearest corner within some metres; where there is none, the nearest place on an edge.
   * @param skip leaves lines or their edges out: those of the corner that is being dragged
   */
  nearest(at: Position, metres: number, skip?: (target: Target, a: Position, b: Position) => boolean): Snapped | undefined {
    const plane = new Plane(at)
    let corner: Snapped | undefined
    let edge: Snapped | undefined
    for (const s of this.around(plane, metres)) {
      if (skip?.(s.target, s.a, s.b)) continue
      const [a, b] = [plane.metres(s.a), plane.metres(s.b)]
      for (const [place, xy] of [[s.a, a], [s.b, b]] as const) {
        const found = { at: place, corner: true, target: s.target, metres: Math.hypot(xy[0], xy[1]) }
        if (found.metres <= metres && better(found, corner)) corner = found
      }
      const foot = footOf(a, b)
      const away = Math.hypot(foot[0], foot[1])
      if (away <= metres && better({ at, corner: false, target: s.target, metres: away }, edge)) edge = { at: plane.position(foot), corner: false, target: s.target, metres: away }
    }
    return corner ?? edge
  }

  /** Whose edges a place lies on, the one that says most first. */
  on(at: Position, metres = ON_EDGE_METRES): Target[] {
    const plane = new Plane(at)
    const found = new Map<string, Target>()
    for (const s of this.around(plane, metres)) {
      const foot = footOf(plane.metres(s.a), plane.metres(s.b))
      if (Math.hypot(foot[0], foot[1]) <= metres) found.set(targetName(s.target), s.target)
    }
    return [...found.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  }

  private *around(plane: Plane, metres: number): Generator<Segment> {
    const [w, s, e, n] = plane.around(metres)
    const seen = new Set<Segment>()
    for (let x = column(w); x <= column(e); x++) {
      for (let y = row(s); y <= row(n); y++) {
        for (const segment of this.cells.get(x * ROWS + y) ?? []) {
          if (seen.has(segment)) continue
          seen.add(segment)
          yield segment
        }
      }
    }
  }

  /** Into every cell that the edge crosses, row by row; a long edge does not go into all cells of its box. */
  private put(segment: Segment): void {
    this.count++
    const [a, b] = segment.a[1] <= segment.b[1] ? [segment.a, segment.b] : [segment.b, segment.a]
    const [from, to] = [row(a[1]), row(b[1])]
    const lonAt = (lat: number) => (b[1] === a[1] ? a[0] : a[0] + ((b[0] - a[0]) * (lat - a[1])) / (b[1] - a[1]))
    for (let y = from; y <= to; y++) {
      const [p, q] = from === to ? [a[0], b[0]] : [y === from ? a[0] : lonAt(y * CELL_LAT - 90), y === to ? b[0] : lonAt((y + 1) * CELL_LAT - 90)]
      for (let x = column(Math.min(p, q)); x <= column(Math.max(p, q)); x++) {
        const key = x * ROWS + y
        const cell = this.cells.get(key)
        if (cell) cell.push(segment)
        else this.cells.set(key, [segment])
      }
    }
  }
}

/** Nearer; at the same distance the one that says more. */
function better(found: Snapped, than: Snapped | undefined): boolean {
  if (!than || found.metres < than.metres - 1e-6) return true
  return found.metres < than.metres + 1e-6 && ORDER.indexOf(found.target.kind) < ORDER.indexOf(than.target.kind)
}

/** The place on an edge that is nearest to the centre of the plane. */
function footOf(a: Metres, b: Metres): Metres {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const long = dx * dx + dy * dy
  const t = long === 0 ? 0 : Math.min(1, Math.max(0, -(a[0] * dx + a[1] * dy) / long))
  return [a[0] + t * dx, a[1] + t * dy]
}

const column = (lon: number) => Math.floor((lon + 180) / CELL_LON)
const row = (lat: number) => Math.floor((lat + 90) / CELL_LAT)

/** Names a target among others. */
export function targetName({ kind, ref }: Target): string {
  return `${kind}:${ref}`
}

const WORDS: Record<SnapKind, string> = {
  parish: 'parish edge', ward: 'ward edge', 'local-authority': 'council edge', 'local-planning-authority': 'planning authority edge', area: 'edge of', own: 'own edge',
}

/** "ward edge", "edge of Prospect". */
export function edgeWords({ kind, name }: Target): string {
  return kind === 'area' ? `edge of ${name || 'another area'}` : WORDS[kind]
}
