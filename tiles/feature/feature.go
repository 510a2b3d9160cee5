package feature

import (
	"cmp"
	"hash/fnv"

	"github.com/paulmach/orb"

	"terrier/tiles/mvt"
)

// A Feature is one thing to draw.
type Feature struct {
	ID     int64  // unique in the layer; it is not drawn
	Public uint64 // goes out as the feature's id, see [PublicID]; 0 is none
	// Geometry is in EPSG:3857. What has no place, or lies off the map, is kept and not drawn. Of a mixture what has the most
	// dimensions is drawn; of several points each for itself.
	Geometry orb.Geometry
	MinZoom  uint8 // the least zoom at which it shows
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

// PublicID makes an id of a name that people know a thing by, so that it is the
// same on every server and tells nothing of how many there are. It is a whole
// number that JavaScript keeps exactly; never 0.
func PublicID(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	const bits = 53
	return max(1, h.Sum64()>>(64-bits))
}

func compare(a, b *shape) int {
	return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}

func (f *Feature) tag(e *mvt.Encoder) {
	if f.Public > 0 {
		e.ID(f.Public)
	}
	for _, t := range f.Tags {
		if t.Word != 0 {
			e.Word(t.Key, t.Word)
		} else {
			e.Number(t.Key, t.Number)
		}
	}
}
