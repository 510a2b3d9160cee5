package column

import (
	"slices"

	"github.com/paulmach/orb"
)

// IDs returns the ids, in rising order, of the rows that the filter means.
func (s *Snapshot) IDs(f Filter) []int64 {
	var l Listing
	s.Each(func(part *Segment, times int) { l.Take(part, f, 0, part.Len(), times, nil) })
	return l.IDs()
}

// Listing gathers the ids of rows as Tally gathers their numbers. A row that was put anew is met twice and gone once.
type Listing struct{ met, gone []int64 }

// Take takes the rows from, and before to, that the filter means and that are wanted by their place; nil wants all.
func (l *Listing) Take(part *Segment, f Filter, from, to, times int, wanted func(orb.Point) bool) {
	into := &l.met
	if times < 0 {
		into = &l.gone
	}
	for i := from; i < to; i++ {
		if f.Has(part.Kind(i), part.Lot(i)) && (wanted == nil || wanted(part.Point(i))) {
			*into = append(*into, part.ID(i))
		}
	}
}

// IDs are those of rows that were met and are not gone, in rising order.
func (l *Listing) IDs() []int64 {
	slices.Sort(l.met)
	slices.Sort(l.gone)
	standing, at := l.met[:0], 0
	for _, id := range l.met {
		if at < len(l.gone) && l.gone[at] == id {
			at++
			continue
		}
		standing = append(standing, id)
	}
	return standing
}
