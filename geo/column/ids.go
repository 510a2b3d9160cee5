package column

import "slices"

// IDs returns the ids, in rising order, of the rows that the filter means.
func (s *Snapshot) IDs(f Filter) []int64 {
	var met, gone []int64
	s.Each(func(part *Segment, times int) {
		into := &met
		if times < 0 {
			into = &gone
		}
		for i := range part.Len() {
			if f.Has(part.Kind(i), part.Lot(i)) {
				*into = append(*into, part.ID(i))
			}
		}
	})
	return Standing(met, gone)
}

// Standing are the ids of rows that were met and are not gone, in rising order. A row that was put anew is met twice and gone once. Both
// lists are sorted in place.
func Standing(met, gone []int64) []int64 {
	slices.Sort(met)
	slices.Sort(gone)
	standing, at := met[:0], 0
	for _, id := range met {
		if at < len(gone) && gone[at] == id {
			at++
			continue
		}
		standing = append(standing, id)
	}
	return standing
}
