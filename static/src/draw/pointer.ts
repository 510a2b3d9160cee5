import type { MapLibreMap } from 'maplibre-gl'
import type { Position } from '../geo/position.ts'
import { inFrame } from '../ui/frame.ts'
import type { Handle } from './handles.ts'

/** Where a pointer is: pixels of the map, and how far a finger or a mouse reaches. */
export interface Spot { readonly x: number; readonly y: number; readonly reach: number; readonly touch: boolean; readonly free: boolean }

/** What the pointer does to the drawing. */
export interface PointerHost {
  /** What can be grabbed at a spot; undefined: the map is dragged. */
  grab(spot: Spot): Handle | undefined
  /** Whether what can be grabbed at a spot is moved from there; else the map is, and the handle can be pressed. */
  moves(spot: Spot): boolean
  /** A handle was grabbed and moved; done with the last call. Answers nothing. */
  drag(handle: Handle, to: Position, spot: Spot, done: boolean): void
  /** The drag was broken off, by a second finger or the system. */
  dragStopped(): void
  /** A press without moving. */
  press(handle: Handle | undefined, at: Position, spot: Spot): void
  /** A right click or a long press. Answers whether anything was done. */
  remove(handle: Handle | undefined): boolean
  /** The pointer moved with nothing pressed; undefined: it left the map. */
  hover(spot: Spot | undefined, at: Position | undefined): void
}

const MOUSE = { reach: 12, still: 4 } // pixels
const FINGER = { reach: 22, still: 10 }
const LONG_PRESS = 500 // milliseconds
const DOUBLE = { within: 320, pixels: 12 } // the second press of a double one is not a second corner

interface Held { readonly id: number; readonly from: Spot; readonly handle: Handle | undefined; readonly carried: Handle | undefined; moved: boolean; timer: number }

/**
 * Mouse, pen and finger over the map. What is grabbed is moved and the map stands still; elsewhere the map is dragged as ever. Two
 * fingers belong to the map.
 */
export class Pointer {
  private held: Held | undefined
  private last = { time: 0, x: 0, y: 0 }
  private pressing = new Set<number>()
  private corner: { left: number; top: number } | undefined // of the map in the window: looked up once, for that has the page laid out
  private carrying: Spot | undefined // where what is held is to be moved with the next frame
  private readonly carry = () => this.carryOn()
  private spoiled = false // a second finger came down: what the first does is no press

  constructor(private readonly map: MapLibreMap, private readonly host: PointerHost) {
    const canvas = map.getCanvas()
    canvas.addEventListener('pointerdown', event => this.down(event))
    canvas.addEventListener('pointermove', event => this.move(event))
    canvas.addEventListener('pointerup', event => this.up(event))
    canvas.addEventListener('pointercancel', event => this.cancel(event))
    canvas.addEventListener('pointerleave', event => event.pointerType === 'mouse' && !this.held && host.hover(undefined, undefined))
    canvas.addEventListener('contextmenu', event => this.menu(event))
    const moved = () => { this.corner = undefined }
    map.on('resize', moved)
    addEventListener('scroll', moved, { capture: true, passive: true })
    addEventListener('pagehide', this.carry, { capture: true }) // no frame will come; before the page keeps what is drawn
  }

  private down(event: PointerEvent): void {
    this.pressing.add(event.pointerId)
    if (this.pressing.size > 1) {
      this.spoiled = true
      return this.letGo(true)
    }
    this.spoiled = false
    if (event.button !== 0) return
    const spot = this.spot(event)
    const handle = this.host.grab(spot)
    const carried = handle && this.host.moves(spot) ? handle : undefined
    const held: Held = { id: event.pointerId, from: spot, handle, carried, moved: false, timer: 0 }
    if (carried) {
      this.map.dragPan.disable()
      this.map.getCanvas().setPointerCapture(event.pointerId)
      if (spot.touch) held.timer = window.setTimeout(() => this.longPress(held), LONG_PRESS)
    }
    this.held = held
  }

  private move(event: PointerEvent): void {
    const spot = this.spot(event)
    if (this.held && !this.held.handle && event.pointerType === 'mouse' && event.buttons === 0) this.held = undefined // let go beside the map
    const held = this.held
    if (!held) {
      if (event.pointerType === 'mouse' && event.buttons === 0) this.host.hover(spot, this.place(spot))
      return
    }
    if (held.id !== event.pointerId) return
    const still = held.from.touch ? FINGER.still : MOUSE.still
    if (!held.moved && Math.hypot(spot.x - held.from.x, spot.y - held.from.y) <= still) return
    held.moved = true
    clearTimeout(held.timer)
    if (!held.carried) return
    this.carrying = spot
    inFrame(this.carry)
  }

  /** Moves what is held to where the pointer was last. */
  private carryOn(): void {
    const { held, carrying } = this
    this.carrying = undefined
    if (held?.carried && carrying) this.host.drag(held.carried, this.carried(held.carried, held.from, carrying), carrying, false)
  }

  private up(event: PointerEvent): void {
    this.pressing.delete(event.pointerId)
    const held = this.held
    if (!held || held.id !== event.pointerId) return
    const spot = this.spot(event)
    this.held = undefined
    this.carrying = undefined // the last step is of here
    clearTimeout(held.timer)
    if (held.carried) this.map.dragPan.enable()
    if (this.spoiled) return
    if (held.moved) {
      if (held.carried) this.host.drag(held.carried, this.carried(held.carried, held.from, spot), spot, true)
      return
    }
    if (this.isSecond(event, spot)) return
    this.host.press(held.handle, this.place(held.from), held.from)
  }

  private cancel(event: PointerEvent): void {
    this.pressing.delete(event.pointerId)
    if (this.held?.id === event.pointerId) this.letGo(this.held.moved)
  }

  private letGo(stopped: boolean): void {
    const held = this.held
    this.held = undefined
    this.carrying = undefined
    if (!held) return
    clearTimeout(held.timer)
    if (!held.carried) return
    this.map.dragPan.enable()
    if (stopped) this.host.dragStopped()
  }

  private longPress(held: Held): void {
    if (this.held !== held || held.moved || !this.host.remove(held.handle)) return
    this.letGo(false)
    navigator.vibrate?.(20)
  }

  /** A finger that is held makes a menu too; there the long press has been heard already. */
  private menu(event: MouseEvent): void {
    event.preventDefault()
    if ('pointerType' in event && event.pointerType === 'touch') return
    this.pressing.clear()
    this.letGo(this.held?.moved ?? false)
    const spot = this.spot(event)
    this.host.remove(this.host.grab(spot))
  }

  private isSecond(event: PointerEvent, { x, y }: Spot): boolean {
    const second = event.timeStamp - this.last.time < DOUBLE.within && Math.hypot(x - this.last.x, y - this.last.y) < DOUBLE.pixels
    this.last = { time: event.timeStamp, x, y }
    return second
  }

  private spot(event: MouseEvent): Spot {
    this.corner ??= this.map.getCanvas().getBoundingClientRect()
    const { left, top } = this.corner
    const touch = 'pointerType' in event && event.pointerType === 'touch'
    return { x: event.clientX - left, y: event.clientY - top, reach: (touch ? FINGER : MOUSE).reach, touch, free: event.ctrlKey || event.metaKey }
  }

  /** Where what was grabbed is carried to: it keeps its distance from the pointer, so that a finger does not hide it. */
  private carried(handle: Handle, from: Spot, to: Spot): Position {
    return this.place({ ...to, x: handle.x + to.x - from.x, y: handle.y + to.y - from.y })
  }

  private place({ x, y }: Spot): Position {
    const { lng, lat } = this.map.unproject([x, y])
    return [lng, lat]
  }
}
