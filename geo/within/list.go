package within

import (
	"terrier/geo/column"
)

// IDs returns the ids, in rising order, of the rows inside the boundary, its line included, that the filter means: those that Count
// counts.
func (b *Boundary) IDs(s *column.Snapshot, f column.Filter) []int64 {
	return b.list(s, f, true, func(at Place) bool { return at != Outside })
}

// OnLine returns the ids, in rising order, of the rows that the filter means and that lie on the line of the boundary: they are
// counted inside, and in a neighbour that has the same line too.
func (b *Boundary) OnLine(s *column.Snapshot, f column.Filter) []int64 {
	// What is covered whole has no line in it.
	return b.list(s, f, false, func(at Place) bool { return at == OnLine })
}

// list takes rows by where they lie; blocks that are covered whole are taken as a whole, or not at all.
func (b *Boundary) list(s *column.Snapshot, f column.Filter, whole bool, wanted func(Place) bool) []int64 {
	var met, gone []int64 // a row that is gone is met once more, to be taken away
	s.Each(func(part *column.Segment, times int) {
		into := &met
		if times < 0 {
			into = &gone
		}
		take := func(from, to int, wanted func(Place) bool) {
			for i := from; i < to; i++ {
				if f.Has(part.Kind(i), part.Lot(i)) && (wanted == nil || wanted(b.Place(part.Point(i)))) {
					*into = append(*into, part.ID(i))
				}
			}
		}
		part.Search(b.part, func(from, to int) {
			if whole {
				take(from, to, nil)
			}
		}, func(from, to int) { take(from, to, wanted) })
	})
	return column.Standing(met, gone)
}
