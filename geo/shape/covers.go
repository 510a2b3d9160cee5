package shape

import (
	"slices"

	"github.com/paulmach/orb"
)

// Covers reports whether p lies in an area or on its line. It is the rule of
// PostGIS' ST_Covers for a point, to the last bit, as release 3.3 has it: beyond
// its [Reach] an area covers nothing; a ring's inside is where its winding number
// is not zero; the inside of a hole is outside; the line of a hole, as any line,
// is inside; a multipolygon covers what any of its parts covers. Points and lines
// cover nothing here.
//
// The side of a point is plain float64 arithmetic on purpose. Exact arithmetic
// would be more right than PostGIS, and then the same question would sometimes
// have two answers.
//
// It walks every edge; geo/within prepares a shape for many points.
func Covers(g orb.Geometry, p orb.Point) bool {
	switch g := g.(type) {
	case orb.Polygon:
		return Covers(orb.MultiPolygon{g}, p)
	case orb.MultiPolygon:
		return Reach(g).Contains(p) && slices.ContainsFunc(g, func(part orb.Polygon) bool { return inPolygon(part, p) >= 0 })
	case orb.Ring:
		return Covers(orb.Polygon{g}, p)
	case orb.Bound:
		return !g.IsEmpty() && Covers(g.ToPolygon(), p)
	case orb.Collection:
		for _, part := range g {
			if Covers(part, p) {
				return true
			}
		}
	}
	return false
}

// inPolygon is 1 inside, 0 on the line, -1 outside, as PostGIS 3.3
// point_in_polygon_rtree (postgis/lwgeom_functions_analytic.c) has it. On an
// outline where a hole reaches over it, PostGIS answers one way the first time
// it meets a shape and another way when it has the shape prepared; this is the
// second. [Check] refuses such shapes.
func inPolygon(polygon orb.Polygon, p orb.Point) int {
	if len(polygon) == 0 {
		return -1
	}
	in := inRing(polygon[0], p)
	if in <= 0 {
		return in
	}
	for _, hole := range polygon[1:] {
		switch inRing(hole, p) {
		case 1:
			return -1
		case 0:
			return 0
		}
	}
	return 1
}

// inRing is the same for one ring, which is expected to be closed.
func inRing(r orb.Ring, p orb.Point) int {
	winding := 0
	for i := 1; i < len(r); i++ {
		a, b := r[i-1], r[i]
		up := a[1] <= p[1] && p[1] < b[1]
		down := b[1] <= p[1] && p[1] < a[1]
		if !up && !down && p[1] != a[1] && p[1] != b[1] || a == b {
			continue // neither crossed nor touched by the line of p's northing
		}
		// float64() keeps the compiler from fusing the products into one rounding.
		side := float64((b[0]-a[0])*(p[1]-a[1])) - float64((p[0]-a[0])*(b[1]-a[1]))
		switch {
		case side == 0 && between(a[0], p[0], b[0]) && between(a[1], p[1], b[1]):
			return 0
		case up && side > 0:
			winding++
		case down && side < 0:
			winding--
		}
	}
	if winding == 0 {
		return -1
	}
	return 1
}

func between(a, v, b float64) bool { return a <= v && v <= b || b <= v && v <= a }
