/** 12,345 */
export function whole(n: number): string {
  return n.toLocaleString('en-GB')
}

/** "1 home", "12 homes" */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${whole(n)} ${n === 1 ? one : many}`
}

const formats = new Map<number, Intl.NumberFormat>() // making one takes longer than the rest of a figure

/** With a fixed number of decimals. */
export function fixed(n: number, decimals: number): string {
  let written = formats.get(decimals)
  if (!written) formats.set(decimals, (written = new Intl.NumberFormat('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })))
  return written.format(n)
}

/** The number of homes under which percentages are not shown (DOMAIN section 6.5). */
const smallBase = 50

/** Whole percentages; "under 1%" rather than nothing. Empty where the base is too small to speak of shares. */
export function share(n: number, total: number): string {
  if (total < smallBase) return ''
  if (n === 0) return '0%'
  const percent = (100 * n) / total
  return percent < 1 ? '<1%' : `${Math.round(percent)}%`
}

/** "350 m", "1.2 km" */
export function away(metres: number): string {
  return metres < 995 ? `${Math.round(metres / 10) * 10} m` : `${fixed(metres / 1000, 1)} km`
}

/** "3 June 2026" of "2026-06-03"; what is no date stays as it is. */
export function longDate(text: string): string {
  const date = new Date(`${text}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return text
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}
