import { readShapes, type FileFeature } from '../../api/drafts.ts'
import { failureAlert } from '../../explorer/answer.ts'
import { button, el } from '../../ui/html.ts'
import { fixed, plural } from '../../ui/number.ts'
import { noteList, type Way, type WayHost } from './way.ts'

const FORMATS = '.geojson,.json,.kml,.kmz,.gpx,.zip,.gpkg,.csv'
const LARGEST = 20_000_000 // bytes, as the server has it

/** A file: its areas are listed, each is shown on the map before it is used. */
export const file: Way = {
  slug: 'file',
  name: 'Import a file',
  title: 'Set the area from a file',
  icon: 'upload',
  form: host => {
    const input = el('input', { id: 'way-file', type: 'file', accept: FORMATS, 'aria-describedby': 'way-file-hint' })
    const found = el('div', { tabindex: -1, class: 'offer' })
    const drop = el('div', { class: 'field drop' }, el('label', { for: 'way-file' }, 'File'), input,
      el('small', { id: 'way-file-hint' }, 'Choose a file, or drop one here: GeoJSON, KML, GPX, GeoPackage or a zipped Shapefile, up to 20 MB. Its coordinate system is found out and told.'))
    let asked = 0
    const take = async (chosen: File | undefined) => {
      if (!chosen) return
      const mine = ++asked
      host.preview(undefined)
      if (chosen.size > LARGEST) return found.replaceChildren(refused('The file is larger than 20 MB.', 'Take out what the area does not need, or simplify it.'))
      found.replaceChildren(el('p', { class: 'quiet', role: 'status' }, `Reading ${chosen.name}…`))
      try {
        const { features, crs } = await readShapes(chosen)
        if (mine === asked) showFeatures(found, features, crs, chosen.name, host)
      } catch (error) {
        if (mine === asked) found.replaceChildren(el('div', { role: 'alert' }, failureAlert(error)))
      }
    }
    input.addEventListener('change', () => void take(input.files?.[0]))
    for (const kind of ['dragover', 'dragenter'] as const) drop.addEventListener(kind, event => {
      event.preventDefault()
      drop.classList.add('over')
    })
    drop.addEventListener('dragleave', () => drop.classList.remove('over'))
    drop.addEventListener('drop', event => {
      event.preventDefault()
      drop.classList.remove('over')
      void take(event.dataTransfer?.files[0])
    })
    return el('div', {}, drop, found)
  },
}

function refused(title: string, text: string): HTMLElement {
  return el('div', { class: 'alert stop', role: 'alert' }, el('h2', {}, title), el('p', {}, text))
}

function showFeatures(box: HTMLElement, features: FileFeature[], crs: string, fileName: string, host: WayHost): void {
  if (features.length === 0) return box.replaceChildren(refused('There is no area in the file.', 'It needs a polygon. Choose another file, or another way to set the area.'))
  const use = el('div', { class: 'row' })
  const show = (f: FileFeature) => {
    const { geometry } = f
    if (!geometry) return
    host.preview(geometry)
    use.replaceChildren(button('Use this area', 'btn p', () => host.use({ geometry, approximate: null, name: f.name, label: `Set from ${f.name || fileName}` })))
  }
  const rows = features.map((f, i) => {
    const name = f.name || `Area ${i + 1}`
    const choice = el('input', { type: 'radio', name: 'feature', disabled: !!f.problem || !f.geometry, 'aria-describedby': f.problem ? `feature-${i}` : undefined })
    choice.addEventListener('change', () => { show(f); host.announce(`${name} is shown on the map.`) })
    return el('div', {}, el('label', { class: 'check' }, choice, el('span', {}, name, ' ', el('small', { class: 'quiet num' }, `${fixed(f.hectares, 1)} ha`))),
      f.problem ? el('p', { class: 'error', id: `feature-${i}` }, `${f.problem.reason} ${f.problem.remedy}`) : undefined,
      ...noteList(f.notes ?? []))
  })
  box.replaceChildren(el('p', {}, `${plural(features.length, 'area')} in ${fileName}${crs && `, in ${crs}`}.`),
    el('fieldset', { class: 'field' }, el('legend', {}, features.length === 1 ? 'The area' : 'Which one'), ...rows), use)
  const first = features.findIndex(f => f.geometry && !f.problem)
  if (first >= 0) {
    box.querySelectorAll<HTMLInputElement>('input[name=feature]')[first]!.checked = true
    show(features[first]!)
  }
  box.focus({ preventScroll: true })
  use.scrollIntoView({ block: 'nearest' })
  host.announce(`${plural(features.length, 'area')} found. ${first >= 0 ? `${features[first]!.name || 'The first'} is shown on the map.` : 'None can be used.'}`)
}
