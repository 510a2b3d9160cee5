package home

import (
	"cmp"
	"slices"

	"terrier/geo/column"
	"terrier/geo/grid"
	"terrier/tiles/mvt"
)

// spot is a point to draw: the homes at one place, or in one cell of the grid where there are too many places.
type spot struct {
	counts
	world     column.World // of the homes, while they stand at one place
	of        int32        // the view of the first home
	kind      uint32       // of its only home
	lot       uint32       // of the first home
	oneOwner  bool
	scattered bool // the homes stand at several places
}

// mergeLevel is how many levels a cell of the grid lies below its tile: 256 in a row.
const (
	mergeLevel = 8
	mergeUnits = mvt.Extent >> mergeLevel
)

// run is what is left of a view's homes in a tile, and the first of them.
type run struct {
	view      View
	looks     *looks
	all       bool // every home is meant
	sets      int  // the first number of what is kept for its features
	rows      column.Cursor
	world     column.World
	key       uint64 // of the world, where there are several runs
	kind, lot uint32
	ok        bool
}

// next goes to the next home that is meant.
func (r *run) next(several bool) {
	for {
		part, i, ok := r.rows.Next()
		if r.ok = ok; !ok {
			return
		}
		if r.kind, r.lot = part.Kind(i), part.Lot(i); !r.all && !r.view.means(r.kind, r.lot) {
			continue
		}
		if r.world = part.World(i); several {
			r.key = r.world.Key()
		}
		return
	}
}

func (v *View) means(kind, lot uint32) bool {
	for i := range v.Filters {
		if v.Filters[i].Has(kind, lot) {
			return true
		}
	}
	return false
}

// first is the run whose home comes first on the curve; -1 where none is left. Of homes at one place those of the first view come first.
func (w *space) first() int {
	if len(w.runs) == 1 && w.runs[0].ok {
		return 0
	}
	first := -1
	for i := range w.runs {
		if r := &w.runs[i]; r.ok && (first < 0 || r.key < w.runs[first].key) {
			first = i
		}
	}
	return first
}

func (w *space) places(t grid.Tile) {
	w.e.Begin(w.place)
	w.spots = w.spots[:0]
	rows := 0
	for i := range w.runs {
		r := &w.runs[i]
		rows += r.view.Homes.RowsIn(t)
		r.rows = r.view.Homes.Tile(t)
		r.next(len(w.runs) > 1)
	}
	w.keep = rows > MostPlaces
	w.gather(t)
	if len(w.spots) > MostPlaces {
		w.merge(t)
	}
	// Larger ones are drawn over smaller ones. Most are single homes, which stay in the order of the columns.
	w.later = w.later[:0]
	for i := range w.spots {
		if w.spots[i].all > 1 {
			w.later = append(w.later, int32(i))
			continue
		}
		w.point(&w.spots[i], t)
	}
	slices.SortStableFunc(w.later, func(a, b int32) int { return cmp.Compare(w.spots[a].all, w.spots[b].all) })
	for _, i := range w.later {
		w.point(&w.spots[i], t)
	}
}

// gather makes a spot of each place in the tile. A single home is drawn at once, unless it may have to be merged with others.
func (w *space) gather(t grid.Tile) {
	var p spot
	several := len(w.runs) > 1
	for of := w.first(); of >= 0; of = w.first() {
		r := &w.runs[of]
		if p.all == 0 || p.world != r.world {
			w.gathered(&p, t)
			p.all, p.world, p.of, p.kind, p.lot, p.oneOwner = 1, r.world, int32(of), r.kind, r.lot, true
			r.next(several)
			continue
		}
		if p.all == 1 {
			w.group(&p)
		}
		p.all++
		p.groups[r.looks.kinds[r.kind].group]++
		p.oneOwner = p.oneOwner && r.looks.lots[r.lot].owner == w.ownerOf(&p)
		r.next(several)
	}
	w.gathered(&p, t)
}

// ownerOf is the owner of the first home of a spot.
func (w *space) ownerOf(p *spot) int64 { return w.runs[p.of].looks.lots[p.lot].owner }

func (w *space) gathered(p *spot, t grid.Tile) {
	switch {
	case p.all == 1 && !w.keep:
		w.point(p, t)
	case p.all == 1:
		w.group(p)
		fallthrough
	case p.all > 0:
		w.spots = append(w.spots, *p)
	}
}

// group counts the only home of a spot by its group: one that is drawn at once needs no counts.
func (w *space) group(p *spot) {
	p.groups = [mostGroups]uint32{}
	p.groups[w.runs[p.of].looks.kinds[p.kind].group] = 1
}

// merge joins the spots in each cell of the grid. Their order is that of the curve, so those of a cell are neighbours.
func (w *space) merge(t grid.Tile) {
	level := t.Z + mergeLevel
	merged := w.spots[:0]
	var cell grid.Tile
	for _, next := range w.spots {
		at := next.world.Tile(level)
		if len(merged) == 0 || at != cell {
			merged, cell = append(merged, next), at
			continue
		}
		p := &merged[len(merged)-1]
		p.all += next.all
		for g := range p.groups {
			p.groups[g] += next.groups[g]
		}
		p.oneOwner = p.oneOwner && next.oneOwner && w.ownerOf(p) == w.ownerOf(&next)
		p.scattered = true
	}
	w.spots = merged
}

func (w *space) point(p *spot, t grid.Tile) {
	if p.all == 1 {
		w.single(p)
	} else {
		w.write(&p.counts, &w.placeAt)
	}
	if p.oneOwner {
		w.owned(p)
	}
	at := mvt.Position(t, p.world.X, p.world.Y)
	if p.scattered { // the middle of the cell
		cell := p.world.Tile(t.Z + mergeLevel)
		at = mvt.Coord{X: int32(cell.X%256)*mergeUnits + mergeUnits/2, Y: int32(cell.Y%256)*mergeUnits + mergeUnits/2}
	}
	w.e.Point(at.X, at.Y)
}

// single gives the feature under way what is shown of one home. Homes of one kind share it.
func (w *space) single(p *spot) {
	r := &w.runs[p.of]
	number := r.sets + 2*int(p.kind)
	if w.e.Set(number) {
		return
	}
	mark := w.e.Mark()
	k := &r.looks.kinds[p.kind]
	w.e.Number(w.placeAt.count, 1)
	w.e.Word(w.placeAt.tenure, w.groups[k.group])
	w.e.Number(w.placeAt.groups[k.group], 1)
	w.e.Word(w.homeType, k.homeType)
	if k.bedrooms > 0 {
		w.e.Number(w.bedrooms, uint64(k.bedrooms))
	}
	w.e.Word(w.cert, k.epc)
	w.e.KeepSet(number, mark)
}

// owned gives the feature under way its owner.
func (w *space) owned(p *spot) {
	r := &w.runs[p.of]
	number := r.sets + 2*int(p.lot) + 1
	if w.e.Set(number) {
		return
	}
	mark := w.e.Mark()
	w.e.Word(w.owner, r.looks.lots[p.lot].ref)
	w.e.Word(w.ownerName, r.looks.lots[p.lot].name)
	w.e.KeepSet(number, mark)
}
