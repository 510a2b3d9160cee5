package home

import (
	"github.com/paulmach/orb"

	"terrier/geo/column"
)

// Bound is the box of all homes on the map in Web Mercator metres. ok is false where there are none.
func (r Register) Bound() (b orb.Bound, ok bool) {
	return boundOf(r.rows.Snapshot().Bound(column.Filter{}))
}

// Middle is the box that leaves out about that share of the homes on each of its four sides, in Web Mercator metres.
func (r Register) Middle(share float64) (b orb.Bound, ok bool) {
	return boundOf(r.rows.Snapshot().Middle(share))
}

func boundOf(northWest, southEast column.World, ok bool) (orb.Bound, bool) {
	a, b := northWest.Center(), southEast.Center()
	return orb.Bound{Min: orb.Point{a[0], b[1]}, Max: orb.Point{b[0], a[1]}}, ok
}

// Sources are the ids of the sources of all homes, in no order.
func (r Register) Sources() []int64 {
	t := tallies.Get().(*column.Tally)
	defer tallies.Put(t)
	t.Reset()
	r.rows.Snapshot().Count(t, column.Filter{})
	met := map[int64]bool{}
	var ids []int64
	lots := r.lots.Values()
	for _, code := range t.Lots.Seen() {
		if source := lots[code].Source; t.Lots.Of(code) > 0 && !met[source] {
			met[source] = true
			ids = append(ids, source)
		}
	}
	return ids
}
