package home

import (
	"slices"

	"terrier/geo/column"
	"terrier/geo/grid"
	"terrier/tiles/mvt"
)

// Squares are drawn in five sizes: class 1 under 5 homes, 2 under 20, 3 under 50, 4 under 150, 5 more.
var (
	classUnder = [...]uint32{5, 20, 50, 150}
	shares     = [...]float64{0.35, 0.5, 0.65, 0.8, 0.95} // of the cell's side
)

// ClassOf is the size class of so many homes.
func ClassOf(count uint32) int {
	for i, under := range classUnder {
		if count < under {
			return i + 1
		}
	}
	return len(shares)
}

// cellUnits is the side of a cell in a tile.
const cellUnits = mvt.Extent >> 5

// stamps are the squares by class, from the north-western corner of their cell.
var stamps = func() (of [len(shares) + 1]mvt.Stamp) {
	for i, share := range shares {
		in := int32(cellUnits*(1-share)/2 + 0.5)
		out := cellUnits - in
		of[i+1] = mvt.NewStamp([]mvt.Coord{{X: in, Y: in}, {X: out, Y: in}, {X: out, Y: out}, {X: in, Y: out}})
	}
	return of
}()

// side is how many cells a tile has in a row.
const side = mvt.Extent / cellUnits

// squares draws the cells of one view as they come, and those of several when all have been counted.
func (w *space) squares(t grid.Tile) {
	w.e.Begin(w.square)
	w.cells = w.cells[:0]
	if len(w.runs) > 1 || len(w.runs) == 1 && len(w.runs[0].view.Filters) > 1 {
		w.cells = slices.Grow(w.cells, side*side)[:side*side]
		clear(w.cells)
	}
	level := grid.SquareLevel(t.Z)
	for i := range w.runs {
		for _, f := range w.runs[i].view.Filters {
			w.runs[i].view.Homes.Cells(&w.classes, f, t, level, w.visit)
		}
	}
	for i := range w.cells {
		if c := &w.cells[i]; *c != (column.Classes{}) {
			w.drawSquare(uint32(i%side), uint32(i/side), c)
		}
	}
}

// count takes a cell of one view.
func (w *space) count(cell grid.Tile, n *column.Classes) {
	x, y := cell.X%side, cell.Y%side
	if len(w.cells) == 0 {
		w.drawSquare(x, y, n)
		return
	}
	c := &w.cells[y*side+x]
	for group, homes := range n {
		c[group] += homes
	}
}

func (w *space) drawSquare(x, y uint32, n *column.Classes) {
	all := n.Total()
	class := ClassOf(uint32(all))
	w.write(all, n, &w.squareAt)
	w.e.Number(w.class, uint64(class))
	w.e.Stamp(stamps[class], int32(x*cellUnits), int32(y*cellUnits))
}
