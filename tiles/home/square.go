package home

import (
	"slices"

	"terrier/geo/column"
	"terrier/geo/grid"
	"terrier/tiles/mvt"
)

// Squares are drawn in five sizes: class 1 under 5 homes, 2 under 20, 3 under 50, 4 under 150, 5 from 150 on.
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

// cellsInRow is how many a tile has.
const cellsInRow = mvt.Extent / cellUnits

// CellStamp is a square within a cell, so many units from its sides. It is drawn from the CellCorner.
func CellStamp(in int32) mvt.Stamp {
	out := cellUnits - in
	return mvt.NewStamp([]mvt.Coord{{X: in, Y: in}, {X: out, Y: in}, {X: out, Y: out}, {X: in, Y: out}})
}

// CellCorner is the north-western corner of a cell of the ground grid in the tile whose square it is.
func CellCorner(cell grid.Tile) (x, y int32) {
	return int32(cell.X % cellsInRow * cellUnits), int32(cell.Y % cellsInRow * cellUnits)
}

// stamps are the squares by class.
var stamps = func() (of [len(shares) + 1]mvt.Stamp) {
	for i, share := range shares {
		of[i+1] = CellStamp(int32(cellUnits*(1-share)/2 + 0.5))
	}
	return of
}()

// squares draws the cells of one filter as they come, and those of several, of one view or more, when all have been counted.
func (w *space) squares(t grid.Tile) {
	w.e.Begin(w.square)
	w.cells = w.cells[:0]
	if len(w.runs) > 1 || len(w.runs) == 1 && len(w.runs[0].view.Filters) > 1 {
		w.cells = slices.Grow(w.cells, cellsInRow*cellsInRow)[:cellsInRow*cellsInRow]
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
			w.drawSquare(grid.Tile{X: uint32(i % cellsInRow), Y: uint32(i / cellsInRow)}, c)
		}
	}
}

// count takes a cell of one filter.
func (w *space) count(cell grid.Tile, n *column.Classes) {
	if len(w.cells) == 0 {
		w.drawSquare(cell, n)
		return
	}
	c := &w.cells[cell.Y%cellsInRow*cellsInRow+cell.X%cellsInRow]
	for group, homes := range n {
		c[group] += homes
	}
}

func (w *space) drawSquare(cell grid.Tile, n *column.Classes) {
	all := n.Total()
	class := ClassOf(uint32(all))
	w.write(all, n, &w.squareAt)
	w.e.Number(w.class, uint64(class))
	x, y := CellCorner(cell)
	w.e.Stamp(stamps[class], x, y)
}
