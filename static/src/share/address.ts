/** The page that shows what a form says: its own, read again. Fields without a value are left out, but for the title: none is one, too. */
export function shareAddress(action: string, form: FormData): string {
  const address = new URL(action)
  const query = filled(form, () => true)
  if (form.has('title') && !query.has('title')) query.set('title', '')
  address.search = String(query)
  return address.href
}

const NOT_IN_A_PREVIEW = ['title', 'text', 'hosts', 'find', 'edit', 'version', 'do']

/** The preview of a map that is being composed: what it is about, and none of the words. */
export function previewAddress(root: string, form: FormData): string {
  const query = new URLSearchParams()
  for (const [key, value] of filled(form, key => !NOT_IN_A_PREVIEW.includes(key))) {
    const before = query.get(key)
    query.set(key, before ? `${before},${value}` : key === 'view' ? value.replaceAll(' ', '') : value)
  }
  if (query.get('theme') === 'auto') query.delete('theme')
  const text = String(query)
  return text ? `${root}?${text}` : root
}

function filled(form: FormData, wanted: (key: string) => boolean): URLSearchParams {
  const query = new URLSearchParams()
  for (const [key, value] of form) if (typeof value === 'string' && value.trim() !== '' && wanted(key)) query.append(key, value.trim())
  return query
}
