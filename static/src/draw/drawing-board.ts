import type { Geometry } from 'geojson'
import { askShape } from '../api/drafts.ts'
import { samePlace } from '../geo/plane.ts'
import type { Position } from '../geo/position.ts'
import { showKeys } from '../ui/keys.dialog.ts'
import type { Change } from './board.ts'
import { boxOfDrawn, boxOfGeometry } from './box.ts'
import { Camera } from './camera.ts'
import * as change from './change.ts'
import { isRefused, ringAt, ringsOf, UNFINISHED, type Outcome } from './change.ts'
import { CornerList } from './corner-list.ts'
import { cornerName, cornerWords, ringWords, snapWords } from './corner-words.ts'
import type { CornerPath, Drawn, Edge } from './drawn.ts'
import { estimate } from './estimate.ts'
import { fetchWays, stretchTo } from './follow.ts'
import { closesRing, handleAt, type Handle } from './handles.ts'
import { KEYS, type Command } from './keys.ts'
import { Moving } from './moving.ts'
import type { DrawingBoardOptions, Mark, OnTheMap, Preview, Tool } from './on-the-map.ts'
import { fitOnPaper } from './paper.ts'
import { Overlay } from './overlay.ts'
import { Pointer, type Spot } from './pointer.ts'
import { fetchSnap } from './snap-source.ts'
import { Snapping, SNAP_PIXELS, type Placed } from './snapping.ts'
import { askStop } from './stop.dialog.ts'
import { showTip, tipWords } from './tip.ts'
import { Tools } from './tools.ts'
import { Tracing } from './tracing.ts'
import { TypedPlace } from './typed-place.ts'
import { wireKeys } from './wire-keys.ts'

export type { DrawingBoardOptions, Mark, OnTheMap, Preview, Tool } from './on-the-map.ts'

const PHONE = '(max-width: 720px), (pointer: coarse)'

/** Everything between a pointer or a key and what is drawn. */
export class DrawingBoard implements OnTheMap {
  private readonly overlay: Overlay
  private readonly camera: Camera
  private readonly snapping: Snapping
  private readonly tracing: Tracing
  private readonly moving: Moving
  private readonly tools: Tools
  private readonly list: CornerList
  private readonly typed = new TypedPlace(text => askShape({ way: 'coordinates', text }))
  private mode: Tool = 'edit'
  private corner: CornerPath | undefined
  private looking = false // read only
  private bands: Edge[] = []
  private said = '' // why the last thing was not done, or was done otherwise than expected
  private byKeys = false // the map is moved by keys, so that corners are added at its middle
  private told = '' // what toolChanged was last called for

  constructor(private readonly o: DrawingBoardOptions) {
    const { atlas, board } = o
    this.overlay = new Overlay(atlas)
    this.camera = new Camera(atlas.map)
    fitOnPaper(atlas.map, () => boxOfDrawn(board.now))
    this.snapping = new Snapping(fetchSnap, () => this.edgesCame())
    this.tracing = new Tracing(fetchWays, { drawn: () => board.now, apply: (outcome, words) => this.apply(outcome, words), changed: () => this.refresh() })
    this.moving = new Moving({
      board, place: (at, dragged) => this.place(at, dragged), selects: path => (this.corner = path), dragged: (path, placed, done) => this.dragged(path, placed, done),
    })
    this.tools = new Tools(o.toolbar, {
      edit: () => this.stop(), draw: () => this.start('draw'), hole: () => this.start('hole'), part: () => this.start('part'),
      snap: () => this.switchSnap(), undo: () => this.undo(), redo: () => this.redo(), way: () => this.tracing.turn(),
    })
    this.list = new CornerList(o.list, this.listHost())
    board.follow(made => this.followed(made))
    this.wireMap()
    wireKeys(atlas.map, {
      state: () => ({ drawing: this.drawing, selected: this.corner !== undefined, readOnly: this.looking }),
      run: command => this.run(command),
      byKeys: yes => this.setByKeys(yes),
    })
    new Pointer(atlas.map, {
      grab: spot => this.grab(spot),
      moves: spot => !(spot.touch && this.drawing && !o.crosshair.hidden), // under the cross a finger moves the map, also from the corner that was added there
      drag: (handle, to, spot, done) => this.moving.dragTo(handle, to, spot.free, done),
      dragStopped: () => this.moving.drop(),
      press: (handle, at, spot) => this.press(handle, at, spot),
      remove: handle => this.removeAt(handle),
      hover: (spot, at) => this.hover(spot, at),
    })
    this.followed({ now: board.now, before: board.now, settled: true, label: '' })
  }

  get tool(): Tool {
    return this.mode
  }

  get selected(): CornerPath | undefined {
    return this.corner
  }

  get readOnly(): boolean {
    return this.looking
  }

  set readOnly(only: boolean) {
    this.looking = only
    if (only) this.mode = 'edit'
    this.list.changed()
    this.refresh()
  }

  fit(): void {
    this.camera.goTo(boxOfDrawn(this.o.board.now))
  }

  show(where: Geometry): void {
    this.camera.goTo(boxOfGeometry(where))
  }

  select(path: CornerPath | undefined): void {
    const at = path && ringAt(this.o.board.now, path)[path.corner]
    this.corner = at ? path : undefined
    this.tracing.offer(at && path && this.stretchAt(path))
    if (at && path) {
      this.camera.reveal(at)
      this.o.announce(this.wordsOf(path))
    }
    this.list.changed(this.corner)
    this.refresh()
  }

  marks(list: readonly Mark[]): void {
    this.overlay.show({ marks: list })
  }

  preview(repair: Preview | undefined): void {
    this.overlay.show({ preview: repair })
  }

  start(what: 'draw' | 'part' | 'hole'): void {
    const { now } = this.o.board
    const wanted: Tool = now.parts.length === 0 && what !== 'hole' ? 'draw' : what === 'draw' ? 'part' : what
    if (this.looking) return
    if (now.unfinished && wanted !== this.mode) return this.say('A shape is being drawn. Finish it first, or stop drawing.')
    if (what === 'hole' && now.parts.length === 0) return this.say('A hole needs an area around it. Draw the outline first.')
    this.mode = wanted
    this.corner = undefined
    this.said = ''
    if (!matchMedia(PHONE).matches) this.canvas.focus({ preventScroll: true })
    this.o.announce({
      edit: '', draw: 'Drawing the outline.', part: 'Drawing a further part.', hole: 'Drawing a hole. Its first corner lies inside the outline.',
    }[this.mode] + ' Click corners on the map, or move it under the cross with the arrow keys and add a corner with Enter.')
    this.refresh()
  }

  addCorner(): void {
    const corners = this.o.board.now.unfinished?.corners ?? []
    if (corners.length >= change.FEWEST_CORNERS && this.camera.isNearMiddle(corners[0]!, SNAP_PIXELS)) this.finish()
    else this.add(this.place(this.camera.middle))
  }

  addCornerAt(at: Position): void {
    this.add({ at, snapped: undefined })
  }

  finish(): void {
    const { board } = this.o
    const hole = board.now.unfinished?.holeIn
    const outcome = change.closeRing(board.now)
    if (isRefused(outcome)) return this.say(outcome.refused)
    const { hectares } = estimate(outcome.drawn)
    this.apply(outcome, `${outcome.label.replace('Close', 'Closed')}. About ${hectares.toFixed(1)} hectares inside.`)
    const part = hole ?? outcome.drawn.parts.length - 1
    this.traceTo({ part, ring: hole === undefined ? 0 : outcome.drawn.parts[part]?.holes.length ?? 1, corner: 0 })
  }

  stop(): void {
    const { board } = this.o
    const corners = board.now.unfinished?.corners.length ?? 0
    const drop = () => this.apply(change.dropUnfinished(board.now), 'Stopped drawing.')
    if (corners >= change.FEWEST_CORNERS) return askStop(corners, { close: () => this.finish(), drop })
    if (corners > 0) drop()
    this.mode = 'edit'
    this.refresh()
  }

  private get canvas(): HTMLCanvasElement {
    return this.o.atlas.map.getCanvas()
  }

  private get drawing(): boolean {
    return this.mode !== 'edit'
  }

  // What the board tells.

  private followed({ now, before, settled, label }: Change): void {
    if (this.corner && !ringAt(now, this.corner)[this.corner.corner]) this.corner = undefined
    this.mode = toolAfter(this.mode, before, now)
    this.said = ''
    if (settled) {
      this.moving.forget()
      this.snapping.use(now)
      this.bands = this.snapping.bands(now, ringsOf(now))
      this.tracing.check()
      this.list.changed(this.corner)
      if (/^(Undo|Redo): /.test(label)) this.o.announce(label)
    }
    this.refresh()
  }

  private edgesCame(): void {
    const { now } = this.o.board
    this.bands = this.snapping.bands(now, ringsOf(now))
    this.list.changed()
    this.refresh()
  }

  /** Makes a step, or says why it cannot be made. The corner that was made is selected, save while a ring is drawn. */
  private apply(outcome: Outcome, words?: string): void {
    this.moving.settle()
    if (isRefused(outcome)) return this.say(outcome.refused)
    this.corner = outcome.corner?.part === UNFINISHED ? undefined : outcome.corner
    this.o.board.apply(outcome.drawn, outcome.label)
    this.o.announce(words ?? `${outcome.label}.${outcome.corner ? ` ${this.wordsOf(outcome.corner)}` : ''}`)
  }

  private say(why: string): void {
    this.said = why
    this.o.announce(why)
    this.refresh()
  }

  private undo(): void {
    this.moving.settle()
    if (!this.o.board.undoes) return this.say('There is nothing to undo.')
    this.o.board.undo()
  }

  private redo(): void {
    this.moving.settle()
    if (!this.o.board.redoes) return this.say('There is nothing to redo.')
    this.o.board.redo()
  }

  // Adding, moving, removing.

  private add({ at, snapped }: Placed): void {
    const { now } = this.o.board
    if (!this.drawing || this.looking) return
    const outcome = now.unfinished ? change.addCorner(now, at) : change.startRing(now, at, this.mode === 'hole')
    if (isRefused(outcome)) return this.say(outcome.refused)
    this.overlay.show({ rubber: undefined, snap: undefined })
    const edge = snapped && snapWords([snapped.target])
    this.apply(outcome, `${outcome.label}${edge ? `, ${edge}` : ''}.`)
    this.traceTo(outcome.corner!)
  }

  /** Follows the edge that ends at a corner, where there is one and snapping is on. */
  private traceTo(path: CornerPath): void {
    const stretch = this.snapping.on ? stretchTo(this.snapping.index, this.o.board.now, path, path.corner) : undefined
    if (stretch) void this.tracing.follow(stretch)
    else this.tracing.offer(undefined)
    this.refresh()
  }

  /** The edge that could be followed to a corner, or from it to the next. */
  private stretchAt(path: CornerPath) {
    const { now } = this.o.board
    const next = (path.corner + 1) % ringAt(now, path).length
    return stretchTo(this.snapping.index, now, path, path.corner) ?? stretchTo(this.snapping.index, now, path, next)
  }

  private nudge(path: CornerPath, east: number, north: number): void {
    if (!this.moving.nudge(path, east, north)) return this.say('This corner is no longer there.')
    this.list.changed(path)
    this.camera.reveal(ringAt(this.o.board.now, path)[path.corner]!)
    this.o.announce(this.wordsOf(path))
  }

  private dragged(path: CornerPath, placed: Placed | undefined, done: boolean): void {
    this.overlay.show({ snap: done ? undefined : placed?.snapped?.at })
    if (!done) return
    this.tracing.offer(this.stretchAt(path))
    this.o.announce(this.wordsOf(path))
    this.refresh()
  }

  private remove(path: CornerPath): void {
    this.moving.settle()
    const { now } = this.o.board
    const outcome = change.removeCorner(now, path)
    this.apply(outcome)
    if (isRefused(outcome) || path.part === UNFINISHED || ringAt(now, path).length > change.FEWEST_CORNERS) return
    this.say(`${ringWords(now, path)} removed: a shape needs three corners. Undo brings it back.`)
  }

  private insertAfter(path: CornerPath): void {
    this.moving.settle()
    this.apply(change.insertCorner(this.o.board.now, path))
  }

  /** Selects the corner a step before or after the selected one; of the first ring where none is. */
  private stepTo(by: 1 | -1): void {
    const { now } = this.o.board
    const ring = this.corner ?? ringsOf(now).at(this.drawing ? -1 : 0)
    if (!ring) return this.say('There is no corner yet.')
    const { length } = ringAt(now, ring)
    if (length === 0) return
    const from = this.corner?.corner ?? (by > 0 ? -1 : 0)
    this.select({ part: ring.part, ring: ring.ring, corner: (from + by + length) % length })
  }

  private switchSnap(): void {
    this.snapping.on = !this.snapping.on
    this.lookForEdges()
    this.o.announce(this.snapping.on ? 'Snapping is on.' : 'Snapping is off.')
    this.refresh()
  }

  private wordsOf(path: CornerPath): string {
    const { now } = this.o.board
    const at = ringAt(now, path)[path.corner]
    const several = ringsOf(now).length > 1 ? `${ringWords(now, path)}: ` : ''
    return several + cornerWords(now, path, at ? this.snapping.targets(at) : [])
  }

  // The pointer.

  private grab(spot: Spot): Handle | undefined {
    if (this.looking) return undefined
    const handles = this.drawing ? this.overlay.handles.filter(h => h.path.part === UNFINISHED) : this.overlay.handles
    return handleAt(handles, spot.x, spot.y, spot.reach)
  }

  private press(handle: Handle | undefined, at: Position, spot: Spot): void {
    if (this.looking) return
    if (!this.drawing) {
      if (handle?.kind === 'middle') this.insertAfter(handle.path)
      else this.select(handle?.path)
      return
    }
    const corners = this.o.board.now.unfinished?.corners.length ?? 0
    const last = handle?.kind === 'corner' && handle.path.corner === corners - 1
    if (corners >= change.FEWEST_CORNERS && (closesRing(handle) || last)) this.finish()
    else if (handle?.kind === 'middle') this.insertAfter(handle.path)
    else if (handle) this.select(handle.path)
    else this.add(spot.free ? { at: this.place(at).at, snapped: undefined } : this.place(at))
  }

  private removeAt(handle: Handle | undefined): boolean {
    if (this.looking || handle?.kind !== 'corner') return false
    this.remove(handle.path)
    return true
  }

  private hover(spot: Spot | undefined, at: Position | undefined): void {
    const handle = spot && this.grab(spot)
    const placed = spot && at && this.drawing && !handle && !this.looking ? this.place(at) : undefined
    this.overlay.show({ rubber: placed?.at, snap: placed?.snapped?.at })
    const { style } = this.canvas
    style.cursor = handle ? (closesRing(handle) && this.drawing ? 'pointer' : 'move') : placed ? 'crosshair' : ''
  }

  private place(at: Position, dragged?: { drawn: Drawn; path: CornerPath }): Placed {
    return this.snapping.place(at, this.camera.zoom, dragged)
  }

  // The map.

  private wireMap(): void {
    const { map } = this.o.atlas
    this.canvas.setAttribute('role', 'application')
    map.getCanvasContainer().classList.add('drawing')
    map.doubleClickZoom.disable() // two presses are two corners
    map.on('moveend', () => this.lookForEdges())
    map.on('move', () => this.aim())
    this.lookForEdges()
  }

  private lookForEdges(): void {
    if (!this.looking) this.snapping.look(this.camera.box, this.camera.zoom)
    this.refresh()
  }

  /** The cross stands in the middle while corners are added there, and shows what it snaps to. */
  private aim(): void {
    const { crosshair } = this.o
    const stood = !crosshair.hidden
    crosshair.hidden = !this.drawing || this.looking || !(this.byKeys || matchMedia(PHONE).matches)
    if (crosshair.hidden) {
      if (stood) this.overlay.show({ rubber: undefined, snap: undefined })
      return
    }
    const placed = this.place(this.camera.middle)
    this.overlay.show({ rubber: placed.at, snap: placed.snapped?.at })
  }

  // The keys.

  private setByKeys(byKeys: boolean): void {
    this.byKeys = byKeys
    this.aim()
  }

  private run(command: Command): void {
    switch (command.do) {
      case 'nudge': return this.corner && this.nudge(this.corner, command.east, command.north)
      case 'add': return this.enter()
      case 'back': return this.apply(change.removeLast(this.o.board.now))
      case 'remove': return this.corner ? this.remove(this.corner) : this.say('Select a corner first, with the keys [ and ].')
      case 'undo': return this.undo()
      case 'redo': return this.redo()
      case 'previous': return this.stepTo(-1)
      case 'next': return this.stepTo(1)
      case 'snap': return this.switchSnap()
      case 'way': return this.tracing.possible ? this.tracing.turn() : this.say('There is no edge to follow here.')
      case 'stop': return this.corner ? this.select(undefined) : this.stop()
      case 'fit': return this.fit()
      case 'help': return showKeys(KEYS)
    }
  }

  private enter(): void {
    if (this.drawing) {
      this.corner = undefined
      this.addCorner()
    } else if (this.corner) this.insertAfter(this.corner)
    else if (this.o.board.now.parts.length === 0) this.start('draw')
    else this.stepTo(1)
  }

  // The list.

  private listHost() {
    const { board } = this.o
    return {
      drawn: () => board.now,
      on: (at: Position) => this.snapping.targets(at),
      placeWords: (at: Position) => {
        void this.typed.learn(at).then(learnt => learnt && this.list.changed())
        return this.typed.words(at)
      },
      read: (text: string, near: Position) => this.typed.read(text, near),
      move: (path: CornerPath, to: Position) => this.apply(change.moveCorner(board.now, path, to)),
      nudge: (path: CornerPath, east: number, north: number) => this.nudge(path, east, north),
      insert: (path: CornerPath) => this.insertAfter(path),
      remove: (path: CornerPath) => this.remove(path),
      removeRing: (path: change.RingPath) => this.apply(path.ring > 0 ? change.removeHole(board.now, path) : change.removePart(board.now, path.part)),
      select: (path: CornerPath) => this.select(path),
      finish: () => this.finish(),
      isReadOnly: () => this.looking,
    }
  }

  /** Shows how things are: overlay, tools, tip, cross. */
  private refresh(): void {
    const { board, tip } = this.o
    const { now } = board
    const from = this.moving.origin
    this.overlay.show({
      drawn: now, selected: this.corner, readOnly: this.looking, moving: from !== undefined,
      bands: from ? this.bands.filter(edge => !edge.some(c => samePlace(c, from))) : this.bands,
      ...(this.drawing ? {} : { rubber: undefined }),
    })
    this.tools.show({ readOnly: this.looking, tool: this.mode, empty: now.parts.length === 0, snap: this.snapping.on, undoes: board.undoes, redoes: board.redoes, way: this.tracing.possible })
    const corner = this.corner
    const last = corner ? ringAt(now, corner)[corner.corner] : now.unfinished?.corners.at(-1)
    showTip(tip, this.looking ? undefined : tipWords({
      refused: this.said,
      drawing: this.drawing ? (this.mode === 'hole' ? 'hole' : this.mode === 'part' ? 'part' : 'outline') : undefined,
      count: now.unfinished?.corners.length ?? 0,
      empty: now.parts.length === 0,
      corner: corner ? cornerName(now, corner) : '',
      snapped: last ? snapWords(this.snapping.targets(last)) : '',
      followed: this.tracing.words,
      failure: this.snapping.failure,
      far: this.snapping.isFar(this.camera.zoom),
      crowded: this.overlay.crowded,
    }))
    this.aim()
    const told = `${this.mode} ${now.unfinished?.corners.length ?? 0} ${now.parts.length} ${this.looking}`
    if (told === this.told) return
    this.told = told
    this.o.toolChanged?.()
  }
}

/** The tool after a change: that of the ring being drawn; where that has just been closed or stopped, moving corners. */
export function toolAfter(tool: Tool, before: Drawn, now: Drawn): Tool {
  if (now.unfinished) return now.unfinished.holeIn !== undefined ? 'hole' : now.parts.length ? 'part' : 'draw'
  const tookBack = before.unfinished?.corners.length === 1 && before.parts === now.parts // its only corner: another may come
  return (before.unfinished && !tookBack) || before.parts !== now.parts ? 'edit' : tool
}
