package within

import (
	"github.com/paulmach/orb"

	"terrier/geo/column"
)

// IDs returns the ids, in rising order, of the rows inside the boundary, its line included, that the filter means: those that Count
// counts.
func (b *Boundary) IDs(s *column.Snapshot, f column.Filter) []int64 {
	var l column.Listing
	s.Each(func(part *column.Segment, times int) {
		b.Stretches(part, func(from, to int) { l.Take(part, f, from, to, times, nil) })
	})
	return l.IDs()
}

// OnLine returns the ids, in rising order, of the rows that the filter means and that lie on the line of the boundary: they are
// counted inside, and in a neighbour that has the same line too.
func (b *Boundary) OnLine(s *column.Snapshot, f column.Filter) []int64 {
	var l column.Listing
	s.Each(func(part *column.Segment, times int) {
		// What is covered whole has no line in it.
		b.search(part, func(int, int) {}, func(from, to int, n *near) { l.Take(part, f, from, to, times, n.onLine) })
	})
	return l.IDs()
}

// Stretches gives the rows of a segment inside the boundary, its line included: from ≤ i < to, in order, none twice.
func (b *Boundary) Stretches(s *column.Segment, take func(from, to int)) {
	b.search(s, take, func(from, to int, n *near) {
		first := from
		for i := from; i < to; i++ {
			if n.Covers(s.Point(i)) {
				continue
			}
			if first < i {
				take(first, i)
			}
			first = i + 1
		}
		if first < to {
			take(first, to)
		}
	})
}

// search gives the rows of a segment that are covered whole to all, and those that may be covered in part to some, with whom to ask.
func (b *Boundary) search(s *column.Segment, all func(from, to int), some func(from, to int, n *near)) {
	n := &near{b: b}
	s.Search(b.part, all, func(from, to int, box orb.Bound) {
		n.come(box)
		some(from, to, n)
	})
}
