import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { DraftDocument, DraftFields } from '../api/drafts.ts'
import { Problem } from '../api/problem.ts'
import { BLANK } from './document.ts'
import { SaveQueue, type SaveState } from './save-queue.ts'
import { MemoryStore } from './store-memory.ts'
import { NEW, type Kept, type KeptEdit } from './store.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const named = (name: string): DraftFields => ({ ...BLANK, name })
const stored = (version: number, fields: DraftFields = BLANK): DraftDocument => ({ ...fields, token: 'tok', version, ready: 0, 'made-at': '', 'changed-at': '' })
const failure = (status: number, code = 'x') => new Problem('No.', code, undefined, undefined, status)

/** A server with one draft: it does what the contract says of If-Match and of a change that is sent again. */
class Server {
  document: DraftDocument | undefined
  readonly done = new Map<string, DraftDocument>()
  readonly sent: string[] = []
  fault: ((edit: KeptEdit) => Promise<unknown> | undefined) | undefined
  losesAnswer = false

  constructor(document?: DraftDocument) {
    this.document = document
  }

  send = async (had: DraftDocument | undefined, edit: KeptEdit): Promise<DraftDocument> => {
    await this.fault?.(edit)
    this.sent.push(edit.fields.name)
    const before = this.done.get(edit.edit)
    if (!before && had?.version !== this.document?.version) throw failure(412)
    const answer = before ?? (this.document = stored((this.document?.version ?? 0) + 1, edit.fields))
    this.done.set(edit.edit, answer)
    if (this.losesAnswer) {
      this.losesAnswer = false
      throw failure(0, 'unreachable')
    }
    return answer
  }
}

function begin(server: Server, kept?: Kept, store = new MemoryStore()) {
  const told: SaveState[] = []
  let n = 0
  const first = kept ?? { draft: { key: server.document ? 'tok' : NEW, document: server.document, fields: server.document ?? BLANK, steps: undefined }, edits: [] }
  const queue = new SaveQueue(store, first, {
    send: server.send, theirs: async () => server.document!, told: s => told.push(s), wrote: () => undefined, newName: () => `${Math.random()}-${n++}`, now: () => Date.now(),
  })
  return { queue, told, store }
}

const settle = () => vi.advanceTimersByTimeAsync(800)

it('saves 800 ms after a change and says so', async () => {
  const server = new Server(stored(3))
  const { queue, told } = begin(server)
  queue.change(named('a'), undefined)
  await vi.advanceTimersByTimeAsync(790)
  expect(server.sent).toEqual([])
  await vi.advanceTimersByTimeAsync(10)
  expect(server.sent).toEqual(['a'])
  expect(queue.now.document?.version).toBe(4)
  expect(told.at(-1)).toEqual({ is: 'saved', at: Date.now() })
})

it('saves every five seconds while change follows on change', async () => {
  const server = new Server(stored(1))
  const { queue } = begin(server)
  for (let i = 0; i < 20; i++) {
    queue.change(named(`${i}`), undefined)
    await vi.advanceTimersByTimeAsync(300)
  }
  expect(server.sent.length).toBeGreaterThan(10)
})

it('keeps a change before anything is sent', async () => {
  const server = new Server(stored(1))
  const { queue, store } = begin(server)
  queue.change(named('a'), undefined)
  await vi.advanceTimersByTimeAsync(0)
  expect((await store.load('tok'))?.edits.map(e => e.fields.name)).toEqual(['a'])
  expect(server.sent).toEqual([])
})

it('sends 100 changes that were made without a connection, in order, from another page', async () => {
  const server = new Server(stored(1))
  server.fault = () => Promise.reject(failure(0, 'unreachable'))
  const { queue, told, store } = begin(server)
  for (let i = 0; i < 100; i++) {
    queue.change(named(`change ${i}`), undefined)
    await vi.advanceTimersByTimeAsync(300)
  }
  expect(told.at(-1)).toEqual({ is: 'waiting', why: 'offline' })
  queue.stop()
  server.fault = undefined
  const next = begin(server, await store.load('tok'), store)
  expect(next.queue.unsent).toBe(100)
  await next.queue.again()
  expect(server.sent).toEqual(Array.from({ length: 100 }, (_, i) => `change ${i}`))
  expect(server.document).toMatchObject({ version: 101, name: 'change 99' })
  expect((await store.load('tok'))?.edits).toEqual([])
})

it('does not do a change twice whose answer was lost', async () => {
  const server = new Server(stored(1))
  const { queue, told } = begin(server)
  server.losesAnswer = true
  queue.change(named('a'), undefined)
  await settle()
  expect(told.at(-1)).toEqual({ is: 'waiting', why: 'offline' })
  await vi.advanceTimersByTimeAsync(2_000)
  expect(server.document?.version).toBe(2)
  expect(told.at(-1)).toEqual({ is: 'saved', at: Date.now() })
})

it('sends a change again by the same name after a later one was made meanwhile', async () => {
  const server = new Server(stored(1))
  const { queue } = begin(server)
  server.losesAnswer = true
  queue.change(named('a'), undefined, 'name')
  await settle()
  queue.change(named('ab'), undefined, 'name') // may not stand for what the server may have
  await queue.again()
  expect(server.sent).toEqual(['a', 'a', 'ab'])
  expect(server.document).toMatchObject({ version: 3, name: 'ab' })
})

it('makes one change of a word that is typed', async () => {
  const server = new Server(stored(1))
  const { queue } = begin(server)
  for (const name of ['H', 'Ho', 'Hollin']) queue.change(named(name), undefined, 'name')
  await settle()
  expect(server.sent).toEqual(['Hollin'])
})

it('waits for what is being sent', async () => {
  const server = new Server(stored(1))
  let answer = () => {}
  server.fault = () => new Promise<void>(yes => (answer = yes))
  const { queue } = begin(server)
  queue.change(named('a'), undefined)
  await settle()
  let ended = false
  void queue.flush().then(() => (ended = true))
  await vi.advanceTimersByTimeAsync(10)
  expect(ended).toBe(false)
  answer()
  await vi.advanceTimersByTimeAsync(10)
  expect(ended).toBe(true)
  expect(queue.unsent).toBe(0)
})

it('waits longer after each failure, and not at all once there is a connection', async () => {
  const server = new Server(stored(1))
  let tries = 0
  server.fault = () => (tries++, Promise.reject(failure(503)))
  const { queue, told } = begin(server)
  queue.change(named('a'), undefined)
  await settle()
  await vi.advanceTimersByTimeAsync(2_000 + 4_000 + 8_000)
  expect(tries).toBe(4)
  expect(told.at(-1)).toEqual({ is: 'waiting', why: 'server' })
  server.fault = undefined
  await queue.again()
  expect(server.sent).toEqual(['a'])
})

it('stops where another browser was first, and does not overwrite what it saved', async () => {
  const server = new Server(stored(1))
  const { queue, told } = begin(server)
  server.document = stored(2, named('theirs'))
  queue.change(named('mine'), undefined)
  await settle()
  expect(told.at(-1)).toMatchObject({ is: 'overtaken', theirs: { name: 'theirs' } })
  queue.change(named('mine still'), undefined)
  await vi.advanceTimersByTimeAsync(100_000)
  await queue.again()
  expect(server.document.name).toBe('theirs')
  queue.keepMine(server.document)
  await settle()
  expect(server.document).toMatchObject({ version: 3, name: 'mine still' })
  expect(queue.unsent).toBe(0)
})

it('takes theirs without sending anything, and goes on from there', async () => {
  const server = new Server(stored(1))
  const { queue } = begin(server)
  server.document = stored(2, named('theirs'))
  queue.change(named('mine'), undefined)
  await settle()
  queue.take(server.document, named('theirs'), undefined)
  await settle()
  expect(server.document.version).toBe(2)
  queue.change(named('mine'), undefined) // undo
  await settle()
  expect(server.document).toMatchObject({ version: 3, name: 'mine' })
})

it('keeps what was drawn signed out and makes one draft of it later', async () => {
  const server = new Server()
  const { queue, store, told } = begin(server)
  queue.hold()
  for (let i = 0; i < 30; i++) queue.change(named(`step ${i}`), undefined)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.sent).toEqual([])
  expect(told.at(-1)).toEqual({ is: 'signed-out' })
  server.losesAnswer = true
  await queue.again()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(server.document).toMatchObject({ version: 1, name: 'step 29' })
  expect(await store.load(NEW)).toBeUndefined()
  expect((await store.load('tok'))?.draft.document?.version).toBe(1)
})

it('says what the server refuses; the next change stands for it', async () => {
  const server = new Server(stored(1))
  const { queue, told } = begin(server)
  server.fault = e => (e.fields.name === 'too long' ? Promise.reject(failure(400)) : undefined)
  queue.change(named('too long'), undefined)
  await settle()
  expect(told.at(-1)).toMatchObject({ is: 'refused' })
  expect(queue.unsent).toBe(1)
  queue.change(named('short'), undefined)
  await settle()
  expect(server.sent).toEqual(['short'])
  expect(told.at(-1)).toEqual({ is: 'saved', at: Date.now() })
})

it('holds 500 changes, and leaves out the oldest that the server cannot have', async () => {
  const server = new Server(stored(1))
  const { queue } = begin(server)
  server.losesAnswer = true
  queue.change(named('first'), undefined)
  await settle()
  server.fault = () => Promise.reject(failure(0, 'unreachable'))
  for (let i = 0; i < 600; i++) queue.change(named(`${i}`), undefined)
  expect(queue.unsent).toBe(500)
  server.fault = undefined
  server.sent.length = 0
  await queue.again()
  expect(server.sent[0]).toBe('first')
  expect(server.sent.slice(1)).toEqual(Array.from({ length: 499 }, (_, i) => `${i + 101}`))
  expect(server.document?.name).toBe('599')
})

it('says that a drawing is kept in this browser when it is, and not before', async () => {
  const store = new MemoryStore()
  let written = () => undefined as void
  vi.spyOn(store, 'keep').mockImplementation(() => new Promise(done => (written = done)))
  const { queue, told } = begin(new Server(), undefined, store)
  queue.change(named('a'), undefined)
  queue.hold()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told.filter(s => s.is === 'signed-out')).toEqual([])
  written()
  await vi.advanceTimersByTimeAsync(0)
  expect(told.at(-1)).toEqual({ is: 'signed-out' })
})

it('says when the browser keeps nothing', async () => {
  const server = new Server(stored(1))
  const kept: boolean[] = []
  const store = Object.assign(new MemoryStore(), { keep: () => Promise.reject(new Error('full')), lasting: true })
  const queue = new SaveQueue(store, { draft: { key: 'tok', document: server.document, fields: BLANK, steps: undefined }, edits: [] }, {
    send: server.send, theirs: async () => server.document!, told: (_, is) => kept.push(is), wrote: () => undefined, newName: () => 'n', now: () => 0,
  })
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  queue.change(named('a'), undefined)
  await settle()
  expect(kept.at(-1)).toBe(false)
  expect(server.document?.name).toBe('a')
})
