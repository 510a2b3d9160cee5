import type { Candidate } from './candidates.ts'
import type { Frame } from './frame.ts'

/** Draws a circle. Its stroke lies outside. */
export function paintCircle({ c, view: { zoom } }: Frame, { layer, feature, x, y }: Candidate): void {
  const get = <T>(name: string, otherwise: T) => layer.get(`circle-${name}`, zoom, feature, otherwise)
  const [radius, width, [dx, dy]] = [get('radius', 5), get('stroke-width', 0), get('translate', [0, 0])]
  c.globalAlpha = get('opacity', 1)
  c.fillStyle = get('color', '#000')
  c.beginPath()
  c.arc(x + dx!, y + dy!, radius, 0, 7)
  c.fill()
  c.globalAlpha = 1
  if (!width) return
  c.strokeStyle = get('stroke-color', '#000')
  c.lineWidth = width
  c.beginPath()
  c.arc(x + dx!, y + dy!, radius + width / 2, 0, 7)
  c.stroke()
}
