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

// WholeGaps are gaps that are looked for wherever the neighbour is near, and not in a window.
func WholeGaps(area, neighbour orb.MultiPolygon, most float64) (orb.MultiPolygon, error) {
	neighbour = near(neighbour, area.Bound().Pad(4*most))
	found, _, err := gapsIn(area.Bound().Union(neighbour.Bound()).Pad(100*most), area, neighbour, most)
	return rounded(found), err
}

// Bounds, beside those of orb.
var (
	BoundOf     = boundOf
	BoundOfArea = boundOfArea
)

// Held is how many answers a memory has.
func (m *Memory) Held() int { return len(m.held) }
