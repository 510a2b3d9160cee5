package cell

import (
	"github.com/paulmach/orb"

	"terrier/geo/column"
	"terrier/geo/grid"
	"terrier/tiles/feature"
	"terrier/tiles/mvt"
)

// Cell is one cell.
type Cell struct {
	ID      string       // as people and other answers know it
	World   column.World // its reference point
	Outline orb.Geometry // EPSG:3857; nil is not drawn
}

// Number is a sum of blurred numbers, and how many draws are in it, on which its error depends.
type Number struct{ Value, Draws int }

// Figures are the numbers of cells for one filter. It is asked for each cell of each tile, and must not allocate.
type Figures interface {
	Number(cell int) Number                 // what a cell, by its place in the list, adds to a sum
	Tell(n Number) (margin int, shown bool) // the error of a sum, and whether the sum may be told
}

// Set is some cells, prepared to be drawn. It never changes. Any number of goroutines may draw it.
type Set struct {
	*Drawing
	points *column.Segment // a row a cell, its id the cell's place in the list
	shapes *feature.Layer
	labels *feature.Layer
}

// buffer is how far beyond its edges a tile shows outlines, so that none shows at a tile's edge, in 4096ths.
const buffer = 128

// New prepares cells.
func (d *Drawing) New(cells []Cell) *Set {
	s := &Set{d, nil, feature.NewLayer(d.shape, buffer, d.shapeZoom), feature.NewLayer(d.label, 0, d.shapeZoom)}
	rows := make([]column.Row, len(cells))
	shapes, labels := make([]feature.Feature, len(cells)), make([]feature.Feature, len(cells))
	for i, c := range cells {
		rows[i] = column.Row{ID: int64(i), World: c.World}
		f := feature.Feature{ID: int64(i), Public: feature.PublicID(c.ID), Name: c.ID}
		shapes[i], labels[i] = f, f
		shapes[i].Geometry, shapes[i].Tags = c.Outline, []feature.Tag{{Key: d.shapeAt.cell, Word: d.words.Of(c.ID)}}
		if c.World != (column.World{}) {
			labels[i].Geometry, labels[i].Tags = c.World.Center(), []feature.Tag{{Key: d.labelAt.cell, Word: d.words.Of(c.ID)}}
		}
	}
	s.points = column.Build(rows)
	s.shapes.Replace(shapes)
	s.labels.Replace(labels)
	return s
}

// Bound is the box of all outlines in Web Mercator metres. ok is false where there are none.
func (s *Set) Bound() (b orb.Bound, ok bool) { return s.shapes.Bound() }

// Touches is true where a tile may show something. A tile for which it is false is empty, and so are all below it.
func (s *Set) Touches(t grid.Tile) bool {
	from, to := s.points.Range(t)
	return from < to || s.shapes.Touches(t)
}

// Draw adds a layer to a tile, with the numbers of a filter. Of another layer than those that are drawn here it adds nothing.
func (s *Set) Draw(e *mvt.Encoder, layer string, f Figures, t grid.Tile) {
	switch {
	case layer == s.shape.Name() && t.Z < s.shapeZoom:
		s.squares(e, f, t)
	case layer == s.shape.Name():
		s.shapes.DrawTold(e, t, func(id int64) bool {
			s.write(e, &s.shapeAt, f, 1, f.Number(int(id)))
			return true
		})
	case layer == s.label.Name():
		s.labels.DrawTold(e, t, func(id int64) bool {
			n := f.Number(int(id))
			if _, shown := f.Tell(n); !shown {
				return false
			}
			s.write(e, &s.labelAt, f, 1, n)
			return true
		})
	}
}
