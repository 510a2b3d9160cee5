package feature

import (
	"cmp"

	"github.com/paulmach/orb"

	"terrier/tiles/mvt"
)

// A Feature is one thing to draw.
type Feature struct {
	ID       int64        // unique in the layer; goes out as the feature's id where it is not negative
	Geometry orb.Geometry // EPSG:3857. What has no place, or lies off the map, is kept and not drawn.
	MinZoom  uint8        // the least zoom at which it shows
	// Features of a tile are drawn by Rank, then by Name, then by ID.
	Rank int32
	Name string
	Tags []Tag
}

// A Tag is one property.
type Tag struct {
	Key    int      // place among the keys of the layer's schema
	Word   mvt.Word // zero: the number counts
	Number uint64
}

func compare(a, b *shape) int {
	return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}

func (f *Feature) tag(e *mvt.Encoder) {
	if f.ID >= 0 {
		e.ID(uint64(f.ID))
	}
	for _, t := range f.Tags {
		if t.Word != 0 {
			e.Word(t.Key, t.Word)
		} else {
			e.Number(t.Key, t.Number)
		}
	}
}
