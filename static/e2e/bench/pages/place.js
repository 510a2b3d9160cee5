/** What is shown: the box behind # (west, south, east, north), with 24 px around it, as the embed shows it. */
export const bounds = location.hash.slice(1).split(',').map(Number)

export const tiles = `${location.origin}/tiles/embed/{z}/{x}/{y}.mvt`

/** Once: everything that was asked for is drawn. */
export function settled() {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (performance.getEntriesByName('terrier:settled').length === 0) performance.mark('terrier:settled')
  }))
}

export const style = async () => (await fetch('/styles/embed.json?theme=light&focus=areas/hollin-vale')).json()
