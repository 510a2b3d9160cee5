package within

import (
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/column"
)

// Count adds the rows inside the boundary, its line included, that the filter means. Blocks of rows that lie wholly inside are added
// by their sums; only those that the line runs through are looked at row by row.
func (b *Boundary) Count(s *column.Snapshot, t *column.Tally, f column.Filter) {
	s.Each(func(part *column.Segment, times int) {
		part.Search(b.part, func(from, to int) { part.Count(t, f, from, to, times) }, func(from, to int) {
			for i := from; i < to; i++ {
				if b.Covers(part.Point(i)) {
					part.CountRow(t, f, i, times)
				}
			}
		})
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

// OnLine returns the ids, in rising order, of the rows that the filter means and that lie on the line of the boundary: they are
// counted inside, and in a neighbour that has the same line too.
func (b *Boundary) OnLine(s *column.Snapshot, f column.Filter) []int64 {
	times := map[int64]int{} // a row that is gone is met once more, to be taken away
	s.Each(func(part *column.Segment, count int) {
		// What is covered whole has no line in it.
		part.Search(b.part, func(int, int) {}, func(from, to int) {
			for i := from; i < to; i++ {
				if f.Has(part.Kind(i), part.Lot(i)) && b.Place(part.Point(i)) == OnLine {
					times[part.ID(i)] += count
				}
			}
		})
	})
	var ids []int64
	for id, n := range times {
		if n > 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
