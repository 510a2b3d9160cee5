package shape

import (
	"math"

	"github.com/paulmach/orb"
)

// Round moves every point of a shape in metres to the millimetre: to the
// float64 nearest n/1000, the form in which shapes are kept and which PostGIS
// writes with three decimals. Points of a line or ring that then repeat the one
// before are left out. The result shares nothing with g, and rounding it again
// changes nothing.
//
// A line that shrinks to one point, or a ring that then encloses no area, is
// refused with a *[Problem] of kind [TooFewPoints]. Rounding can also make rings
// touch or cross: [Check] the result, not the original.
func Round(g orb.Geometry) (orb.Geometry, error) {
	switch g := g.(type) {
	case orb.Point:
		return roundPoint(g), nil
	case orb.MultiPoint:
		out := make(orb.MultiPoint, len(g))
		for i, p := range g {
			out[i] = roundPoint(p)
		}
		return out, nil
	case orb.LineString:
		return whole(roundLine(g))
	case orb.MultiLineString:
		return each(g, roundLine)
	case orb.Ring:
		return whole(roundRing(g, "The ring"))
	case orb.Polygon:
		return whole(roundPolygon(g))
	case orb.MultiPolygon:
		return each(g, roundPolygon)
	case orb.Bound:
		return orb.Bound{Min: roundPoint(g.Min), Max: roundPoint(g.Max)}, nil
	case orb.Collection:
		return each(g, Round)
	}
	return g, nil
}

// whole keeps a refused shape from coming out as a nil of some type.
func whole[G orb.Geometry](g G, err error) (orb.Geometry, error) {
	if err != nil {
		return nil, err
	}
	return g, nil
}

// each rounds the parts of a shape one by one.
func each[S interface {
	~[]E
	orb.Geometry
}, E any](parts S, round func(E) (E, error)) (orb.Geometry, error) {
	out := make(S, len(parts))
	for i, part := range parts {
		rounded, err := round(part)
		if err != nil {
			return nil, err
		}
		out[i] = rounded
	}
	return out, nil
}

func roundPolygon(p orb.Polygon) (orb.Polygon, error) {
	out := make(orb.Polygon, len(p))
	for i, r := range p {
		name := "The outline"
		if i > 0 {
			name = "Hole " + thousands(i)
		}
		rounded, err := roundRing(r, name)
		if err != nil {
			return nil, err
		}
		out[i] = rounded
	}
	return out, nil
}

func roundRing(r orb.Ring, name string) (orb.Ring, error) {
	out := roundPoints(r)
	for _, p := range out {
		if !finite(p) {
			return out, nil // Check names it
		}
	}
	if c := cycle(out); len(r) > 0 && (len(c) < 3 || onOneLine(c)) {
		return nil, problemAt(TooFewPoints, r[0], "%s near %s encloses no area once its points are rounded to the millimetre.", name, place(r[0]))
	}
	return out, nil
}

func roundLine(l orb.LineString) (orb.LineString, error) {
	out := roundPoints(l)
	if len(l) > 1 && len(out) < 2 {
		return nil, problemAt(TooFewPoints, l[0], "The line near %s is a single point once its points are rounded to the millimetre.", place(l[0]))
	}
	return out, nil
}

func roundPoints(points []orb.Point) []orb.Point {
	out := make([]orb.Point, 0, len(points))
	for _, p := range points {
		if p = roundPoint(p); len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	return out
}

func roundPoint(p orb.Point) orb.Point { return orb.Point{millimetre(p[0]), millimetre(p[1])} }

// millimetre is the storage rule, the same as bng.Millimetre; here it leaves
// alone what is too large to have a millimetre in float64. Adding zero turns -0
// into 0, which would otherwise differ from it byte by byte.
func millimetre(v float64) float64 {
	if math.Abs(v) >= 1e12 {
		return v
	}
	return math.Round(v*1000)/1000 + 0
}
