package convert

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
)

// The coordinate systems that shapes are written in, as EPSG numbers.
const (
	NationalGrid = 27700 // OSGB36 / British National Grid, metres: what is measured in
	WGS84        = 4326  // longitude, latitude
	ETRS89       = 4258  // longitude, latitude as surveyors have it; kept only as the source of a shape
	WebMercator  = 3857  // metres of the web map
)

// ToGeom turns a shape from inside into one for the database, with the number of
// its coordinate system, one of the constants above. A nil shape gives nil,
// which the database driver writes as NULL. A ring or a bounding box becomes a
// polygon; a shape without points becomes the EMPTY of its type.
//
// A coordinate that is NaN or infinite is refused: PostGIS would read a point of
// two NaN as POINT EMPTY, and the home at it would be gone without a word.
//
// Errors are of type *[Error].
func ToGeom(g orb.Geometry, srid int) (geom.T, error) {
	switch srid {
	case NationalGrid, WGS84, ETRS89, WebMercator:
	default:
		return nil, refuse("unknown-srid", "EPSG:%d is none of the coordinate systems that shapes are written in", srid)
	}
	if g == nil {
		return nil, nil
	}
	t, err := toGeom(g)
	if err != nil {
		return nil, err
	}
	return geom.SetSRID(t, srid)
}

func toGeom(g orb.Geometry) (geom.T, error) {
	var w writer
	var t geom.T
	switch g := g.(type) {
	case orb.Point:
		w.points([]orb.Point{g})
		t = geom.NewPointFlat(geom.XY, w.flat)
	case orb.MultiPoint:
		w.points(g)
		t = geom.NewMultiPointFlat(geom.XY, w.flat)
	case orb.LineString:
		w.points(g)
		t = geom.NewLineStringFlat(geom.XY, w.flat)
	case orb.MultiLineString:
		ends := make([]int, 0, len(g))
		for _, line := range g {
			ends = append(ends, w.points(line))
		}
		t = geom.NewMultiLineStringFlat(geom.XY, w.flat, ends)
	case orb.Ring:
		t = geom.NewPolygonFlat(geom.XY, nil, nil)
		if len(g) > 0 {
			return toGeom(orb.Polygon{g})
		}
	case orb.Polygon:
		ends := w.polygon(g)
		t = geom.NewPolygonFlat(geom.XY, w.flat, ends)
	case orb.MultiPolygon:
		endss := make([][]int, 0, len(g))
		for _, polygon := range g {
			endss = append(endss, w.polygon(polygon))
		}
		t = geom.NewMultiPolygonFlat(geom.XY, w.flat, endss)
	case orb.Bound:
		return toGeom(g.ToPolygon())
	case orb.Collection:
		return toCollection(g)
	default:
		return nil, refuse("wrong-type", "a %T cannot be written to the database", g)
	}
	if w.bad {
		return nil, refuse("not-finite", "a coordinate of the %s is not a finite number: %v, %v", g.GeoJSONType(), w.where[0], w.where[1])
	}
	return t, nil
}

func toCollection(g orb.Collection) (geom.T, error) {
	c := geom.NewGeometryCollection()
	if err := c.SetLayout(geom.XY); err != nil {
		return nil, err
	}
	for i, part := range g {
		if part == nil {
			return nil, refuse("empty-part", "part %d of the collection is missing", i+1)
		}
		t, err := toGeom(part)
		if err != nil {
			return nil, err
		}
		if err := c.Push(t); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// writer lays coordinates out flat and remembers the first that is not finite.
type writer struct {
	flat  []float64
	bad   bool
	where orb.Point
}

// points appends a run of points and returns where it ends.
func (w *writer) points(points []orb.Point) (end int) {
	if w.flat == nil {
		w.flat = make([]float64, 0, 2*len(points))
	}
	for _, p := range points {
		if !w.bad && !(finite(p[0]) && finite(p[1])) {
			w.bad, w.where = true, p
		}
		w.flat = append(w.flat, p[0], p[1])
	}
	return len(w.flat)
}

// polygon appends the rings and returns where each ends.
func (w *writer) polygon(p orb.Polygon) (ends []int) {
	ends = make([]int, 0, len(p))
	for _, ring := range p {
		ends = append(ends, w.points(ring))
	}
	return ends
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
