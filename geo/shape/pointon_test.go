package shape_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/geo/shape"
	"terrier/scripts/sweep"
)

func TestPointOn(t *testing.T) {
	for name, c := range map[string]struct {
		shape string
		want  orb.Point
	}{
		"the middle of a square":            {"POLYGON((0 0,4 0,4 4,0 4,0 0))", orb.Point{2, 2}},
		"beside a hole in the middle":       {"POLYGON((0 0,9 0,9 9,0 9,0 0),(2 2,2 7,6 7,6 2,2 2))", orb.Point{7.5, 4.5}},
		"an arm of a horseshoe":             {"POLYGON((0 0,9 0,9 9,7 9,7 2,3 2,3 9,0 9,0 0))", orb.Point{1.5, 5.5}},
		"the wider of two parts":            {"MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((10 0,14 0,14 2,10 2,10 0)))", orb.Point{12, 1}},
		"rounded to the millimetre":         {"POLYGON((0 0,1 0,0.3333 1.0001,0 0))", orb.Point{0.417, 0.5}},
		"degrees too fine for a millimetre": {"POLYGON((-2.10004 53.40001,-2.10002 53.40001,-2.10002 53.40003,-2.10004 53.40003,-2.10004 53.40001))", orb.Point{-2.10003, 53.40002}},
		"a shape of no height":              {"POLYGON((1 1,5 1,3 1,1 1))", orb.Point{1, 1}},
		"a line":                            {"LINESTRING(0 0,1 1,9 9)", orb.Point{1, 1}},
		"lines":                             {"MULTILINESTRING((3 3,4 4))", orb.Point{4, 4}},
		"a point":                           {"POINT(1.00001 2)", orb.Point{1.00001, 2}},
		"points":                            {"MULTIPOINT((3 4),(1 2))", orb.Point{3, 4}},
		"the area of a collection":          {"GEOMETRYCOLLECTION(POINT(9 9),POLYGON((0 0,4 0,4 4,0 4,0 0)))", orb.Point{2, 2}},
		"a collection of points":            {"GEOMETRYCOLLECTION(LINESTRING EMPTY,POINT(9 9))", orb.Point{9, 9}},
		"nothing":                           {"POLYGON EMPTY", orb.Point{}},
	} {
		t.Run(name, func(t *testing.T) {
			got := shape.PointOn(parse(t, c.shape))
			if math.Abs(got[0]-c.want[0]) > 1e-9 || math.Abs(got[1]-c.want[1]) > 1e-9 {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
	if got := shape.PointOn(orb.Bound{Max: orb.Point{4, 2}}); got != (orb.Point{2, 1}) {
		t.Errorf("bounding box: %v", got)
	}
	if got := shape.PointOn(nil); got != (orb.Point{}) {
		t.Errorf("nil: %v", got)
	}
}

// TestPointOnIsInside asks of many valid shapes, some of them smaller than a
// millimetre.
func TestPointOnIsInside(t *testing.T) {
	r := sweep.Seeded(t)
	for n := 0; n < sweep.Size(500, 200_000); {
		g := randomShape(r)
		if r.IntN(3) == 0 {
			g = shrunk(g, math.Pow(10, -r.Float64()*6))
		}
		if shape.Check(g, shape.Limits{}) != nil {
			continue
		}
		n++
		p := shape.PointOn(g)
		if !shape.Covers(g, p) {
			t.Errorf("%v is not on %s", p, wkt.MarshalString(g))
		}
		if shape.PointOn(g) != p {
			t.Errorf("not the same twice for %s", wkt.MarshalString(g))
		}
	}
}

func shrunk(g orb.Geometry, by float64) orb.Geometry {
	scale := func(p orb.Point) orb.Point { return orb.Point{p[0] * by, p[1] * by} }
	switch g := orb.Clone(g).(type) {
	case orb.Polygon:
		moved(orb.MultiPolygon{g}, scale)
		return g
	case orb.MultiPolygon:
		moved(g, scale)
		return g
	}
	return g
}
