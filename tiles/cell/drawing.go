package cell

import (
	"terrier/geo/grid"
	"terrier/tiles/home"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
)

// Drawing says how cells are written. Safe for several goroutines.
type Drawing struct {
	words        *mvt.Words
	shape, label *mvt.Schema
	shapeAt      keys
	labelAt      keys
	class        int
	shapeZoom    uint8 // from which outlines are drawn
}

// keys are the places of what both layers have among their keys.
type keys struct{ cells, count, margin, cell int }

// NewDrawing takes the two layers as tilesets have them. It fails where they lack a field that is drawn.
func NewDrawing(shape, label layer.Layer, words *mvt.Words) (*Drawing, error) {
	d := &Drawing{words: words, shape: mvt.NewSchema(shape.ID, shape.Keys()...), label: mvt.NewSchema(label.ID, label.Keys()...), shapeZoom: uint8(label.MinZoom)}
	var missing error
	at := func(s *mvt.Schema, name string) int { return s.Need(name, &missing) }
	for _, of := range []struct {
		schema *mvt.Schema
		keys   *keys
	}{{d.shape, &d.shapeAt}, {d.label, &d.labelAt}} {
		*of.keys = keys{at(of.schema, "cells"), at(of.schema, "count"), at(of.schema, "error"), at(of.schema, "cell")}
	}
	d.class = at(d.shape, "class")
	return d, missing
}

// write gives the feature under way a sum over some cells. The count is left out where it says nothing; the error depends on no home.
func (d *Drawing) write(e *mvt.Encoder, k *keys, f Figures, cells int, n Number) (shown bool) {
	margin, shown := f.Tell(n)
	e.Number(k.cells, uint64(cells))
	if shown {
		e.Number(k.count, uint64(n.Value))
	}
	if n.Draws > 0 {
		e.Number(k.margin, uint64(margin))
	}
	return shown
}

// squares draws those that hold reference points, in the order of the curve. A square fills its part of the ground grid but for a rim:
// how exact homes are drawn there, in sizes, can be seen within it.
func (s *Set) squares(e *mvt.Encoder, f Figures, t grid.Tile) {
	e.Begin(s.shape)
	level := grid.SquareLevel(t.Z)
	for row, to := s.points.Range(t); row < to; {
		at := s.points.World(row).Tile(level)
		cells, sum := 0, Number{}
		for ; row < to && s.points.World(row).Tile(level) == at; row++ {
			n := f.Number(int(s.points.ID(row)))
			cells, sum = cells+1, Number{sum.Value + n.Value, sum.Draws + n.Draws}
		}
		if s.write(e, &s.shapeAt, f, cells, sum) {
			e.Number(s.class, uint64(home.ClassOf(uint32(sum.Value))))
		}
		x, y := home.CellCorner(at)
		e.Stamp(filled, x, y)
	}
}

const rim = 4 // units: half a pixel

var filled = home.CellStamp(rim)
