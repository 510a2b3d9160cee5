import { readAddress, writeAddress, type Address } from './address.ts'

type Listener = (now: Address, before: Address) => void

/** What the explorer shows, kept in the address bar: each part of the page follows it, and back and forward work by themselves. */
export class Store {
  private address = readAddress(location.search, location.hash)
  private readonly listeners: Listener[] = []

  constructor() {
    const moved = () => this.set(readAddress(location.search, location.hash))
    window.addEventListener('popstate', moved)
    window.addEventListener('hashchange', moved)
  }

  get now(): Address {
    return this.address
  }

  follow(listener: Listener): void {
    this.listeners.push(listener)
  }

  /** A step that a reader can go back from. */
  push(change: Partial<Address>): void {
    this.write('pushState', change)
  }

  /** A change of the same step: moving the map, a corner dragged. */
  replace(change: Partial<Address>): void {
    this.write('replaceState', change)
  }

  private write(how: 'pushState' | 'replaceState', change: Partial<Address>): void {
    const next = { ...this.address, ...change }
    history[how](null, '', writeAddress(next))
    this.set(next)
  }

  private set(next: Address): void {
    const before = this.address
    this.address = next
    for (const listener of this.listeners) listener(next, before)
  }
}
