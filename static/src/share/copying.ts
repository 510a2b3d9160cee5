/** Buttons that copy, and say so. Without the clipboard the text is marked, to be copied by the keyboard. */
export function wireCopying(page: Document, said: HTMLElement): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>('button[data-copies]')) {
    const box = page.getElementById(button.dataset['copies'] ?? '') as HTMLTextAreaElement | null
    if (!box) continue
    button.hidden = false
    button.addEventListener('click', () => void copy(box, said))
  }
}

async function copy(box: HTMLTextAreaElement, said: HTMLElement): Promise<void> {
  let words = 'Copied'
  try {
    await navigator.clipboard.writeText(box.value)
  } catch {
    box.focus()
    box.select()
    words = 'Marked. Copy it by Ctrl+C, or ⌘C on a Mac'
  }
  said.textContent = '' // said again where it is the same
  setTimeout(() => { said.textContent = words }, 50)
}
