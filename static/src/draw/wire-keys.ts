import type { MapLibreMap } from 'maplibre-gl'
import { moveByKey } from '../map/keyboard.ts'
import { commandOf, historyOf, type Command, type KeyState } from './keys.ts'

/** What keys do. */
export interface KeysHost {
  state(): KeyState
  run(command: Command): void
  /** Whether the map is worked by keys now: corners are then added at its middle. */
  byKeys(yes: boolean): void
}

/** Hears the keys of the map while it has the focus, and undo and redo on the whole page save in fields, which have their own. */
export function wireKeys(map: MapLibreMap, host: KeysHost): void {
  const canvas = map.getCanvas()
  canvas.addEventListener('keydown', event => {
    const state = host.state()
    const command = commandOf(event, state)
    if (command) host.run(command)
    const done = command !== undefined || (!event.ctrlKey && !event.metaKey && !event.altKey && moveByKey(map, event, state.drawing ? 25 : 100))
    if (done) event.preventDefault()
    host.byKeys(true)
  })
  canvas.addEventListener('blur', () => host.byKeys(false))
  canvas.addEventListener('pointerdown', () => host.byKeys(false))
  document.addEventListener('keydown', event => {
    const command = historyOf(event)
    const typing = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable], dialog')
    if (!command || event.defaultPrevented || typing || host.state().readOnly) return
    event.preventDefault()
    host.run(command)
  })
}
