package shape_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/geo/shape"
	"terrier/scripts/sweep"
)

// parts are the polygons of a shape.
func parts(g orb.Geometry) orb.MultiPolygon {
	if p, ok := g.(orb.Polygon); ok {
		return orb.MultiPolygon{p}
	}
	return g.(orb.MultiPolygon)
}

func TestFixCrossings(t *testing.T) {
	for name, c := range map[string]struct {
		broken      string
		area        float64
		parts, hole int
	}{
		"nothing to do":                {"POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,4 2,4 4,2 4,2 2))", 96, 1, 1},
		"figure of eight":              {"POLYGON((0 0,10 10,10 0,0 10,0 0))", 50, 2, 0},
		"figure of eight, both ways":   {"POLYGON((0 0,4 0,4 4,8 4,8 8,4 8,4 4,0 4,0 0))", 32, 2, 0},
		"five-pointed star":            {"POLYGON((0 10,6 -8,-9.5 3,9.5 3,-6 -8,0 10))", 111.92, 1, 0},
		"twice around":                 {"POLYGON((0 0,10 0,10 10,0 10,0 0,10 0,10 10,0 10,0 0))", 100, 1, 0},
		"hole outside":                 {"POLYGON((0 0,10 0,10 10,0 10,0 0),(12 0,14 0,14 2,12 2,12 0))", 104, 2, 0},
		"hole over the outline":        {"POLYGON((0 0,10 0,10 10,0 10,0 0),(8 2,12 2,12 4,8 4,8 2))", 96, 1, 0},
		"holes that overlap":           {"POLYGON((0 0,10 0,10 10,0 10,0 0),(1 1,5 1,5 5,1 5,1 1),(3 3,7 3,7 7,3 7,3 3))", 72, 1, 1},
		"parts that overlap":           {"MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((5 5,15 5,15 15,5 15,5 5)))", 175, 1, 0},
		"parts that share an edge":     {"MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((10 0,20 0,20 10,10 10,10 0)))", 200, 1, 0},
		"an edge drawn three times":    {"POLYGON((0 0,10 0,0 0,0 -10,10 0,0 0))", 50, 1, 0},
		"spike":                        {"POLYGON((0 0,10 0,10 5,20 5,10 5,10 10,0 10,0 0))", 100, 1, 0},
		"cut into pieces by its holes": {"POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,5 0,10 5,5 10,0 5))", 50, 4, 0},
		"hole that touches":            {"POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,5 2,5 8,0 5))", 85, 1, 1},
		"outline that touches itself":  {"POLYGON((0 0,10 0,10 10,5 0,0 10,0 0))", 50, 2, 0},
		"ring around, touching itself": {"POLYGON((0 0,10 0,10 10,5 10,7 5,3 5,5 10,0 10,0 0))", 90, 1, 1},
		"part in the hole of a part":   {"MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0),(2 2,8 2,8 8,2 8,2 2)),((4 4,6 4,6 6,4 6,4 4)))", 68, 2, 1},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := shape.FixCrossings(parts(parse(t, c.broken)))
			if err != nil {
				t.Fatal(err)
			}
			if err := shape.Check(got, shape.Limits{}); err != nil {
				t.Error(err)
			}
			holes := 0
			for _, p := range got {
				holes += len(p) - 1
			}
			if area := shape.Area(got); math.Abs(area-c.area) > 0.02 || len(got) != c.parts || holes != c.hole {
				t.Errorf("%s: %v m² in %d parts with %d holes, want %v, %d, %d", wkt.MarshalString(got), area, len(got), holes, c.area, c.parts, c.hole)
			}
		})
	}
}

func TestFixCrossingsRefusesWhatIsNoArea(t *testing.T) {
	for _, text := range []string{"POLYGON((0 0,1 1,0 0))", "POLYGON((0 0,0.0001 0,0.0001 0.0001,0 0))", "MULTIPOLYGON EMPTY"} {
		_, err := shape.FixCrossings(parts(parse(t, text)))
		var p *shape.Problem
		if !errors.As(err, &p) || p.Kind != shape.TooFewPoints {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := shape.FixCrossings(square(0, 0, math.NaN())); err == nil {
		t.Error("not a number: no error")
	}
}

// TestFixCrossingsIsValid holds for any shape: what comes out is valid, on the grid, and mended again the same.
func TestFixCrossingsIsValid(t *testing.T) {
	r := sweep.Seeded(t)
	for range sweep.Size(2_000, 200_000) {
		g := parts(randomShape(r))
		if near := g.Bound(); near.Max[0]-near.Min[0] < 0.1 { // degrees: as if each were a kilometre
			moved(g, func(p orb.Point) orb.Point { return orb.Point{(p[0] + 3) * 1000, (p[1] - 53) * 1000} })
		}
		got, err := shape.FixCrossings(g)
		if err != nil {
			if p := (*shape.Problem)(nil); errors.As(err, &p) {
				continue
			}
			t.Fatalf("%s: %v", wkt.MarshalString(g), err)
		}
		if err := shape.Check(got, shape.Limits{}); err != nil {
			t.Fatalf("%s becomes %s: %v", wkt.MarshalString(g), wkt.MarshalString(got), err)
		}
		if rounded, _ := shape.Round(got); !orb.Equal(rounded, got) {
			t.Errorf("%s is not on the grid", wkt.MarshalString(got))
		}
		if again, err := shape.FixCrossings(got); err != nil || !orb.Equal(again, got) {
			t.Fatalf("%s is mended to %s, %v", wkt.MarshalString(got), wkt.MarshalString(again), err)
		}
	}
}

func TestFixCrossingsStaysFast(t *testing.T) {
	for name, c := range large {
		t.Run(name, func(t *testing.T) {
			g := parts(c.make(shape.MaxVertices - 20))
			start := time.Now()
			got, err := shape.FixCrossings(g)
			n := len(shape.Crossings(g))
			took := time.Since(start)
			t.Logf("%d crossings, %d vertices in %v: %v", n, shape.Vertices(got), took, err)
			if took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestCrossings(t *testing.T) {
	for name, c := range map[string]struct {
		shape string
		want  string
	}{
		"valid":                         {"POLYGON((0 0,10 0,10 10,0 10,0 0))", "MULTIPOINT EMPTY"},
		"figure of eight":               {"POLYGON((0 0,10 10,10 0,0 10,0 0))", "MULTIPOINT((5 5))"},
		"two loops":                     {"POLYGON((0 0,10 10,20 0,20 10,10 0,0 10,0 0))", "MULTIPOINT((5 5),(15 5))"},
		"hole over the outline":         {"POLYGON((0 0,10 0,10 10,0 10,0 0),(8 2,12 2,12 4,8 4,8 2))", "MULTIPOINT((10 2),(10 4))"},
		"hole touches, outline crosses": {"POLYGON((0 0,10 10,10 0,0 10,0 0),(0 5,2 4,2 6,0 5))", "MULTIPOINT((5 5))"},
		"crossing in a corner":          {"POLYGON((0 0,4 0,4 4,8 4,8 8,4 8,4 4,0 4,0 0))", "MULTIPOINT((4 4))"},
		"spike":                         {"POLYGON((0 0,10 0,10 5,20 5,10 5,10 10,0 10,0 0))", "MULTIPOINT((10 5))"},
		"parts that share an edge":      {"MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((10 2,20 2,20 8,10 8,10 2)))", "MULTIPOINT((10 2),(10 8))"},
	} {
		t.Run(name, func(t *testing.T) {
			got := shape.Crossings(parts(parse(t, c.shape)))
			if wkt.MarshalString(orb.MultiPoint(got)) != wkt.MarshalString(parse(t, c.want)) {
				t.Errorf("%v, want %s", got, c.want)
			}
		})
	}
}

// TestCrossingsAreWhereCheckSays: there are some wherever the rings of a shape are in each other's way.
func TestCrossingsAreWhereCheckSays(t *testing.T) {
	r := sweep.Seeded(t)
	for range sweep.Size(2_000, 200_000) {
		g := parts(randomShape(r))
		err := shape.Check(g, shape.Limits{})
		got := shape.Crossings(g)
		if err == nil {
			if len(got) > 0 {
				t.Errorf("%s: crosses at %v", wkt.MarshalString(g), got)
			}
			continue
		}
		switch p := refusal(t, err); p.Kind {
		case shape.SelfCrossing, shape.SelfTouching, shape.RingsCross, shape.RingsShareEdge:
			if len(got) == 0 {
				t.Errorf("%s: no crossings, but %v", wkt.MarshalString(g), err)
			}
		}
	}
}
