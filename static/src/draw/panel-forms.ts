import { Problem } from '../api/problem.ts'
import { failureAlert } from '../explorer/answer.ts'
import { button, el } from '../ui/html.ts'

/** Asks why a version is kept. keep fails with words for the form. */
export function keepForm(keep: (reason: string) => Promise<void>): HTMLElement {
  const reason = el('input', { id: 'keep-reason', required: true, maxlength: 500, autocomplete: 'off', 'aria-describedby': 'keep-hint' })
  const problem = el('div', { role: 'alert' })
  const send = el('button', { type: 'submit', class: 'btn p' }, 'Keep this version')
  const form = el('form', {}, el('p', {}, 'It gets a number and never changes. You go on drawing in the draft.'),
    el('div', { class: 'field' }, el('label', { for: 'keep-reason' }, 'Why you keep it'), reason, el('small', { id: 'keep-hint' }, 'For whoever looks back, as in “For the meeting of 3 June”.')),
    problem, el('div', { class: 'row' }, send))
  form.addEventListener('submit', event => {
    event.preventDefault()
    send.disabled = true
    keep(reason.value.trim()).catch((error: unknown) => {
      problem.replaceChildren(failureAlert(error))
      send.disabled = false
    })
  })
  return form
}

const VIEWERS: [slug: string, name: string][] = [['private', 'Only me'], ['link-view', 'Everybody who has the link']]

/** Who may see the draft, and the link to give them. */
export function shareForm(viewers: string, change: (viewers: string) => void, announce: (words: string) => void): HTMLElement {
  const copy = button('Copy link', 'btn p', () => {
    const say = (words: string) => {
      copy.lastElementChild!.textContent = words
      announce(words)
    }
    const write = async () => navigator.clipboard.writeText(location.origin + location.pathname) // there is no clipboard where the address is not secure
    void write().then(() => say('Copied'), () => say('Copy it from the address bar'))
  })
  const note = el('p', { class: 'quiet' })
  const show = (now: string) => {
    copy.disabled = now === 'private'
    note.textContent = now === 'private' ? 'The link opens for nobody but you.' : 'Whoever has the link sees the draft as it is saved, and no other drafts of yours.'
  }
  const choices = VIEWERS.map(([slug, name]) => {
    const choice = el('input', { type: 'radio', name: 'viewers', value: slug, checked: slug === viewers })
    choice.addEventListener('change', () => { show(slug); change(slug) })
    return el('label', { class: 'check' }, choice, name)
  })
  show(viewers)
  return el('div', {}, el('fieldset', { class: 'field' }, el('legend', {}, 'Who may see this draft'), ...choices), note, el('div', { class: 'row' }, copy))
}

/** Asks before something is gone. */
export function sureForm(words: string, verb: string, sure: () => Promise<void>, leave: () => void): HTMLElement {
  const problem = el('div', { role: 'alert' })
  const yes = button(verb, 'btn w', () => {
    yes.disabled = true
    sure().catch((error: unknown) => {
      problem.replaceChildren(failureAlert(error instanceof Problem ? error : new Problem('That was not done.', 'unknown', undefined, undefined)))
      yes.disabled = false
    })
  })
  return el('div', {}, el('p', {}, words), problem, el('div', { class: 'row' }, yes, button('Leave it', 'btn', leave)))
}
