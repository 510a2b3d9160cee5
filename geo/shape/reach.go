package shape

import (
	"math"

	"github.com/paulmach/orb"
)

// Reach is the box outside of which [Covers] says no before it asks an edge: that of the outlines of all parts, its sides as float32,
// rounded outwards, as PostGIS 3.3 keeps it with a geometry (gserialized_get_gbox_p, gbox_float_round) and as its ST_Covers looks at it
// first. Where two edges meet at a westernmost corner, the float64 rule can take a place a hair beyond it to be inside; whether ST_Covers
// does depends on whether that corner is a whole float32. What is no number is left out; of outlines without corners it is orb's empty
// box.
func Reach(area orb.MultiPolygon) orb.Bound {
	b := boundOfArea(area)
	return orb.Bound{
		Min: orb.Point{floatBelow(b.Min[0]), floatBelow(b.Min[1])},
		Max: orb.Point{-floatBelow(-b.Max[0]), -floatBelow(-b.Max[1])},
	}
}

// floatBelow is the largest float32 that is not above v. Beyond all of them the box is open, or begins at the largest.
func floatBelow(v float64) float64 {
	switch {
	case v > math.MaxFloat32:
		return math.MaxFloat32
	case v <= -math.MaxFloat32:
		return math.Inf(-1)
	}
	f := float32(v)
	if float64(f) > v {
		f = math.Nextafter32(f, -math.MaxFloat32)
	}
	return float64(f)
}
