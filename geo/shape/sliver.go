package shape

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// WithoutSlivers leaves out the parts and holes of an area (in metres) that are smaller than least square metres, and says how
// many those were. The largest part always stays. The shape is returned as it is where there are none.
func WithoutSlivers(area orb.MultiPolygon, least float64) (kept orb.MultiPolygon, slivers int) {
	largest, most := 0, -1.0
	small := func(r orb.Ring) bool { return math.Abs(planar.Area(r)) < least }
	for i, part := range area {
		if len(part) > 0 {
			if a := math.Abs(planar.Area(part[0])); a > most {
				largest, most = i, a
			}
		}
	}
	for i, part := range area {
		if len(part) == 0 {
			continue
		}
		if i != largest && small(part[0]) {
			slivers++
			continue
		}
		rings := orb.Polygon{part[0]}
		for _, hole := range part[1:] {
			if small(hole) {
				slivers++
				continue
			}
			rings = append(rings, hole)
		}
		kept = append(kept, rings)
	}
	if slivers == 0 {
		return area, 0
	}
	return kept, slivers
}
