package bng

import (
	"fmt"

	"github.com/paulmach/orb"
)

// The functions of this file convert geometries of any kind, vertex by vertex,
// into new ones; what they are given stays as it was. No vertex is added:
// edges are straight in EPSG:27700, and nearly so in the others.
// Nil comes back as nil, an empty geometry as an empty one of its kind. An
// orb.Bound becomes a polygon, because its sides do not stay parallel to the
// axes (for a box meant as such see [BoxFromWGS84]).

// TransformWGS84 converts a geometry from EPSG:27700 to longitude and
// latitude, with the errors of [ToWGS84].
func TransformWGS84(g orb.Geometry) (orb.Geometry, error) {
	return eachVertex(g, ToWGS84)
}

// GeometryFromWGS84 converts a geometry from longitude and latitude to
// EPSG:27700, with the errors of [FromWGS84]. It does not round: see
// [RoundGeometry].
func GeometryFromWGS84(g orb.Geometry) (orb.Geometry, error) {
	return eachVertex(g, FromWGS84)
}

// GeometryMercatorFromBNG converts a geometry from EPSG:27700 to Web Mercator
// metres, with the errors of [ToWGS84].
func GeometryMercatorFromBNG(g orb.Geometry) (orb.Geometry, error) {
	return eachVertex(g, MercatorFromBNG)
}

// GeometryToMercator converts a geometry from longitude and latitude to Web
// Mercator metres, as [ToMercator] does.
func GeometryToMercator(g orb.Geometry) orb.Geometry {
	return eachVertexAlways(g, ToMercator)
}

// RoundGeometry rounds every vertex to the millimetre, as [RoundPoint] does.
// Vertices that fall together are all kept: package shape judges the result.
func RoundGeometry(g orb.Geometry) orb.Geometry {
	return eachVertexAlways(g, RoundPoint)
}

func eachVertexAlways(g orb.Geometry, convert func(orb.Point) orb.Point) orb.Geometry {
	converted, _ := eachVertex(g, func(p orb.Point) (orb.Point, error) { return convert(p), nil })
	return converted
}

type conversion func(orb.Point) (orb.Point, error)

func eachVertex(g orb.Geometry, convert conversion) (orb.Geometry, error) {
	switch g := g.(type) {
	case nil:
		return nil, nil
	case orb.Point:
		return geometryOrNil(convert(g))
	case orb.MultiPoint:
		return geometryOrNil(eachPoint(g, convert))
	case orb.LineString:
		return geometryOrNil(eachPoint(g, convert))
	case orb.Ring:
		return geometryOrNil(eachPoint(g, convert))
	case orb.MultiLineString:
		return geometryOrNil(eachLine(g, convert))
	case orb.Polygon:
		return geometryOrNil(eachLine(g, convert))
	case orb.MultiPolygon:
		return geometryOrNil(eachPart(g, func(p orb.Polygon) (orb.Polygon, error) { return eachLine(p, convert) }))
	case orb.Collection:
		return geometryOrNil(eachPart(g, func(g orb.Geometry) (orb.Geometry, error) { return eachVertex(g, convert) }))
	case orb.Bound:
		return geometryOrNil(eachLine(g.ToPolygon(), convert))
	}
	panic(fmt.Sprintf("bng: orb has no geometry %T", g)) // orb seals the interface
}

// geometryOrNil keeps a refused geometry from coming back as a typed nil.
func geometryOrNil[G orb.Geometry](g G, err error) (orb.Geometry, error) {
	if err != nil {
		return nil, err
	}
	return g, nil
}

func eachPoint[L ~[]orb.Point](line L, convert conversion) (L, error) {
	return eachPart(line, convert)
}

func eachLine[P ~[]L, L ~[]orb.Point](lines P, convert conversion) (P, error) {
	return eachPart(lines, func(line L) (L, error) { return eachPoint(line, convert) })
}

func eachPart[S ~[]E, E any](parts S, convert func(E) (E, error)) (S, error) {
	if parts == nil {
		return nil, nil
	}
	converted := make(S, len(parts))
	for i, part := range parts {
		var err error
		if converted[i], err = convert(part); err != nil {
			return nil, err
		}
	}
	return converted, nil
}
