import { keepVersion, loadDraft, markReady, restoreVersion, takeBack, versionsOf, type DraftDocument, type DraftFields } from '../api/drafts.ts'
import { failureAlert } from '../explorer/answer.ts'
import { comparisonOf } from './compare.ts'
import type { Preview } from './on-the-map.ts'
import type { DraftPanel } from './panel.ts'
import { keepForm, shareForm, sureForm } from './panel-forms.ts'
import { historyOf } from './panel-history.ts'

/** What the pages in the panel ask of the draft. */
export interface PagesHost {
  now(): { token: string | undefined; fields: DraftFields; mayWrite: boolean }
  /** Ends when all that is drawn is saved, with what the server has; fails where that cannot be. */
  settled(): Promise<DraftDocument>
  /** Takes what the server has; another shape is one step. */
  take(document: DraftDocument, label: string): void
  remove(): Promise<void>
  share(viewers: string): void
  preview(shape: Preview | undefined): void
  announce(words: string): void
}

/** What opens in the panel beside the draft itself: its versions, sharing it, deleting it. */
export class DraftPages {
  constructor(private readonly panel: DraftPanel, private readonly host: PagesHost) {}

  history(): void {
    const { token, mayWrite } = this.host.now()
    if (!token) return
    this.panel.open('History', historyOf(token, mayWrite, {
      compare: (from, to) => this.compare(token, from, to),
      restore: number => void this.act((t, version) => restoreVersion(t, version, number), `Go back to version ${number}`),
      markReady: number => void this.act((t, version) => markReady(t, version, number), `Version ${number} is marked ready to submit.`),
      takeBack: () => void this.act(takeBack, 'It is not marked ready any more.'),
    }))
  }

  /** Compares the draft with the newest version; where there is none, the history says so. */
  async compareNewest(): Promise<void> {
    const { token } = this.host.now()
    const newest = token ? await versionsOf(token).then(list => list[0], () => undefined) : undefined
    if (token && newest) this.compare(token, newest.number, 'now')
    else this.history()
  }

  keep(): void {
    this.panel.open('Keep this version', keepForm(async reason => {
      const { token, version } = await this.host.settled()
      const kept = await keepVersion(token, version, reason)
      this.host.take(kept.draft, 'Lay the line on the edges')
      this.host.announce(['The version is kept.', ...kept.notes.map(n => n.text)].join(' '))
      this.history()
    }))
  }

  share(): void {
    this.panel.open('Share this draft', shareForm(this.host.now().fields.viewers, viewers => this.host.share(viewers), words => this.host.announce(words)))
  }

  remove(): void {
    const words = this.host.now().token ? 'The draft is gone, and its versions with it. That cannot be undone.' : 'The drawing is kept in this browser alone. Deleted, it is gone.'
    this.panel.open('Delete this draft', sureForm(words, 'Delete it', () => this.host.remove(), () => this.panel.back()))
  }

  private compare(token: string, from: number | 'now', to: number | 'now'): void {
    const named = (v: number | 'now') => (v === 'now' ? 'now' : `version ${v}`)
    this.panel.open(`From ${named(from)} to ${named(to)}`, comparisonOf(token, from, to, this.host), () => this.host.preview(undefined))
  }

  /** Does something at the server, with all that is drawn saved before, and takes what comes of it. */
  private async act(what: (token: string, version: number) => Promise<void>, label: string): Promise<void> {
    try {
      const { token, version } = await this.host.settled()
      await what(token, version)
      const document = await loadDraft(token)
      this.panel.back()
      this.host.take(document, label)
      this.host.announce(label)
    } catch (error) {
      this.panel.open('That was not done', failureAlert(error))
    }
  }
}
