/** What the boundary is: a stored area, by its status. */
export type Outline = 'applied' | 'designated' | 'made'

/** How an outline is drawn; dashes in widths of the line. Stored areas have a fill of their own. */
export const OUTLINES: Record<Outline, { colour: string; width: number; dash?: number[]; fill: number }> = {
  applied: { colour: 'draft', width: 3.6, dash: [8 / 3.6, 4 / 3.6], fill: 0.02 },
  designated: { colour: 'made', width: 3.2, dash: [10 / 3.2, 3 / 3.2], fill: 0.02 },
  made: { colour: 'made', width: 3.2, fill: 0.02 },
}

/** The kind of outline for the status of a stored area. */
export function outlineOf(status: string | undefined): Outline {
  return status === 'applied' || status === 'made' ? status : 'designated'
}
