package shape

import (
	"math"

	"github.com/paulmach/orb"
)

// Area is the planar area in square units of the coordinates (square metres in
// EPSG:27700), holes taken off, whichever way the rings run. It is zero for
// points and lines. It means nothing for a shape that [Check] refuses.
func Area(g orb.Geometry) float64 {
	switch g := g.(type) {
	case orb.Ring:
		return math.Abs(signedArea(g))
	case orb.Polygon:
		area := 0.0
		for i, r := range g {
			if i == 0 {
				area = math.Abs(signedArea(r))
			} else {
				area -= math.Abs(signedArea(r))
			}
		}
		return area
	case orb.MultiPolygon:
		return sum(g, func(p orb.Polygon) float64 { return Area(p) })
	case orb.Collection:
		return sum(g, Area)
	case orb.Bound:
		return Area(g.ToPolygon())
	}
	return 0
}

// signedArea is positive for a ring that runs counter-clockwise. Working from
// the ring's first point keeps the digits that national grid coordinates would
// cost. An unclosed ring is taken as closed.
func signedArea(r orb.Ring) float64 {
	if len(r) < 3 {
		return 0
	}
	o, twice := r[0], 0.0
	for i := 1; i+1 < len(r); i++ {
		ax, ay := r[i][0]-o[0], r[i][1]-o[1]
		bx, by := r[i+1][0]-o[0], r[i+1][1]-o[1]
		twice += float64(ax*by) - float64(bx*ay)
	}
	return twice / 2
}

// Length is the length of lines in units of the coordinates, and zero for
// points and areas, as ST_Length has it; an area has a [Perimeter].
func Length(g orb.Geometry) float64 {
	switch g := g.(type) {
	case orb.LineString:
		return along(g)
	case orb.MultiLineString:
		return sum(g, func(l orb.LineString) float64 { return along(l) })
	case orb.Collection:
		return sum(g, Length)
	}
	return 0
}

// Perimeter is the length of all rings of an area, holes included, and zero for
// points and lines.
func Perimeter(g orb.Geometry) float64 {
	switch g := g.(type) {
	case orb.Ring:
		return along(g)
	case orb.Polygon:
		return sum(g, func(r orb.Ring) float64 { return along(r) })
	case orb.MultiPolygon:
		return sum(g, func(p orb.Polygon) float64 { return Perimeter(p) })
	case orb.Collection:
		return sum(g, Perimeter)
	case orb.Bound:
		return Perimeter(g.ToPolygon())
	}
	return 0
}

// Vertices counts the points of a shape as they are written down, each ring's
// repeated first point too, as ST_NPoints does.
func Vertices(g orb.Geometry) int {
	n := 0
	switch g := g.(type) {
	case orb.Point:
		n = 1
	case orb.MultiPoint:
		n = len(g)
	case orb.LineString:
		n = len(g)
	case orb.Ring:
		n = len(g)
	case orb.MultiLineString:
		for _, l := range g {
			n += len(l)
		}
	case orb.Polygon:
		for _, r := range g {
			n += len(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			n += Vertices(p)
		}
	case orb.Collection:
		for _, part := range g {
			n += Vertices(part)
		}
	case orb.Bound:
		n = 5
	}
	return n
}

func along(points []orb.Point) float64 {
	length := 0.0
	for i := 1; i < len(points); i++ {
		length += math.Hypot(points[i][0]-points[i-1][0], points[i][1]-points[i-1][1])
	}
	return length
}

func sum[T any](parts []T, measure func(T) float64) float64 {
	total := 0.0
	for _, p := range parts {
		total += measure(p)
	}
	return total
}
