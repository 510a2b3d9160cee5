import { fetchJSON, Problem } from './api/problem.ts'
import { el, must } from './ui/html.ts'

// A form that is sent with what a passkey says: it asks the server for a challenge, the browser for an answer, and goes on as any form does.
// Without passkeys it stays hidden, and the note beside it says why.
const form = document.querySelector<HTMLFormElement>('form[data-passkey]')
if (form) {
  const note = must('[data-passkey-note]')
  const none = whyNone(form.dataset['at'] ?? '')
  if (none) note.replaceChildren(...none)
  else {
    note.hidden = true
    form.hidden = false
    form.addEventListener('submit', event => {
      event.preventDefault()
      void ceremony(form)
    })
  }
}

/** Why no passkey can be used here, if so. They belong to the address that this site is known by. */
function whyNone(at: string): (Node | string)[] | undefined {
  if (location.origin !== new URL(at).origin) return ['Passkeys work at ', el('a', { href: at + location.pathname + location.search }, at), ' only.']
  if (!window.PublicKeyCredential || !('parseRequestOptionsFromJSON' in PublicKeyCredential)) return ['This browser cannot use passkeys here, or is too old for it. Use a link by e-mail.']
  return undefined
}

async function ceremony(form: HTMLFormElement): Promise<void> {
  const problem = must('[data-passkey-problem]')
  const button = must<HTMLButtonElement>('button', form)
  problem.hidden = true
  button.disabled = true
  try {
    const credential = await (form.dataset['passkey'] === 'add' ? made(form) : signed(form))
    must<HTMLInputElement>('[name="credential"]', form).value = JSON.stringify(credential)
    form.submit()
  } catch (error) {
    problem.replaceChildren(el('b', {}, 'This did not work'), el('p', {}, wordsFor(error)))
    problem.hidden = false
    button.disabled = false
  }
}

async function challenge<T>(form: HTMLFormElement): Promise<T> {
  return fetchJSON<T>(form.dataset['challenge'] ?? '', { method: 'POST', credentials: 'same-origin' })
}

async function made(form: HTMLFormElement): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await challenge(form))
  return ((await navigator.credentials.create({ publicKey })) as PublicKeyCredential).toJSON()
}

async function signed(form: HTMLFormElement): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await challenge(form))
  return ((await navigator.credentials.get({ publicKey })) as PublicKeyCredential).toJSON()
}

/** Browsers tell little of what went wrong, so that no page learns which passkeys there are (WebAuthn level 3, section 14.5). */
function wordsFor(error: unknown): string {
  if (error instanceof Problem) return `${error.message} ${error.remedy ?? ''}`
  if (error instanceof DOMException && error.name === 'InvalidStateError') return 'There is a passkey for your account on this device already.'
  if (error instanceof DOMException && error.name === 'NotSupportedError') return 'This device cannot make such a passkey. Try another device, or a security key.'
  return 'There was no answer: it was stopped, took too long, or there is no passkey for this site on this device. You can always use a link by e-mail.'
}
