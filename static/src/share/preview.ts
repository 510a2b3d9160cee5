const REST = 400 // milliseconds without a change, before the preview follows

/** Keeps the preview to what the form says. On the page for sharing, what is to be copied and what is checked follow, too. */
export function wirePreview(form: HTMLFormElement, frame: HTMLIFrameElement, address: () => string): void {
  let timer = 0
  let asked: AbortController | undefined
  const follow = async () => {
    const to = address()
    if (!form.hasAttribute('data-share')) {
      if (frame.getAttribute('src') !== to) frame.src = to
      return
    }
    asked?.abort()
    asked = new AbortController()
    try {
      const answer = await fetch(to, { signal: asked.signal, headers: { Accept: 'text/html' } })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      if (answer.ok) take(page, frame)
      else problem(form, page.querySelector('main p')?.textContent ?? 'That cannot be shown.')
      if (answer.ok) { problem(form, ''); history.replaceState(null, '', to) }
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) problem(form, 'The server cannot be reached. What was chosen is not lost.')
    }
  }
  const soon = () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void follow(), REST)
  }
  form.addEventListener('input', event => { if ((event.target as HTMLInputElement).name !== 'find') soon() })
  if (form.hasAttribute('data-share')) form.addEventListener('submit', event => { event.preventDefault(); void follow() })
}

/** Takes over what depends on the choices from a page that was read again. */
function take(page: Document, frame: HTMLIFrameElement): void {
  const shown = page.querySelector<HTMLIFrameElement>('iframe[data-frame]')
  if (shown) {
    if (frame.getAttribute('src') !== shown.getAttribute('src')) frame.src = shown.getAttribute('src') ?? ''
    frame.className = shown.className
    frame.title = shown.title
  }
  for (const box of document.querySelectorAll<HTMLTextAreaElement>('textarea[data-snippet]')) {
    const other = page.querySelector<HTMLTextAreaElement>(`textarea[data-snippet="${box.dataset['snippet']}"]`)
    if (other) box.value = other.textContent ?? ''
  }
  const checks = page.querySelector('[data-checks]')
  if (checks) document.querySelector('[data-checks]')?.replaceChildren(...checks.childNodes)
}

function problem(form: HTMLFormElement, words: string): void {
  let box = form.querySelector<HTMLElement>('[data-problem]')
  if (!box) {
    box = document.createElement('p')
    box.setAttribute('role', 'alert')
    box.className = 'error'
    box.dataset['problem'] = ''
    form.append(box)
  }
  if (box.textContent !== words) box.textContent = words
  box.hidden = words === ''
}
