import type { SaveState } from './save-queue.ts'

/** What the page says of saving: a short line that always stands there, and where something is to be known or done, more. */
export interface SaveWords { line: string; title?: string; text?: string; action?: 'sign-in' | 'try-again' | 'save-as-new' }

const HERE = 'Kept in this browser.'
const NOWHERE = 'This browser keeps nothing for this site, as in a private window: what is not saved is lost when the page is closed.'

/** @param kept whether this browser holds what is not sent */
export function wordsOf(state: SaveState, kept: boolean, fresh: boolean): SaveWords {
  const held = kept ? HERE : NOWHERE
  switch (state.is) {
    case 'saved': return { line: state.at === undefined ? (fresh ? 'not saved yet' : 'saved') : `saved ${clock(state.at)}`, ...(kept ? {} : { title: 'Nothing is kept in this browser', text: NOWHERE }) }
    case 'saving': return { line: 'saving…' }
    case 'waiting': return state.why === 'offline'
      ? { line: 'not saved yet', title: 'Not saved yet: no connection', text: `${held} It is sent as soon as there is a connection.`, action: 'try-again' }
      : { line: 'not saved yet', title: 'Not saved yet: the server does not answer', text: `${held} It is sent as soon as the server is back.`, action: 'try-again' }
    case 'signed-out': return fresh
      ? { line: kept ? 'kept in this browser' : 'not saved', title: 'You are not signed in', text: kept ? 'Your drawing is kept in this browser. Sign in to save it to your account.' : NOWHERE, action: 'sign-in' }
      : { line: 'not saved yet', title: 'You are signed out', text: kept ? 'Your drawing is kept in this browser.' : NOWHERE, action: 'sign-in' }
    case 'overtaken': return { line: 'not saved: changed elsewhere' }
    case 'refused': return {
      line: 'not saved', title: state.problem.message, text: [state.problem.remedy, held].filter(Boolean).join(' '),
      action: state.problem.status === 404 || state.problem.status === 403 ? 'save-as-new' : 'try-again',
    }
  }
}

/** "10:42" */
export function clock(moment: number): string {
  return new Date(moment).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}
