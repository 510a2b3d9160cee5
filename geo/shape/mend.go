package shape

import "github.com/paulmach/orb"

// FixCrossings makes a valid area, in metres on the millimetre grid, out of one that [Check] may refuse for any reason but
// numbers that are none. No corner moves by more than 0.71 mm, and no land is lost that the shape goes around:
//
//	·   ·        ·   ·
//	│╲ ╱│        │╲ ╱│
//	│ ╳ │   →    │ · │     a figure of eight is its two lobes,
//	│╱ ╲│        │╱ ╲│     whichever way each is drawn
//	·   ·        ·   ·
//
// Parts that overlap become one; spikes and lines that run back along themselves go. What is in a hole is outside, also where
// the hole reaches over its outline; a hole that lies wholly outside its outline is taken to be a part. A ring that goes twice
// around a place has it once. This is the meaning of PostGIS' ST_MakeValid(geom, 'method=structure'). The other method,
// linework, would make a hole where two parts overlap, which nobody means who draws them.
//
// A shape that can be kept is only rounded and wound. Rings of less than three corners are left out. What has no inside at all is refused with a *[Problem] of kind
// [TooFewPoints], and what has some 100,000 crossings with an error.
func FixCrossings(area orb.MultiPolygon) (orb.MultiPolygon, error) {
	if rounded, ok := keepable(area); ok {
		return rounded, nil
	}
	return meshed(area)
}

// meshed is FixCrossings of an area that is not known to be fine as it is, and joins parts that lie within half a millimetre of each other.
func meshed(area orb.MultiPolygon) (orb.MultiPolygon, error) {
	var rings []orb.Ring
	var roles []role
	for i, part := range area {
		for j, r := range part {
			rings, roles = append(rings, r), append(roles, role{part: i, hole: j > 0})
		}
	}
	m, err := newMesh(rings)
	if err != nil {
		return nil, err
	}
	for _, around := range m.above {
		for i, w := range around {
			for _, v := range around[:i] {
				if roles[v.ring].part == roles[w.ring].part && !roles[v.ring].hole {
					roles[w.ring].cuts = roles[w.ring].hole
				}
			}
		}
	}
	mended, err := m.area(func(around windings) bool { return inSome(around, roles) })
	if err != nil {
		return nil, err
	}
	if len(mended) == 0 {
		return nil, problem(TooFewPoints, "The shape encloses no area.")
	}
	return mended, nil
}

// keepable is an area on the grid, and whether it can be kept like that.
func keepable(area orb.MultiPolygon) (orb.MultiPolygon, bool) {
	rounded, err := Round(area)
	if err != nil || Check(rounded, Limits{Vertices: Vertices(area)}) != nil {
		return nil, false
	}
	return Wind(rounded).(orb.MultiPolygon), true
}

// role is what a ring is in its shape.
type role struct {
	part int
	hole bool
	cuts bool // a hole that takes land out of its outline somewhere
}

// inSome reports whether land that lies in some rings lies in one of the parts.
func inSome(around windings, roles []role) bool {
	in := false
	for i, w := range around {
		r := roles[w.ring]
		if r.hole && !r.cuts || in && i > 0 && r.part != roles[around[i-1].ring].part {
			return true
		}
		in = !r.hole // a part's outline comes first
	}
	return in
}
