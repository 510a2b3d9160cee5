package column

import (
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/grid"
)

// A Snapshot is the state of a store at one moment: the rows of base that are
// not gone, and those added. It never changes. The rows gone stand in a
// segment of their own too, so that a stretch of base is counted by its sums
// and theirs are taken away again.
type Snapshot struct {
	base  *Segment
	gone  bitmap // of base
	added *Segment
	taken *Segment // copies of the rows gone
}

func newSnapshot(base, none *Segment) *Snapshot {
	return &Snapshot{base: base, added: none, taken: none}
}

// Len is the number of rows.
func (s *Snapshot) Len() int { return s.base.Len() + s.added.Len() - s.taken.Len() }

// Bytes is how much memory the snapshot holds.
func (s *Snapshot) Bytes() int {
	return s.base.Bytes() + s.added.Bytes() + s.taken.Bytes() + 8*cap(s.gone)
}

// Each gives every part of the snapshot to count, with how often its rows
// count: 1, or -1 for rows that are gone from another part.
func (s *Snapshot) Each(count func(part *Segment, times int)) {
	count(s.base, 1)
	if s.added.Len() > 0 {
		count(s.added, 1)
	}
	if s.taken.Len() > 0 {
		count(s.taken, -1)
	}
}

// Count adds every row that the filter means.
func (s *Snapshot) Count(t *Tally, f Filter) {
	s.Each(func(part *Segment, times int) { part.Count(t, f, 0, part.Len(), times) })
}

// bitmap is a set of rows.
type bitmap []uint64

func (b bitmap) has(i int) bool { return i>>6 < len(b) && b[i>>6]>>(i&63)&1 != 0 }

func (b bitmap) set(i int) { b[i>>6] |= 1 << (i & 63) }

// Bound is the box of the rows on the map that the filter means: its
// north-western and its south-eastern place. ok is false where there are none.
// It looks at every row.
func (s *Snapshot) Bound(f Filter) (first, last World, ok bool) {
	s.eachDrawn(1, func(part *Segment, i int) {
		if !f.Has(part.Kind(i), part.Lot(i)) {
			return
		}
		w := part.World(i)
		if !ok {
			first, last, ok = w, w, true
			return
		}
		first = World{min(first.X, w.X), min(first.Y, w.Y)}
		last = World{max(last.X, w.X), max(last.Y, w.Y)}
	})
	return first, last, ok
}

// sampled is how many rows are enough to tell where most of them are.
const sampled = 1 << 14

// Middle is the box that leaves out that share of the rows on each of its four
// sides, as about so many thousand of them tell. ok is false where there are no
// rows on the map.
func (s *Snapshot) Middle(share float64) (first, last World, ok bool) {
	var xs, ys []uint32
	s.eachDrawn(1+(s.base.Drawn()+s.added.Drawn())/sampled, func(part *Segment, i int) {
		w := part.World(i)
		xs, ys = append(xs, w.X), append(ys, w.Y)
	})
	if len(xs) == 0 {
		return first, last, false
	}
	slices.Sort(xs)
	slices.Sort(ys)
	low := int(share * float64(len(xs)))
	high := len(xs) - 1 - low
	return World{xs[low], ys[low]}, World{xs[high], ys[high]}, true
}

// eachDrawn gives every step-th row on the map, none of those that are gone.
// Rows lie along the curve, so that these lie as all of them do.
func (s *Snapshot) eachDrawn(step int, give func(part *Segment, i int)) {
	for i := 0; i < s.base.Drawn(); i += step {
		if !s.gone.has(i) {
			give(s.base, i)
		}
	}
	for i := 0; i < s.added.Drawn(); i += step {
		give(s.added, i)
	}
}

// Center is the middle of a place in Web Mercator metres.
func (w World) Center() orb.Point {
	return grid.Tile{Z: grid.WorldLevel, X: w.X, Y: w.Y}.Bound().Center()
}
