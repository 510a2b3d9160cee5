package home

import (
	"math/bits"

	"terrier/geo/column"
	"terrier/geo/grid"
	"terrier/tiles/mvt"
)

// spot is a point to draw: the homes at one place, or in one cell of a grid where there are too many places.
type spot struct {
	all       int
	groups    column.Classes // only of several homes: join begins it
	world     column.World   // of the first home
	of        int32          // the view of the first home
	kind      uint32         // of the first home
	lot       uint32         // of the first home
	oneOwner  bool
	scattered bool // the homes stand at several places
}

// finestGrid is how many levels a cell of the finest grid lies below its tile: 256 in a row.
const finestGrid = 8

// run is what is left of a view's homes in a tile, and the first of them.
type run struct {
	view  View
	looks *looks
	all   bool            // every home is meant
	sets  int             // the first number of what is kept for its features
	tile  column.Cursor   // all homes of the tile
	rows  column.Cursor   // those behind the stretch under way
	part  *column.Segment // that the stretch is of
	i, to int             // what is left of it: i is the home come to
	world column.World    // of that home
	key   uint64          // of the world, where there are several runs
	ok    bool            // there is a home
}

// goTo goes to the first home that is meant, from a row of the stretch on.
func (r *run) goTo(i int, several bool) {
	for r.i = i; ; r.i++ {
		if r.i == r.to {
			if r.part, r.i, r.to, r.ok = r.rows.Next(); !r.ok {
				r.i, r.to = 0, 0
				return
			}
		}
		if r.means(r.i) {
			break
		}
	}
	if r.world = r.part.World(r.i); several {
		r.key = r.world.Key()
	}
}

// until is how far the stretch may be taken at once: one home where another view's may come next.
func (r *run) until(several bool) int {
	if several {
		return r.i + 1
	}
	return r.to
}

// means reports whether a home of the stretch is meant.
func (r *run) means(i int) bool { return r.all || r.view.means(r.part.Kind(i), r.part.Lot(i)) }

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
	homes := 0
	for i := range w.runs {
		r := &w.runs[i]
		r.tile = r.view.Homes.Tile(t)
		homes += r.tile.Most()
	}
	w.shift = 0
	if homes > MostPlaces {
		w.shift = w.merged(t)
	}
	w.gather(t)
	// Larger ones are drawn over smaller ones. Most are single homes, which are drawn already, in the order of the columns.
	for _, i := range w.bySize() {
		w.point(&w.spots[i], t)
	}
}

// begin goes to the first home of each view.
func (w *space) begin() {
	for i := range w.runs {
		r := &w.runs[i]
		r.rows, r.to = r.tile, 0
		r.goTo(0, len(w.runs) > 1)
	}
}

// merged is how many of the last bits of a place are left out, that no more than MostPlaces are left: none, or those within a cell of
// a grid, of 256 in a row of the tile or of half as many, again and again. What lies in a cell is one stretch of the curve, so cells
// are counted from how far neighbours on it are apart, for all grids at once.
func (w *space) merged(t grid.Tile) int {
	var apart [grid.WorldLevel + 1]int // by the bits that differ
	several := len(w.runs) > 1
	w.begin()
	of := w.first()
	if of < 0 {
		return 0
	}
	cells, last := 1, w.runs[of].world
	for ; of >= 0; of = w.first() {
		r := &w.runs[of]
		to := r.until(several)
		for i := r.i; i < to; i++ {
			if r.means(i) {
				at := r.part.World(i)
				apart[differing(last, at)]++
				last = at
			}
		}
		r.goTo(to, several)
	}
	for _, n := range apart[1:] {
		cells += n
	}
	finest := max(1, grid.WorldLevel-finestGrid-int(t.Z))
	for shift := 0; ; {
		if cells <= MostPlaces {
			return shift
		}
		coarser := max(shift+1, finest)
		for _, n := range apart[shift+1 : coarser+1] {
			cells -= n
		}
		shift = coarser
	}
}

// differing is how many of the last bits hold all that two places differ by.
func differing(a, b column.World) int { return bits.Len32((a.X ^ b.X) | (a.Y ^ b.Y)) }

// gather makes a spot of the homes at each place in the tile, or in each cell. A single home is drawn at once.
func (w *space) gather(t grid.Tile) {
	w.spots = w.spots[:0]
	var p spot
	several := len(w.runs) > 1
	w.begin()
	for of := w.first(); of >= 0; of = w.first() {
		r := &w.runs[of]
		to := r.until(several)
		for i := r.i; i < to; {
			if !r.means(i) {
				i++
				continue
			}
			if at := r.part.World(i); p.all == 0 || differing(p.world, at) > w.shift {
				w.gathered(&p, t)
				p.all, p.world, p.of, p.kind, p.lot, p.oneOwner, p.scattered = 1, at, int32(of), r.part.Kind(i), r.part.Lot(i), true, false
				i++
				continue
			}
			from := i
			for i++; i < to && differing(p.world, r.part.World(i)) <= w.shift && r.means(i); i++ {
			}
			w.join(&p, r, from, i)
		}
		r.goTo(to, several)
	}
	w.gathered(&p, t)
}

// join adds homes to the first of a spot. Those at one place come together.
func (w *space) join(p *spot, r *run, from, to int) {
	if p.all == 1 {
		p.groups = column.Classes{}
		p.groups[w.runs[p.of].looks.kinds[p.kind].group] = 1
	}
	p.all += to - from
	p.scattered = p.scattered || p.world != r.part.World(to-1)
	for i := from; i < to; i++ {
		p.groups[r.looks.kinds[r.part.Kind(i)].group]++
	}
	for i := from; i < to && p.oneOwner; i++ {
		p.oneOwner = r.looks.lots[r.part.Lot(i)].owner == w.ownerOf(p)
	}
}

// ownerOf is the owner of the first home of a spot.
func (w *space) ownerOf(p *spot) int64 { return w.runs[p.of].looks.lots[p.lot].owner }

func (w *space) gathered(p *spot, t grid.Tile) {
	switch {
	case p.all == 1:
		w.point(p, t)
	case p.all > 1:
		w.spots = append(w.spots, *p)
	}
}

func (w *space) point(p *spot, t grid.Tile) {
	at := p.world
	if p.scattered { // the middle of the cell
		middle := uint32(1) << (w.shift - 1)
		at = column.World{X: at.X>>w.shift<<w.shift + middle, Y: at.Y>>w.shift<<w.shift + middle}
	}
	c := mvt.Position(t, at.X, at.Y)
	if p.all > 1 {
		w.write(p.all, &p.groups, &w.placeAt)
	} else if w.e.PointOfSets(c.X, c.Y, w.setOfKind(p), w.setOfLot(p)) {
		return // as most are
	} else {
		w.single(p)
	}
	if p.oneOwner {
		w.owned(p)
	}
	w.e.Point(c.X, c.Y)
}

// setOfKind and setOfLot are the numbers of what the first home of a spot shares with others.
func (w *space) setOfKind(p *spot) int { return w.runs[p.of].sets + 2*int(p.kind) }

func (w *space) setOfLot(p *spot) int { return w.runs[p.of].sets + 2*int(p.lot) + 1 }

// single gives the feature under way what is shown of one home. Homes of one kind share it.
func (w *space) single(p *spot) {
	number := w.setOfKind(p)
	if w.e.Set(number) {
		return
	}
	k := &w.runs[p.of].looks.kinds[p.kind]
	mark := w.e.Mark()
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
	number := w.setOfLot(p)
	if w.e.Set(number) {
		return
	}
	l := &w.runs[p.of].looks.lots[p.lot]
	mark := w.e.Mark()
	w.e.Word(w.owner, l.ref)
	w.e.Word(w.ownerName, l.name)
	w.e.KeepSet(number, mark)
}
