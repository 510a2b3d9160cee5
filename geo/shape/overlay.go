package shape

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// Intersection is the land that two valid areas share, in their own coordinates, not rounded. Where they only touch, in lines
// or points, nothing is shared: only pieces with an inside are kept. It is empty, not nil or an error, where there is none.
//
// The overlay is that of JTS (OverlayNG) as simplefeatures has it. It looks at no more of a large area than lies around the
// smaller one. An area that [Check] refuses gives an error or a wrong answer.
func Intersection(a, b orb.MultiPolygon) (orb.MultiPolygon, error) {
	return newPair(a, b).intersection()
}

// pair is two areas that are laid over each other: their parts that reach into the box of the other, and of those the land around it.
type pair struct{ a, b, aroundA, aroundB orb.MultiPolygon }

func newPair(a, b orb.MultiPolygon) pair {
	a, b = reaching(a, boundOfArea(b)), reaching(b, boundOfArea(a))
	return pair{a, b, near(a, boundOfArea(b)), near(b, boundOfArea(a))}
}

func (p pair) intersection() (orb.MultiPolygon, error) {
	if len(p.aroundA) == 0 || len(p.aroundB) == 0 {
		return orb.MultiPolygon{}, nil
	}
	common, err := overlay("intersect", geom.Intersection, p.aroundA, p.aroundB)
	if err != nil {
		return overlay("intersect", geom.Intersection, p.a, p.b)
	}
	return common, nil
}

// Difference is the land of a that none of the others has, not rounded; see [Intersection].
func Difference(a orb.MultiPolygon, others ...orb.MultiPolygon) (orb.MultiPolygon, error) {
	return difference(nil, a, others)
}

func difference(known *Memory, a orb.MultiPolygon, others []orb.MultiPolygon) (orb.MultiPolygon, error) {
	left := withoutEmpty(a)
	for _, b := range others {
		around := near(b, left.Bound())
		if len(around) == 0 {
			continue
		}
		rest, err := known.recall("difference", []orb.MultiPolygon{left, around}, nil, func() (answer, error) {
			land, err := overlay("subtract", geom.Difference, left, around)
			if err != nil {
				land, err = overlay("subtract", geom.Difference, left, reaching(b, left.Bound()))
			}
			return answer{land: land}, err
		})
		if left = rest.land; err != nil || len(left) == 0 {
			return left, err
		}
	}
	return slices.Clone(left), nil
}

// Union is the land of all the areas, not rounded; see [Intersection].
func Union(areas ...orb.MultiPolygon) (orb.MultiPolygon, error) {
	if len(areas) == 2 { // more are boundaries, which are drawn by nobody
		if err := tangledWith(areas[0], areas[1]); err != nil {
			return nil, err
		}
	}
	var parts []geom.Geometry
	for _, area := range areas {
		area = withoutEmpty(area)
		if len(area) == 0 {
			continue
		}
		if err := allFinite(area); err != nil {
			return nil, err
		}
		parts = append(parts, toGeom(area).AsGeometry())
	}
	if len(parts) == 0 {
		return orb.MultiPolygon{}, nil
	}
	return guarded("join", func() (geom.Geometry, error) { return geom.UnionMany(parts) })
}

// overlay applies one operation of two areas that are not empty.
func overlay(what string, operation func(a, b geom.Geometry) (geom.Geometry, error), a, b orb.MultiPolygon) (orb.MultiPolygon, error) {
	for _, area := range []orb.MultiPolygon{a, b} {
		if err := allFinite(area); err != nil {
			return nil, err
		}
	}
	if err := tangledWith(a, b); err != nil {
		return nil, err
	}
	return guarded(what, func() (geom.Geometry, error) { return operation(toGeom(a).AsGeometry(), toGeom(b).AsGeometry()) })
}

// guarded runs an operation of the library, which may panic on shapes that are not valid, and keeps the polygons of its answer.
func guarded(what string, operation func() (geom.Geometry, error)) (out orb.MultiPolygon, err error) {
	defer func() {
		if r := recover(); r != nil {
			out, err = nil, fmt.Errorf("%s the areas: %v", what, r)
		}
	}()
	g, err := operation()
	if err != nil {
		return nil, fmt.Errorf("%s the areas: %w", what, err)
	}
	return polygonsOf(g, orb.MultiPolygon{}), nil
}

// reaching are the parts of an area that reach into a box.
func reaching(area orb.MultiPolygon, box orb.Bound) orb.MultiPolygon {
	var out orb.MultiPolygon
	for _, part := range area {
		if len(part) > 0 && len(part[0]) > 0 && boundOf(part[0]).Intersects(box) {
			out = append(out, part)
		}
	}
	return out
}

// refused is the error of an area that [Check] refuses. The repairs ask first: what crosses itself can keep the overlay busy for
// minutes. Only the area that somebody draws is asked; its neighbours have been judged when they were kept.
func refused(area orb.MultiPolygon) error {
	if len(area) == 0 {
		return nil
	}
	return Check(area, Limits{Vertices: Vertices(area)})
}

func withoutEmpty(area orb.MultiPolygon) orb.MultiPolygon {
	out := make(orb.MultiPolygon, 0, len(area))
	for _, part := range area {
		if len(part) > 0 && len(part[0]) > 0 {
			out = append(out, part)
		}
	}
	return out
}

// allFinite refuses coordinates that cannot be worked with.
func allFinite(area orb.MultiPolygon) error {
	for _, part := range area {
		for _, r := range part {
			for _, p := range r {
				if !finite(p) {
					return problem(NotFinite, "A point of the shape has a coordinate that is no usable number: %v, %v.", p[0], p[1])
				}
			}
		}
	}
	return nil
}

func toGeom(area orb.MultiPolygon) geom.MultiPolygon {
	polygons := make([]geom.Polygon, 0, len(area))
	for _, part := range area {
		rings := make([]geom.LineString, 0, len(part))
		for _, r := range part {
			flat := make([]float64, 0, 2*len(r))
			for _, p := range r {
				flat = append(flat, p[0], p[1])
			}
			rings = append(rings, geom.NewLineString(geom.NewSequence(flat, geom.DimXY)))
		}
		polygons = append(polygons, geom.NewPolygon(rings))
	}
	return geom.NewMultiPolygon(polygons)
}

// polygonsOf appends what of a geometry has an inside.
func polygonsOf(g geom.Geometry, to orb.MultiPolygon) orb.MultiPolygon {
	switch g.Type() {
	case geom.TypePolygon:
		return appendPolygon(to, g.MustAsPolygon())
	case geom.TypeMultiPolygon:
		m := g.MustAsMultiPolygon()
		for i := range m.NumPolygons() {
			to = appendPolygon(to, m.PolygonN(i))
		}
	case geom.TypeGeometryCollection:
		c := g.MustAsGeometryCollection()
		for i := range c.NumGeometries() {
			to = polygonsOf(c.GeometryN(i), to)
		}
	}
	return to
}

func appendPolygon(to orb.MultiPolygon, p geom.Polygon) orb.MultiPolygon {
	if p.IsEmpty() {
		return to
	}
	var part orb.Polygon
	for _, ring := range p.DumpRings() {
		points := ring.Coordinates()
		r := make(orb.Ring, points.Length())
		for i := range r {
			xy := points.GetXY(i)
			r[i] = orb.Point{xy.X, xy.Y}
		}
		part = append(part, r)
	}
	return append(to, part)
}
