/** How tabs of one browser with the same draft get along. */
export interface TabHost {
  /** This tab draws and saves from now on. */
  held(): void
  /** Another tab draws and saves: this one follows. */
  follows(): void
  /** The other tab has kept something. */
  wrote(): void
}

/** The draft of this tab among the tabs of the browser. */
export interface Tabs {
  /** Tells the other tabs that something was kept. */
  wrote(): void
  /** Asks the tab that draws to let this one. */
  takeOver(): void
  close(): void
}

/**
 * Lets one tab at a time draw and save a draft (Web Locks). The next in line goes on when it is closed, or when it is asked to.
 * Without locks, as where the address is not secure, each tab believes that it is alone: the server tells them apart by If-Match.
 *
 * @param letGo ends when nothing more of this tab will be written
 */
export function shareAmongTabs(key: string, host: TabHost, letGo: () => Promise<void>): Tabs {
  const name = `terrier-draft-${key}`
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(name) : undefined
  const locks = navigator.locks as LockManager | undefined
  let holds: (() => void) | undefined // gives the lock back
  let closed = false

  const stand = () => {
    if (closed) return
    void locks?.request(name, () => new Promise<void>(release => {
      if (closed) return release()
      holds = release
      host.held()
    }))
  }
  const yieldTo = async () => {
    if (!holds) return
    const release = holds
    holds = undefined
    await letGo()
    host.follows()
    release()
    stand() // behind the one that asked
  }
  channel?.addEventListener('message', event => {
    if (event.data === 'wrote' && !holds) host.wrote()
    else if (event.data === 'take-over') void yieldTo()
  })
  if (!locks) {
    holds = () => undefined
    host.held()
  } else {
    void locks.request(name, { ifAvailable: true }, lock => {
      if (!lock) {
        host.follows()
        stand()
        return undefined
      }
      return new Promise<void>(release => {
        holds = release
        host.held()
      })
    })
  }
  return {
    wrote: () => channel?.postMessage('wrote'),
    takeOver: () => channel?.postMessage('take-over'),
    close: () => {
      closed = true
      holds?.()
      channel?.close()
    },
  }
}
