package column

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"sync"

	"github.com/paulmach/orb"

	"terrier/geo/grid"
)

// leafShift: 64 rows have a box and a first key of their own.
const (
	leafShift = 6
	leafRows  = 1 << leafShift
)

// A Segment is an immutable set of rows: first those on the map, in Hilbert
// order and by id where places are equal, then those nowhere.
type Segment struct {
	drawn int // rows on the map

	x, y []uint32 // Web Mercator, as in World

	// Easting and northing: whole millimetres from which the stored float64
	// comes back to the bit, or where one does not, all as they are.
	e, n           []int32
	exactE, exactN []float64

	id        []int64
	byID      []uint32 // rows in the order of their ids
	kind, lot []uint32

	leafKey     []uint64      // of the first row of each leaf on the map
	boxes       [][]orb.Bound // of leaves, and of 16 of the tier below, up to one
	kinds, lots sums
	classes     classes       // of a store's segments, as are squares
	squares     []squareLevel // by level

	kindCodes, lotCodes int // one more than the highest code
}

// Build makes a segment of rows in any order. Ids must be unique.
func Build(rows []Row) *Segment { return build(rows, nil) }

// build makes a segment that tells classes too, unless classOf is nil.
func build(rows []Row, classOf func(kind uint32) uint8) *Segment {
	order := inOrder(rows)
	drawn := len(order)
	for i := range rows {
		if rows[i].World.nowhere() {
			order = append(order, keyed{0, uint32(i)})
		}
	}
	s := newSegment(len(rows), drawn)
	inParts(len(rows), func(_, from, to int) {
		for i := from; i < to; i++ {
			s.set(i, &rows[order[i].row])
		}
	})
	if !wholeMillimetres(rows) {
		s.keepFloats(func(i int) orb.Point { return rows[order[i].row].Point })
	}
	s.finish(classOf)
	return s
}

// inOrder returns the rows on the map by place, those of one place by id.
func inOrder(rows []Row) []keyed {
	order := make([]keyed, 0, len(rows))
	for i := range rows {
		if !rows[i].World.nowhere() {
			order = append(order, keyed{0, uint32(i)})
		}
	}
	inParts(len(order), func(_, from, to int) {
		for i := from; i < to; i++ {
			order[i].key = rows[order[i].row].World.Key()
		}
	})
	order = sorted(order)
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && order[to].key == order[from].key {
			to++
		}
		slices.SortFunc(order[from:to], func(a, b keyed) int { return cmp.Compare(rows[a.row].ID, rows[b.row].ID) })
		from = to
	}
	return slices.Grow(order, len(rows)-len(order))
}

func newSegment(rows, drawn int) *Segment {
	return &Segment{
		drawn: drawn,
		x:     make([]uint32, rows), y: make([]uint32, rows),
		e: make([]int32, rows), n: make([]int32, rows),
		id: make([]int64, rows), kind: make([]uint32, rows), lot: make([]uint32, rows),
	}
}

func (s *Segment) set(i int, r *Row) {
	s.x[i], s.y[i] = r.World.X, r.World.Y
	s.e[i], _ = millimetres(r.Point[0])
	s.n[i], _ = millimetres(r.Point[1])
	s.id[i], s.kind[i], s.lot[i] = r.ID, r.Kind, r.Lot
}

func wholeMillimetres(rows []Row) bool {
	for i := range rows {
		_, okE := millimetres(rows[i].Point[0])
		_, okN := millimetres(rows[i].Point[1])
		if !okE || !okN {
			return false
		}
	}
	return true
}

func (s *Segment) keepFloats(at func(i int) orb.Point) {
	s.exactE, s.exactN = make([]float64, s.Len()), make([]float64, s.Len())
	for i := range s.exactE {
		p := at(i)
		s.exactE[i], s.exactN[i] = p[0], p[1]
	}
	s.e, s.n = nil, nil
}

// finish makes what lies over the rows.
func (s *Segment) finish(classOf func(kind uint32) uint8) {
	for _, k := range s.kind {
		s.kindCodes = max(s.kindCodes, int(k)+1)
	}
	for _, l := range s.lot {
		s.lotCodes = max(s.lotCodes, int(l)+1)
	}
	var group sync.WaitGroup
	group.Go(func() { s.kinds = sum(s.kind) })
	group.Go(func() { s.lots = sum(s.lot) })
	group.Go(s.fillIDs)
	if classOf != nil {
		s.classes = classed(s.kind, s.kindCodes, classOf)
		s.squares = s.squared()
	}
	s.fillBoxes()
	s.leafKey = make([]uint64, (s.drawn+leafRows-1)/leafRows)
	for leaf := range s.leafKey {
		s.leafKey[leaf] = s.World(leaf << leafShift).Key()
	}
	group.Wait()
}

func (s *Segment) fillIDs() {
	order := make([]keyed, s.Len())
	for i, id := range s.id {
		order[i] = keyed{uint64(id) ^ 1<<63, uint32(i)}
	}
	order = sorted(order)
	s.byID = make([]uint32, len(order))
	for i, k := range order {
		s.byID[i] = k.row
	}
}

// Len is the number of rows.
func (s *Segment) Len() int { return len(s.id) }

// Drawn is the number of rows on the map; they come first.
func (s *Segment) Drawn() int { return s.drawn }

// Point returns where row i is: easting, northing, as stored, to the bit.
func (s *Segment) Point(i int) orb.Point {
	if s.exactE != nil {
		return orb.Point{s.exactE[i], s.exactN[i]}
	}
	return orb.Point{metres(s.e[i]), metres(s.n[i])}
}

// World returns where row i is on the map.
func (s *Segment) World(i int) World { return World{s.x[i], s.y[i]} }

// ID returns the id of row i.
func (s *Segment) ID(i int) int64 { return s.id[i] }

// Kind returns the code of what row i is.
func (s *Segment) Kind(i int) uint32 { return s.kind[i] }

// Lot returns the code of whose row i is.
func (s *Segment) Lot(i int) uint32 { return s.lot[i] }

// Row returns row i as it was given.
func (s *Segment) Row(i int) Row {
	return Row{s.id[i], s.Point(i), s.World(i), s.kind[i], s.lot[i]}
}

// Find returns the row of an id. ok is false where there is none.
func (s *Segment) Find(id int64) (i int, ok bool) {
	at, ok := slices.BinarySearchFunc(s.byID, id, func(row uint32, id int64) int {
		switch {
		case s.id[row] < id:
			return -1
		case s.id[row] > id:
			return 1
		}
		return 0
	})
	if !ok {
		return 0, false
	}
	return int(s.byID[at]), true
}

// Range returns the rows of a tile: from ≤ i < to. The ranges of its four
// children make it up.
func (s *Segment) Range(t grid.Tile) (from, to int) {
	shift := 2 * (grid.WorldLevel - uint(t.Z))
	key := grid.Hilbert(t.Z, t.X, t.Y)
	from, to = s.lower(key<<shift), s.drawn
	if last := key+1 == 1<<(2*uint(t.Z)); !last {
		to = s.lower((key + 1) << shift)
	}
	return from, to
}

// lower returns the first drawn row whose key is not below this one.
func (s *Segment) lower(key uint64) int {
	leaf := sort.Search(len(s.leafKey), func(i int) bool { return s.leafKey[i] >= key })
	if leaf == 0 {
		return 0
	}
	from, to := (leaf-1)<<leafShift, min(s.drawn, leaf<<leafShift)
	return from + sort.Search(to-from, func(i int) bool { return s.World(from+i).Key() >= key })
}

// Bytes is how much memory the columns and what lies over them take.
func (s *Segment) Bytes() int {
	n := 4*(cap(s.x)+cap(s.y)+cap(s.e)+cap(s.n)+cap(s.byID)+cap(s.kind)+cap(s.lot)) +
		8*(cap(s.id)+cap(s.exactE)+cap(s.exactN)+cap(s.leafKey)) + s.kinds.bytes() + s.lots.bytes() + s.classes.bytes()
	for _, tier := range s.boxes {
		n += 32 * cap(tier)
	}
	for i := range s.squares {
		n += s.squares[i].bytes()
	}
	return n
}

// everywhere is the box of what has no place of its own: no boundary holds it
// whole, so each such row is looked at.
var everywhere = orb.Bound{
	Min: orb.Point{math.Inf(-1), math.Inf(-1)},
	Max: orb.Point{math.Inf(1), math.Inf(1)},
}
