import type { Feature, FeatureCollection, LineString, MultiLineString } from 'geojson'
import { fetchJSON, Problem } from '../api/problem.ts'
import { Newest } from '../api/newest.ts'
import type { Box, Position } from '../geo/position.ts'
import { SnapIndex, targetName, type SnapLine, type Target } from './snap.ts'

/** The edges of a box, as /snap tells them. */
export type SnapDocument = FeatureCollection<LineString | MultiLineString, Target>

export const SNAP_ZOOM = 13 // further out 12 pixels are a street's width and more
const PADDING = 0.5 // of the view on each side: moving a little asks nothing
const MOST_EDGES = 400_000 // past that, what lies elsewhere is forgotten

/** Fetches the edges of a box. */
export function fetchSnap(box: Box): Promise<SnapDocument> {
  return fetchJSON(`/snap?bbox=${box.map(n => n.toFixed(5)).join(',')}`)
}

/** Keeps the edges to snap to around what is seen. One request is under way at a time; the newest view wins. */
export class SnapSource {
  index = new SnapIndex()
  private readonly names = new Set<string>()
  private boxes: Box[] = []
  private problem = ''
  private readonly line: Newest<Box, SnapDocument>

  /**
   * @param ask fetches the edges of a box
   * @param changed is told when edges came, and when they could not be had
   */
  constructor(ask: (box: Box) => Promise<SnapDocument>, private readonly changed: () => void) {
    this.line = new Newest(ask, (document, box) => this.take(document, box), error => this.fail(error))
  }

  /** Why there is nothing to snap to, in words; empty where all is well. */
  get failure(): string {
    return this.problem
  }

  /** Asks for the edges around a view, unless they are here. */
  look(view: Box, zoom: number): void {
    if (zoom < SNAP_ZOOM || this.boxes.some(box => contains(box, view))) return
    const [dx, dy] = [(view[2] - view[0]) * PADDING, (view[3] - view[1]) * PADDING]
    this.line.put([view[0] - dx, view[1] - dy, view[2] + dx, view[3] + dy])
  }

  private take({ features }: SnapDocument, box: Box): void {
    this.problem = ''
    if (this.index.size > MOST_EDGES) {
      this.index = new SnapIndex()
      this.names.clear()
      this.boxes = []
    }
    this.boxes.push(box)
    this.index.add(features.flatMap(f => this.linesOf(f)))
    this.changed()
  }

  /** The lines of a feature that are not here yet: edges come unclipped, so the same one comes with each box it reaches into. */
  private linesOf({ geometry, properties }: SnapDocument['features'][number]): SnapLine[] {
    const target: Target = { kind: properties.kind, ref: properties.ref, name: properties.name }
    return linesOf(geometry).filter(corners => {
      const name = `${targetName(target)} ${corners.length} ${corners[0]} ${corners.at(-1)} ${corners[corners.length >> 1]}`
      if (this.names.has(name)) return false
      return this.names.add(name)
    }).map(corners => ({ target, corners }))
  }

  private fail(error: unknown): void {
    const why = error instanceof Problem ? error.message : 'The edges could not be read.'
    const said = `Snapping does not work here: ${why} Corners go where you put them.`
    if (said === this.problem) return
    this.problem = said
    this.changed()
  }
}

function linesOf(geometry: Feature<LineString | MultiLineString>['geometry']): Position[][] {
  return (geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates) as Position[][]
}

function contains(box: Box, view: Box): boolean {
  return box[0] <= view[0] && box[1] <= view[1] && box[2] >= view[2] && box[3] >= view[3]
}
