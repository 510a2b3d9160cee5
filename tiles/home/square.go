package home

import (
	"terrier/geo/column"
	"terrier/geo/grid"
	"terrier/tiles/mvt"
)

// Squares are drawn in five sizes: class 1 under 5 homes, 2 under 20, 3 under 50, 4 under 150, 5 more.
var (
	classUnder = [...]uint32{5, 20, 50, 150}
	shares     = [...]float64{0.35, 0.5, 0.65, 0.8, 0.95} // of the cell's side
)

func classOf(count uint32) int {
	for i, under := range classUnder {
		if count < under {
			return i + 1
		}
	}
	return len(shares)
}

// cellUnits is the side of a cell in a tile.
const cellUnits = mvt.Extent >> 5

// inset is how far the sides of a square lie within its cell, by class.
var inset = func() (in [len(shares) + 1]int32) {
	for i, share := range shares {
		in[i+1] = int32(cellUnits*(1-share)/2 + 0.5)
	}
	return in
}()

func (w *space) squares(s *column.Snapshot, f column.Filter, t grid.Tile) {
	w.e.Begin(w.square)
	s.Cells(&w.tally, f, t, grid.SquareLevel(t.Z), w.visit)
}

func (w *space) squareOf(cell grid.Tile, tally *column.Tally) {
	c := counts{all: uint32(tally.Total)}
	for _, code := range tally.Kinds.Seen() {
		c.groups[w.looks.kinds[code].group] += uint32(tally.Kinds.Of(code))
	}
	class := classOf(c.all)
	in := inset[class]
	west, north := int32(cell.X%32)*cellUnits, int32(cell.Y%32)*cellUnits
	east, south := west+cellUnits-in, north+cellUnits-in
	west, north = west+in, north+in
	w.ring = [4]mvt.Coord{{X: west, Y: north}, {X: east, Y: north}, {X: east, Y: south}, {X: west, Y: south}}
	w.e.Ring(w.ring[:], false)
	w.write(&c, &w.squareAt)
	w.e.Number(w.class, uint64(class))
	w.e.End()
}
