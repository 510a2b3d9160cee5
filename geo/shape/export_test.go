package shape

import (
	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// Orient is opened for the comparison with exact arithmetic.
var Orient = orient

// Clipped is opened for the comparison with the overlay of whole areas, WholeIntersection.
var Clipped = clipped

func WholeIntersection(a, b orb.MultiPolygon) (orb.MultiPolygon, error) {
	return overlay("intersect", geom.Intersection, a, b)
}
