import { fetchJSON } from '../api/problem.ts'

interface Progress { busy: boolean; says: string; percent: string }

const EVERY = 1500 // milliseconds: often enough for an eye, seldom enough for a screen reader

/** Follows work that goes on at the server: says how far it is, and shows the page anew when it is done. */
export function followProgress(box: HTMLElement, reload: () => void): void {
  const says = box.querySelector<HTMLElement>('[data-progress-says]')
  const bar = box.querySelector('progress')
  const look = async (): Promise<void> => {
    try {
      const now = await fetchJSON<Progress>(box.dataset['progress'] ?? '', { credentials: 'same-origin' })
      if (!now.busy) return reload()
      if (says && says.textContent !== now.says) says.textContent = now.says
      if (now.percent) bar?.setAttribute('value', now.percent)
      else bar?.removeAttribute('value')
    } catch {
      if (says) says.textContent = 'How far it is cannot be told at the moment. It goes on.'
    }
    setTimeout(() => void look(), EVERY)
  }
  setTimeout(() => void look(), EVERY)
}

/** Sends a file with a line that says how much of it is sent; without this the form sends it as it is. */
export function sendWithProgress(form: HTMLFormElement): void {
  const says = form.querySelector<HTMLElement>('[data-upload-says]')
  const button = form.querySelector<HTMLButtonElement>('button[type="submit"]')
  if (!says || !button) return
  form.addEventListener('submit', event => {
    event.preventDefault()
    button.disabled = true
    says.hidden = false
    says.textContent = 'Sending the file.'
    const request = new XMLHttpRequest()
    request.upload.onprogress = e => { if (e.lengthComputable) says.textContent = `Sending the file: ${Math.floor((100 * e.loaded) / e.total)}%.` }
    request.upload.onload = () => { says.textContent = 'The file is sent. It is being taken in.' }
    const failed = (text: string) => { says.textContent = text; says.className = 'error'; button.disabled = false }
    request.onerror = () => failed('The file did not come through. Look whether you are connected, and send it again.')
    request.onload = () => {
      if (request.status < 400) return location.assign(request.responseURL)
      const answer = new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('.alert[role="alert"], main')
      failed(answer?.textContent?.replace(/\s+/g, ' ').trim() || `The server answered ${request.status}.`)
    }
    request.open('POST', form.action)
    request.setRequestHeader('Accept', 'text/html')
    request.send(new FormData(form))
  })
}
