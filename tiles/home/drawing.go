package home

import (
	"fmt"
	"slices"
	"sync"

	"terrier/geo/column"
	"terrier/geo/grid"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
)

// mostGroups is how many tenure groups there may be: they are the classes of the columns.
const mostGroups = column.MostClasses

// MostPlaces is how many features a tile of single homes holds at most. More places are merged on a grid.
const MostPlaces = 2500

// Options are what a Drawing is made of.
type Options struct {
	Square, Place layer.Layer // the layers home_square and home, as tilesets have them
	Groups        []string    // slugs of the tenure groups, which are keys of both layers too
	Codes         Codes
	Words         *mvt.Words
}

// Drawing draws the homes of some columns. Safe for several goroutines.
type Drawing struct {
	look          *Looks
	square, place *mvt.Schema
	squareAt      keys
	placeAt       keys
	groups        []mvt.Word // by group
	// Of groups with equally many homes the one of the highest rank is the commonest: the first by slug.
	ranks          []uint64             // by group
	ranked         [mostGroups]mvt.Word // by rank
	minZoom        uint8                // of single homes
	class, owner   int
	ownerName      int
	homeType       int
	bedrooms, cert int
}

// keys are the places of what both layers have among their keys.
type keys struct {
	count, tenure int
	groups        [mostGroups]int
}

// New makes a drawing. It fails where the layers lack a field that is drawn.
func New(o Options) (*Drawing, error) {
	if len(o.Groups) > mostGroups {
		return nil, fmt.Errorf("%d tenure groups, at most %d can be drawn", len(o.Groups), mostGroups)
	}
	d := &Drawing{look: NewLooks(o.Codes, o.Words), square: mvt.NewSchema(o.Square.ID, o.Square.Keys()...), place: mvt.NewSchema(o.Place.ID, o.Place.Keys()...), minZoom: uint8(o.Place.MinZoom)}
	slugs := slices.Sorted(slices.Values(o.Groups))
	for _, slug := range o.Groups {
		word, rank := o.Words.Of(slug), len(slugs)-1-slices.Index(slugs, slug)
		d.groups, d.ranks = append(d.groups, word), append(d.ranks, uint64(rank))
		d.ranked[rank] = word
	}
	var missing error
	at := func(s *mvt.Schema, name string) int { return s.Need(name, &missing) }
	for _, of := range []struct {
		schema *mvt.Schema
		keys   *keys
	}{{d.square, &d.squareAt}, {d.place, &d.placeAt}} {
		of.keys.count, of.keys.tenure = at(of.schema, "count"), at(of.schema, "tenure")
		for i, slug := range o.Groups {
			of.keys.groups[i] = at(of.schema, slug)
		}
	}
	d.class = at(d.square, "class")
	d.owner, d.ownerName = at(d.place, "owner"), at(d.place, "owner-name")
	d.homeType, d.bedrooms, d.cert = at(d.place, "home-type"), at(d.place, "bedrooms"), at(d.place, "epc")
	return d, missing
}

// Forget makes anew how homes look, since owners are called otherwise. The generations of all tiles are to be raised after it.
func (d *Drawing) Forget() { d.look.Forget() }

// Draws is true where a layer is drawn here and shows at that zoom: one of the two shows at each.
func (d *Drawing) Draws(layer string, zoom uint8) bool {
	if zoom < d.minZoom {
		return layer == d.square.Name()
	}
	return layer == d.place.Name()
}

// Draw adds the homes in a tile that the filter means: squares below the zoom from which single homes show, then one layer of points.
func (d *Drawing) Draw(e *mvt.Encoder, s *column.Snapshot, f column.Filter, t grid.Tile) {
	w := spaces.Get().(*space)
	w.views = append(w.views[:0], View{Homes: s, Filters: append(w.filters[:0], f), Looks: d.look})
	w.draw(d, e, t)
}

// View is what of some columns, whose classes are the tenure groups, is drawn: the homes that any of the filters means. No home is
// meant by two of them.
type View struct {
	Homes   *column.Snapshot
	Filters []column.Filter
	Looks   *Looks
}

// DrawViews adds the homes of several views, which have none in common, to one layer: those at one place are one point, those in one
// cell one square.
func (d *Drawing) DrawViews(e *mvt.Encoder, t grid.Tile, views ...View) {
	w := spaces.Get().(*space)
	w.views = append(w.views[:0], views...)
	w.draw(d, e, t)
}

func (w *space) draw(d *Drawing, e *mvt.Encoder, t grid.Tile) {
	defer spaces.Put(w)
	w.Drawing, w.e = d, e
	w.runs = w.runs[:0]
	sets := 0
	for _, v := range w.views {
		r := run{view: v, looks: v.Looks.looks(), sets: sets, all: len(v.Filters) == 1 && v.Filters[0].All()}
		sets += 2 * max(len(r.looks.kinds), len(r.looks.lots))
		w.runs = append(w.runs, r)
	}
	if t.Z < d.minZoom {
		w.squares(t)
	} else {
		w.places(t)
	}
	clear(w.views)
	clear(w.runs)
	clear(w.filters[:])
	w.Drawing, w.e = nil, nil
}

// space is what drawing a tile needs, to be used again.
type space struct {
	*Drawing
	e       *mvt.Encoder
	views   []View
	filters [1]column.Filter // of the only view
	runs    []run            // one for each view
	classes column.Classes
	spots   []spot
	shift   int // how many of the last bits of a place are left out
	visit   func(grid.Tile, *column.Classes)
	cells   []column.Classes // of all filters together, row by row
	order   [2][]uint32      // of the spots
}

var spaces = sync.Pool{New: func() any {
	w := new(space)
	w.visit = w.count // made once, for it would be allocated each time
	return w
}}

// write gives the feature under way how many homes there are, of each group, and the commonest group.
func (w *space) write(all int, n *column.Classes, k *keys) {
	w.e.Number(k.count, uint64(all))
	most := uint64(0) // with the rank of its group in the last bits
	for g, rank := range w.ranks {
		most = max(most, uint64(n[g])*mostGroups+rank)
	}
	w.e.Word(k.tenure, w.ranked[most%mostGroups])
	for g := range w.groups {
		if n[g] > 0 {
			w.e.Number(k.groups[g], uint64(n[g]))
		}
	}
}
