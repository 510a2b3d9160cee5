package shape

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// PointOn is a point on a shape, for its name or a pin: always the same for the
// same shape, and [Covers] holds for it. In an area it is the middle of the
// widest stretch along a line half way up, rounded to the millimetre; where the
// area is too small or thin for that (or is in degrees), unrounded; and where
// even that misses, its first corner. For lines it is the middle vertex, for
// points the first, for an empty shape the zero point.
//
//	   ╱╲  ╱╲
//	  ╱  ╲╱  ╲
//	 ╱ ──·─── ╲    the line half way up goes between vertices
//	╱__________╲
func PointOn(g orb.Geometry) orb.Point {
	parts := areas(g, nil)
	if len(parts) == 0 {
		return onThin(g)
	}
	var middle orb.Point
	widest := 0.0
	for _, part := range parts {
		if p, width := widestStretch(part); width > widest {
			middle, widest = p, width
		}
	}
	if widest > 0 {
		if p := roundPoint(middle); Covers(g, p) {
			return p
		}
		if Covers(g, middle) {
			return middle
		}
	}
	for _, part := range parts {
		if len(part) > 0 && len(part[0]) > 0 {
			return part[0][0]
		}
	}
	return orb.Point{}
}

// areas collects the polygons of a shape.
func areas(g orb.Geometry, to []orb.Polygon) []orb.Polygon {
	switch g := g.(type) {
	case orb.Ring:
		return append(to, orb.Polygon{g})
	case orb.Polygon:
		return append(to, g)
	case orb.MultiPolygon:
		return append(to, g...)
	case orb.Bound:
		return append(to, g.ToPolygon())
	case orb.Collection:
		for _, part := range g {
			to = areas(part, to)
		}
	}
	return to
}

func onThin(g orb.Geometry) orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return g
	case orb.MultiPoint:
		if len(g) > 0 {
			return g[0]
		}
	case orb.LineString:
		if len(g) > 0 {
			return g[len(g)/2]
		}
	case orb.MultiLineString:
		for _, l := range g {
			if len(l) > 0 {
				return onThin(l)
			}
		}
	case orb.Collection:
		for _, part := range g {
			if Vertices(part) > 0 {
				return onThin(part)
			}
		}
	}
	return orb.Point{}
}

// widestStretch is the middle and the width of the widest piece of a level line
// inside the polygon.
func widestStretch(p orb.Polygon) (middle orb.Point, width float64) {
	y, ok := levelLine(p)
	if !ok {
		return middle, 0
	}
	var crossings []float64
	for _, r := range p {
		for i := 1; i < len(r); i++ {
			a, b := r[i-1], r[i]
			if (a[1] <= y) != (b[1] <= y) {
				crossings = append(crossings, a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]))
			}
		}
	}
	slices.Sort(crossings)
	for i := 1; i < len(crossings); i += 2 {
		if w := crossings[i] - crossings[i-1]; w > width {
			middle, width = orb.Point{crossings[i-1] + w/2, y}, w
		}
	}
	return middle, width
}

// levelLine is half way between the two levels of vertices nearest to the middle
// of the outline's height, so that no vertex lies on it.
func levelLine(p orb.Polygon) (y float64, ok bool) {
	if len(p) == 0 {
		return 0, false
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range p[0] {
		low, high = math.Min(low, v[1]), math.Max(high, v[1])
	}
	centre := low + (high-low)/2
	for _, r := range p {
		for _, v := range r {
			if v[1] <= centre {
				low = math.Max(low, v[1])
			} else {
				high = math.Min(high, v[1])
			}
		}
	}
	return low + (high-low)/2, low < high && !math.IsInf(high-low, 0)
}
