import { readAddress } from '../explorer/address.ts'
import { LayerSwitches } from '../explorer/layers.ts'
import { watchTiles } from '../explorer/tiles-failed.ts'
import { readNumbers, type Box } from '../geo/position.ts'
import { createMap, stillness } from '../map/create.ts'
import { tellIdle, wireFurniture, wireLocate, wireZoom } from '../map/furniture.ts'
import { wireLegend } from '../map/legend.ts'
import { must } from '../ui/html.ts'
import { currentTheme, onThemeChange } from '../ui/theme-switch.ts'
import type { Drafting } from './drafting.ts'
import { DrawingBoard } from './drawing-board.ts'

/** Makes the map with the drawing board on it, and joins it to the page. */
export async function bringBoard(drafting: Drafting): Promise<void> {
  const { stage, board } = drafting
  const { look } = readAddress('', location.hash)
  const atlas = await createMap(must('[data-canvas]', stage), {
    styleUrl: '/styles/overlay.json',
    theme: currentTheme(),
    name: 'Map to draw on',
    look,
    bounds: readNumbers(stage.dataset['bounds'], 4) as Box | undefined,
  })
  const { map } = atlas
  const layers = new LayerSwitches(atlas, on => layers.apply(on))
  const toolbar = must('[data-toolbar]', stage)
  const side = new DrawingBoard({
    atlas, board, toolbar, tip: must('[data-tip]', stage), list: drafting.panel.corners, crosshair: must('[data-crosshair]', stage),
    announce: words => drafting.announce(words), toolChanged: () => drafting.feet(),
  })
  toolbar.append(layers.button, layers.card)
  toolbar.hidden = false
  tellIdle(map)
  wireFurniture(map, must('.at', stage))
  wireZoom(map, must('[data-zoom]', stage))
  const legend = wireLegend(map, must('[data-legend]', stage), () => atlas.look(), () => [...(board.now.parts.length ? ['draft'] : []), ...(drafting.troubled ? ['trouble'] : [])])
  map.on('style.load', () => { layers.apply(undefined); legend() })
  onThemeChange(theme => void atlas.retheme(theme))
  watchTiles(map, must('[data-failed]', stage))
  wireLocate(must('[data-locate]', stage), at => map.easeTo({ center: at, zoom: Math.max(map.getZoom(), 16), animate: !stillness.matches, duration: 600 }), words => drafting.announce(words))
  drafting.join(side, look !== undefined)
}
