/** A box on the screen. */
export type Rect = readonly [x0: number, y0: number, x1: number, y1: number]

const CELL = 64

/** Boxes that are taken. A grid keeps the question quick, however many there are. */
export class Boxes {
  private readonly cells = new Map<number, Rect[]>()

  add(box: Rect): void {
    this.each(box, (key, cell) => {
      if (cell) cell.push(box)
      else this.cells.set(key, [box])
      return false
    })
  }

  /** Whether a box overlaps one that is taken. */
  hits([x0, y0, x1, y1]: Rect): boolean {
    return this.each([x0, y0, x1, y1], (_, cell) => cell?.some(b => x0 < b[2] && x1 > b[0] && y0 < b[3] && y1 > b[1]) ?? false)
  }

  private each([x0, y0, x1, y1]: Rect, stop: (key: number, cell: Rect[] | undefined) => boolean): boolean {
    for (let y = Math.floor(y0 / CELL); y <= y1 / CELL; y++) {
      for (let x = Math.floor(x0 / CELL); x <= x1 / CELL; x++) {
        const key = y * 4096 + x
        if (stop(key, this.cells.get(key))) return true
      }
    }
    return false
  }
}

/** A box with room around it. */
export function grown([x0, y0, x1, y1]: Rect, by: number): Rect {
  return [x0 - by, y0 - by, x1 + by, y1 + by]
}
