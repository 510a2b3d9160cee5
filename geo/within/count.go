package within

import (
	"github.com/paulmach/orb"

	"terrier/geo/column"
)

// Count adds the rows inside the boundary, its line included, that the filter means. Blocks of rows that lie wholly inside are added
// by their sums; only those that the line runs through are looked at row by row.
func (b *Boundary) Count(s *column.Snapshot, t *column.Tally, f column.Filter) {
	s.Each(func(part *column.Segment, times int) {
		b.Stretches(part, func(from, to int) { part.Count(t, f, from, to, times) })
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
