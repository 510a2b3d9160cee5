const KINDS: Record<string, string> = { area: 'areas', asset: 'assets', association: 'associations', figure: 'figures', map: 'maps' }
const OPTIONS = ['layers', 'theme', 'legend', 'list', 'table', 'labels', 'view']

/** The attributes that decide what the frame shows. */
export const WATCHED = [...Object.keys(KINDS), ...OPTIONS, 'height', 'label']

/** The address of the embed that attributes ask for; undefined where they name nothing. */
export function frameAddress(server: string, get: (name: string) => string | null, id: string): string | undefined {
  const kind = Object.keys(KINDS).find(name => get(name))
  if (!kind) return undefined
  const options = new URLSearchParams(OPTIONS.flatMap(name => { const value = get(name); return value ? [[name, value]] : [] }))
  const query = String(options)
  return `${server}/embed/${KINDS[kind]}/${encodeURIComponent(get(kind)!)}${query && `?${query}`}#${id}`
}

const [LEAST, MOST] = [200, 4000] // CSS pixels that a frame may ask for

/** The height that a message asks for; undefined of all messages that are not from our server about this frame. */
export function heightIn({ origin, data }: Pick<MessageEvent, 'origin' | 'data'>, server: string, id: string): number | undefined {
  const said = data as { type?: unknown; id?: unknown; height?: unknown } | null | undefined
  if (origin !== server || said?.type !== 'terrier:height' || said.id !== id) return undefined
  return typeof said.height === 'number' && said.height > 0 ? Math.min(MOST, Math.max(LEAST, Math.round(said.height))) : undefined
}
