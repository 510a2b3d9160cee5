import type { Kept, KeptDraft, KeptEdit, Store } from './store.ts'

const [DRAFTS, EDITS] = ['drafts', 'edits']

interface EditRow extends KeptEdit { readonly key: string; readonly order: number }

/** Drafts in the browser's own database (IndexedDB): one row a draft, one an unsent change. */
export class IndexedStore implements Store {
  readonly lasting = true
  private readonly rows = new Map<string, EditRow[]>() // as last written or read, so that only what is new is written
  private written: KeptDraft | undefined

  private constructor(private readonly database: IDBDatabase) {}

  /** Fails where the browser keeps nothing for this site. */
  static async open(): Promise<IndexedStore> {
    const request = indexedDB.open('terrier', 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(DRAFTS, { keyPath: 'key' })
      request.result.createObjectStore(EDITS, { keyPath: ['key', 'order'] })
    }
    const database = await answered(request)
    database.onversionchange = () => database.close() // a newer page of this site changes how it is laid out
    return new IndexedStore(database)
  }

  async load(key: string): Promise<Kept | undefined> {
    const tx = this.database.transaction([DRAFTS, EDITS])
    const draft = answered<KeptDraft | undefined>(tx.objectStore(DRAFTS).get(key))
    const rows = await answered<EditRow[]>(tx.objectStore(EDITS).getAll(rangeOf(key)))
    this.rows.set(key, rows)
    this.written = undefined
    const found = await draft
    return found && { draft: found, edits: rows.map(({ edit, fields, about, tried }) => ({ edit, fields, about, tried })) }
  }

  async keep(kept: Kept): Promise<void> {
    await this.write(kept, tx => tx)
  }

  async move(from: string, kept: Kept): Promise<void> {
    await this.write(kept, tx => forget(tx, from))
    this.rows.delete(from)
  }

  async remove(key: string): Promise<void> {
    const tx = this.database.transaction([DRAFTS, EDITS], 'readwrite')
    forget(tx, key)
    tx.commit()
    await done(tx)
    this.rows.delete(key)
    this.written = undefined
  }

  private async write({ draft, edits }: Kept, first: (tx: IDBTransaction) => void): Promise<void> {
    const known = this.rows.get(draft.key)
    const before = known ?? []
    const had = new Map(before.map(row => [row.edit, row]))
    let order = before.at(-1)?.order ?? 0
    const after = edits.map((e): EditRow => {
      const row = had.get(e.edit)
      return row && row.fields === e.fields && row.tried === e.tried ? row : { ...e, key: draft.key, order: row?.order ?? ++order }
    })
    this.rows.set(draft.key, after) // before it is done: writes are done in the order they are asked for
    const grows = after.some(row => !had.has(row.edit)) // the rest can be had again from the server
    const tx = this.database.transaction([DRAFTS, EDITS], 'readwrite', { durability: grows ? 'strict' : 'relaxed' })
    first(tx)
    if (!known) tx.objectStore(EDITS).delete(rangeOf(draft.key))
    if (draft !== this.written) tx.objectStore(DRAFTS).put(draft)
    this.written = draft
    const [is, was] = [new Set(after), new Set(before)]
    const orders = new Set(after.map(row => row.order))
    for (const row of before) if (!is.has(row) && !orders.has(row.order)) tx.objectStore(EDITS).delete([row.key, row.order])
    for (const row of after) if (!was.has(row)) tx.objectStore(EDITS).put(row)
    tx.commit() // a page that is left ends what is not committed
    try {
      await done(tx)
    } catch (error) {
      this.rows.delete(draft.key) // the next one writes everything
      this.written = undefined
      throw error
    }
  }
}

function rangeOf(key: string): IDBKeyRange {
  return IDBKeyRange.bound([key], [key, []])
}

function forget(tx: IDBTransaction, key: string): void {
  tx.objectStore(DRAFTS).delete(key)
  tx.objectStore(EDITS).delete(rangeOf(key))
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result)
    request.onerror = () => no(request.error)
  })
}

function done(tx: IDBTransaction): Promise<void> {
  return new Promise((yes, no) => {
    tx.oncomplete = () => yes()
    tx.onabort = tx.onerror = () => no(tx.error ?? new Error('the browser did not keep the draft'))
  })
}
