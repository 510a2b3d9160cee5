package shape

import (
	"math"

	"github.com/paulmach/orb"
)

// boundOf is the bound of a ring, as orb has it and several times as fast: outlines of authorities have tens of thousands of corners, and are looked at
// several times for each thing that is laid over them. What is no number is left out.
func boundOf(r orb.Ring) orb.Bound {
	b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, p := range r {
		for axis, v := range p {
			if v < b.Min[axis] {
				b.Min[axis] = v
			}
			if v > b.Max[axis] {
				b.Max[axis] = v
			}
		}
	}
	if b.IsEmpty() {
		return orb.Ring{}.Bound()
	}
	return b
}

// boundOfArea is the bound of the outlines of an area, as orb has it.
func boundOfArea(area orb.MultiPolygon) orb.Bound {
	b := orb.MultiPolygon{}.Bound() // of nothing
	for _, part := range area {
		if len(part) > 0 {
			b = b.Union(boundOf(part[0]))
		}
	}
	return b
}
