package shape_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/geo/shape"
)

var nan = math.NaN()

func TestMeasures(t *testing.T) {
	for name, c := range map[string]struct {
		shape                   string
		area, perimeter, length float64
		vertices                int
	}{
		"a point":                         {"POINT(1 2)", 0, 0, 0, 1},
		"points":                          {"MULTIPOINT((1 2),(3 4))", 0, 0, 0, 2},
		"a line":                          {"LINESTRING(0 0,3 4,3 5)", 0, 0, 6, 3},
		"lines":                           {"MULTILINESTRING((0 0,3 4),(0 0,1 0))", 0, 0, 6, 4},
		"a square":                        {"POLYGON((0 0,4 0,4 4,0 4,0 0))", 16, 16, 0, 5},
		"the other way":                   {"POLYGON((0 0,0 4,4 4,4 0,0 0))", 16, 16, 0, 5},
		"a square with hole":              {"POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 2,1 1))", 15, 20, 0, 10},
		"two parts":                       {"MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((5 5,6 5,6 6,5 6,5 5)))", 17, 20, 0, 10},
		"a collection":                    {"GEOMETRYCOLLECTION(LINESTRING(0 0,3 4),POLYGON((0 0,4 0,4 4,0 4,0 0)))", 16, 16, 5, 7},
		"nothing":                         {"MULTIPOLYGON EMPTY", 0, 0, 0, 0},
		"a square metre in the far north": {"POLYGON((460000 1220000,460001 1220000,460001 1220001,460000 1220001,460000 1220000))", 1, 4, 0, 5},
	} {
		t.Run(name, func(t *testing.T) {
			g := parse(t, c.shape)
			if got := shape.Area(g); got != c.area {
				t.Errorf("area %v, want %v", got, c.area)
			}
			if got := shape.Perimeter(g); got != c.perimeter {
				t.Errorf("perimeter %v, want %v", got, c.perimeter)
			}
			if got := shape.Length(g); got != c.length {
				t.Errorf("length %v, want %v", got, c.length)
			}
			if got := shape.Vertices(g); got != c.vertices {
				t.Errorf("%d vertices, want %d", got, c.vertices)
			}
		})
	}
	box := orb.Bound{Max: orb.Point{2, 3}}
	if shape.Area(box) != 6 || shape.Perimeter(box) != 10 || shape.Vertices(box) != 5 {
		t.Error("bounding box")
	}
	if shape.Area(nil) != 0 || shape.Perimeter(nil) != 0 || shape.Length(nil) != 0 || shape.Vertices(nil) != 0 {
		t.Error("nil")
	}
}

func TestWind(t *testing.T) {
	for name, c := range map[string]struct{ shape, left, right string }{
		"a polygon": {"POLYGON((0 0,0 4,4 4,4 0,0 0),(1 1,2 1,2 2,1 1))",
			"POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,2 2,2 1,1 1))", "POLYGON((0 0,0 4,4 4,4 0,0 0),(1 1,2 1,2 2,1 1))"},
		"a multipolygon": {"MULTIPOLYGON(((0 0,0 4,4 4,0 0)),((5 5,9 5,9 9,5 5)))",
			"MULTIPOLYGON(((0 0,4 4,0 4,0 0)),((5 5,9 5,9 9,5 5)))", "MULTIPOLYGON(((0 0,0 4,4 4,0 0)),((5 5,9 9,9 5,5 5)))"},
		"a collection": {"GEOMETRYCOLLECTION(POINT(1 1),POLYGON((0 0,0 4,4 4,0 0)))",
			"GEOMETRYCOLLECTION(POINT(1 1),POLYGON((0 0,4 4,0 4,0 0)))", "GEOMETRYCOLLECTION(POINT(1 1),POLYGON((0 0,0 4,4 4,0 0)))"},
		"repeated points": {"POLYGON((0 0,0 0,0 4,0 4,4 4,0 0))",
			"POLYGON((0 0,4 4,0 4,0 4,0 0,0 0))", "POLYGON((0 0,0 0,0 4,0 4,4 4,0 0))"},
		"a ring with a spike at its left": {"POLYGON((0 0,0 4,4 4,4 0,0 0,-5 0,0 0))",
			"POLYGON((0 0,-5 0,0 0,4 0,4 4,0 4,0 0))", "POLYGON((0 0,0 4,4 4,4 0,0 0,-5 0,0 0))"},
		"a line, as it is":         {"LINESTRING(0 0,1 1)", "LINESTRING(0 0,1 1)", "LINESTRING(0 0,1 1)"},
		"a flat ring, as it is":    {"POLYGON((0 0,1 1,2 2,0 0))", "POLYGON((0 0,1 1,2 2,0 0))", "POLYGON((0 0,1 1,2 2,0 0))"},
		"an empty shape, as it is": {"POLYGON EMPTY", "POLYGON EMPTY", "POLYGON EMPTY"},
	} {
		t.Run(name, func(t *testing.T) {
			g := parse(t, c.shape)
			if got := wkt.MarshalString(shape.Wind(g)); got != c.left {
				t.Errorf("Wind: %s\nwant  %s", got, c.left)
			}
			if got := wkt.MarshalString(shape.WindClockwise(g)); got != c.right {
				t.Errorf("WindClockwise: %s\nwant %s", got, c.right)
			}
			if got := wkt.MarshalString(g); got != c.shape {
				t.Errorf("changed its argument to %s", got)
			}
		})
	}
	if g := shape.Wind(orb.Ring{{0, 0}, {0, 4}, {4, 4}, {0, 0}}); !orb.Equal(g, orb.Ring{{0, 0}, {4, 4}, {0, 4}, {0, 0}}) {
		t.Error("a ring counts as an outline")
	}
	if g := shape.Wind(orb.Polygon{{{nan, 0}, {0, 4}, {4, 4}, {nan, 0}}}).(orb.Polygon); g[0][1] != (orb.Point{0, 4}) {
		t.Error("NaN")
	}
	if shape.Wind(nil) != nil {
		t.Error("nil")
	}
}

func TestRound(t *testing.T) {
	for name, c := range map[string]struct{ shape, want string }{
		"a point":                 {"POINT(1.00049 2.0005)", "POINT(1 2.001)"},
		"a half goes away from 0": {"POINT(-0.0005 0.0005)", "POINT(-0.001 0.001)"},
		"no minus zero":           {"POINT(-0.0001 -0)", "POINT(0 0)"},
		"too large to round":      {"POINT(1e300 -1e13)", "POINT(1e+300 -1e+13)"},
		"points keep repeating":   {"MULTIPOINT((1.0001 1),(1 1))", "MULTIPOINT((1 1),(1 1))"},
		"a line loses repeats":    {"LINESTRING(0 0,0.0001 0,1 1,1 1)", "LINESTRING(0 0,1 1)"},
		"a ring loses repeats":    {"POLYGON((0 0,0 0.0001,4 0,4 4,0.0002 0,0 0))", "POLYGON((0 0,4 0,4 4,0 0))"},
		"a multipolygon":          {"MULTIPOLYGON(((0 0,4.0004 0,4 4,0 0)))", "MULTIPOLYGON(((0 0,4 0,4 4,0 0)))"},
		"lines":                   {"MULTILINESTRING((0 0,4.0004 0))", "MULTILINESTRING((0 0,4 0))"},
		"a collection":            {"GEOMETRYCOLLECTION(POINT(1.0001 1),LINESTRING(0 0,1.0001 1))", "GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1))"},
		"an unclosed ring stays":  {"POLYGON((0 0,4 0,4 4.0001))", "POLYGON((0 0,4 0,4 4))"},
		"an empty shape":          {"POLYGON EMPTY", "POLYGON EMPTY"},
	} {
		t.Run(name, func(t *testing.T) {
			g := parse(t, c.shape)
			before := wkt.MarshalString(g)
			got, err := shape.Round(g)
			if err != nil {
				t.Fatal(err)
			}
			if wkt.MarshalString(got) != c.want {
				t.Errorf("%s, want %s", wkt.MarshalString(got), c.want)
			}
			if again, err := shape.Round(got); err != nil || !orb.Equal(again, got) {
				t.Errorf("rounded again: %v, %v", again, err)
			}
			if wkt.MarshalString(g) != before {
				t.Error("changed its argument")
			}
		})
	}
	for name, c := range map[string]struct{ shape, says string }{
		"a ring smaller than a millimetre": {"POLYGON((5 5,5.0002 5,5.0002 5.0002,5 5))", "The outline near 5, 5 encloses no area once its points are rounded to the millimetre."},
		"a hole thinner than one":          {"POLYGON((0 0,9 0,9 9,0 0),(5 1,6 1,6 1.0002,5 1))", "Hole 1 near 5, 1 encloses no area once its points are rounded to the millimetre."},
		"a line shorter than one":          {"LINESTRING(5 5,5.0001 5)", "The line near 5, 5 is a single point once its points are rounded to the millimetre."},
		"the same in a collection":         {"GEOMETRYCOLLECTION(LINESTRING(5 5,5.0001 5))", "The line near 5, 5 is a single point once its points are rounded to the millimetre."},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			got, err := shape.Round(parse(t, c.shape))
			p := refusal(t, err)
			if got != nil || p.Code() != "too-few-points" || p.Message != c.says || p.Where == (orb.Point{}) {
				t.Errorf("%v, %s: %s", got, p.Code(), p.Message)
			}
		})
	}
	if g, err := shape.Round(orb.Bound{Min: orb.Point{0.0001, 0}, Max: orb.Point{1, 1.00051}}); err != nil || g != (orb.Bound{Max: orb.Point{1, 1.001}}) {
		t.Errorf("bounding box: %v, %v", g, err)
	}
	if g, err := shape.Round(orb.Polygon{{{0, 0}, {nan, 0}, {1, 1}, {0, 0}}}); err != nil || len(g.(orb.Polygon)[0]) != 4 {
		t.Errorf("NaN is left for Check: %v, %v", g, err)
	}
	if g, err := shape.Round(nil); g != nil || err != nil {
		t.Errorf("nil: %v, %v", g, err)
	}
}
