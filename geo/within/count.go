package within

import (
	"github.com/paulmach/orb"

	"terrier/geo/column"
)

// Count adds the rows inside the boundary, its line included, that the filter means. Blocks of rows that lie wholly inside are added
// by their sums; only those that the line runs through are looked at row by row.
func (b *Boundary) Count(s *column.Snapshot, t *column.Tally, f column.Filter) {
	s.Each(func(part *column.Segment, times int) {
		b.search(part, func(from, to int) { part.Count(t, f, from, to, times) }, func(from, to int, n *near) {
			for i := from; i < to; i++ {
				if n.Covers(part.Point(i)) {
					part.CountRow(t, f, i, times)
				}
			}
		})
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

// part is how much of a box the boundary covers.
func (b *Boundary) part(box orb.Bound) column.Part {
	switch b.Class(box) {
	case Disjoint:
		return column.Nothing
	case Covered:
		return column.Whole
	}
	return column.Something
}
