package column

import (
	"github.com/paulmach/orb"

	"terrier/geo/grid"
)

// pack makes one segment of a snapshot. Both parts are in order already, so
// they are merged, not sorted.
func pack(s *Snapshot, classOf func(kind uint32) uint8) *Segment {
	order := make([]place, 0, s.Len())
	for c := s.Tile(grid.Tile{}); ; {
		part, from, to, ok := c.Next()
		if !ok {
			break
		}
		for i := from; i < to; i++ {
			order = append(order, place{part, uint32(i)})
		}
	}
	drawn := len(order)
	for _, part := range []*Segment{s.base, s.added} {
		for i := part.drawn; i < part.Len(); i++ {
			if part != s.base || !s.gone.has(i) {
				order = append(order, place{part, uint32(i)})
			}
		}
	}
	packed := newSegment(len(order), drawn)
	inParts(len(order), func(_, from, to int) {
		for i := from; i < to; i++ {
			r := order[i].rows.Row(int(order[i].i))
			packed.set(i, &r)
		}
	})
	if s.base.exactE != nil || s.added.exactE != nil {
		packed.keepFloats(func(i int) orb.Point { return order[i].rows.Point(int(order[i].i)) })
	}
	packed.finish(classOf)
	return packed
}

// place is a row of some segment.
type place struct {
	rows *Segment
	i    uint32
}
