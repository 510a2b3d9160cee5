package look

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/paulmach/orb"

	"terrier/data/postgis"
	"terrier/geo/grid"
	"terrier/plans"
	"terrier/plans/disclosure"
	"terrier/tiles/cell"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
)

// Protected draws the public release that is served. Safe for several goroutines: what was begun with one release is drawn from it to
// its end.
type Protected struct {
	drawing *cell.Drawing
	now     atomic.Pointer[drawnRelease]
}

type drawnRelease struct {
	table *disclosure.Table
	cells *cell.Set
}

// NewProtected draws in the layers that the tileset of homes has.
func NewProtected(sets []layer.Tileset, words *mvt.Words) (*Protected, error) {
	set, _ := layer.Find(sets, "homes")
	var shape, label layer.Layer
	for _, l := range set.Layers {
		switch l.ID {
		case "home_protected":
			shape = l
		case "home_protected_label":
			label = l
		}
	}
	drawing, err := cell.NewDrawing(shape, label, words)
	if err != nil {
		return nil, fmt.Errorf("draw protected figures: %w", err)
	}
	return &Protected{drawing: drawing}, nil
}

// Serve draws another release from now on; none where it is nil. The table is that of the release.
func (p *Protected) Serve(r *postgis.DrawnRelease, table *disclosure.Table) {
	if r == nil {
		p.now.Store(nil)
		return
	}
	cells := make([]cell.Cell, len(r.Cells))
	for i, c := range r.Cells {
		cells[i] = cell.Cell{ID: c.ID, World: c.World, Outline: r.Outlines[i]}
	}
	p.now.Store(&drawnRelease{table, p.drawing.New(cells)})
}

// Pen draws one tile, of one release.
type Pen struct {
	cells   *cell.Set
	figures cell.Figures
}

// Pen prepares to draw what a filter means. It is nil where there is nothing to draw: there is no release, or it does not tell of such
// homes.
func (p *Protected) Pen(where map[string][]string) (*Pen, error) {
	now := p.now.Load()
	if now == nil {
		return nil, nil
	}
	choice, err := now.table.Choose(where)
	if refused := (*plans.Error)(nil); errors.As(err, &refused) && refused.Code == disclosure.NotInTable {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &Pen{now.cells, told{choice}}, nil
}

// Draw adds a layer to a tile; nothing where it is no layer of protected figures.
func (p *Pen) Draw(e *mvt.Encoder, layer string, t grid.Tile) {
	if p != nil {
		p.cells.Draw(e, layer, p.figures, t)
	}
}

// Bound is where cells are, in Web Mercator metres. ok is false where there are none.
func (p *Protected) Bound() (b orb.Bound, ok bool) {
	if now := p.now.Load(); now != nil {
		return now.cells.Bound()
	}
	return b, false
}

// Touches is true where a tile may show a cell.
func (p *Protected) Touches(t grid.Tile) bool {
	now := p.now.Load()
	return now != nil && now.cells.Touches(t)
}

// told are the numbers of a filter, and the rule by which they are told.
type told struct{ *disclosure.Choice }

func (t told) Number(i int) cell.Number { return cell.Number(t.Choice.Number(i)) }

func (told) Tell(n cell.Number) (margin int, shown bool) {
	m := disclosure.Number(n)
	return m.Error(), m.Shown()
}
