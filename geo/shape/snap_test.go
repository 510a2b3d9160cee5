package shape_test

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/geo/shape"
	"terrier/scripts/sweep"
)

const snapDistance = 0.05

func TestSnap(t *testing.T) {
	for name, c := range map[string]struct {
		area, edge, want string
		moved            int
	}{
		"a corner to a corner": {
			"POLYGON((0 0,9.97 0.02,10 10,0 10,0 0))", "POLYGON((10 0,20 0,20 10,10 10,10 0))",
			"POLYGON((0 0,10 0,10 10,0 10,0 0))", 1},
		"a corner to a line": {
			"POLYGON((0 0,9.97 2,10.04 8,0 10,0 0))", "POLYGON((10 0,20 0,20 10,10 10,10 0))",
			"POLYGON((0 0,10 2,10 8,0 10,0 0))", 2},
		"an edge along a line takes its corners": {
			"POLYGON((0 0,10 0,10 10,0 10,0 0))", "POLYGON((10 -5,20 0,20 20,10 20,10.03 7,9.98 3,10 -5))",
			"POLYGON((0 0,9.987 0,9.98 3,10.03 7,10.023 10,0 10,0 0))", 4},
		"too far": {
			"POLYGON((0 0,9.94 0,9.94 10,0 10,0 0))", "POLYGON((10 0,20 0,20 10,10 10,10 0))",
			"POLYGON((0 0,9.94 0,9.94 10,0 10,0 0))", 0},
		"too far at one end": { // a wedge, as it was drawn
			"POLYGON((0 0,10 0,9.935 7,0 7,0 0))", "POLYGON((10 0,20 0,20 10,10 10,10 0))",
			"POLYGON((0 0,10 0,9.935 7,0 7,0 0))", 0},
		"one centimetre over the edge around it": {
			"POLYGON((0 0,10.01 0,10.01 10,0 10,0 0))", "POLYGON((-20 -20,10 -20,10 20,-20 20,-20 -20))",
			"POLYGON((0 0,10 0,10 10,0 10,0 0))", 2},
		"there already": {
			"POLYGON((0 0,10 0,10 10,0 10,0 0))", "POLYGON((10 0,20 0,20 10,10 10,10 0))",
			"POLYGON((0 0,10 0,10 10,0 10,0 0))", 0},
		"on a slanting line, by the millimetre": {
			"POLYGON((0 0,3.333 1,3 3,0 3,0 0))", "POLYGON((0 -10,10 -10,10 3,0 0,0 -10))",
			"POLYGON((0 0,3.333 1,3 3,0 3,0 0))", 0},
	} {
		t.Run(name, func(t *testing.T) {
			got, moved, err := shape.Snap(parts(parse(t, c.area)), snapDistance, parts(parse(t, c.edge)))
			if err != nil {
				t.Fatal(err)
			}
			if want := parts(parse(t, c.want)); !orb.Equal(got, want) || len(moved) != c.moved {
				t.Errorf("%s, moved %v", wkt.MarshalString(got), moved)
			}
		})
	}
}

func TestSnapWithNothingNear(t *testing.T) {
	a := square(0, 0, 10)
	got, moved, err := shape.Snap(a, snapDistance, square(100, 100, 10), nil)
	if err != nil || len(moved) > 0 || !orb.Equal(got, a) {
		t.Errorf("%v, %v, %v", got, moved, err)
	}
}

// TestSnapMakesLinesTheSame for neighbours whose lines differ by up to some centimetres.
func TestSnapMakesLinesTheSame(t *testing.T) {
	r := sweep.Seeded(t)
	n, again := 0, 0
	for n < sweep.Size(500, 20_000) {
		x, y := 393_201.123, 398_772.457
		b := drawn(r, x, y)
		left, err := shape.Difference(drawn(r, x+r.NormFloat64()*40, y+r.NormFloat64()*40), b)
		if err != nil || len(left) == 0 {
			continue
		}
		rounded, err := shape.Round(nudged(r, left, r.IntN(20)))
		if err != nil || shape.Check(rounded, shape.Limits{}) != nil {
			continue
		}
		a := rounded.(orb.MultiPolygon)
		before, err := shape.Shared(a, b)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := shape.Snap(a, snapDistance, b)
		if err != nil {
			if shape.Area(a) < 1 {
				continue
			}
			t.Fatalf("%s\n%s\n%v", wkt.MarshalString(a), wkt.MarshalString(b), err)
		}
		n++
		if err := shape.Check(got, shape.Limits{}); err != nil {
			t.Fatalf("%s\n%s\n%v", wkt.MarshalString(a), wkt.MarshalString(b), err)
		}
		if rounded, _ := shape.Round(got); !orb.Equal(rounded, got) {
			t.Errorf("%s is not on the grid", wkt.MarshalString(got))
		}
		if shared, err := shape.Shared(got, b); err != nil || len(shared) > 0 && shape.Area(before) < snapDistance*shape.Perimeter(before)/4 {
			t.Errorf("%s\n%s\n share %s, %v", wkt.MarshalString(a), wkt.MarshalString(b), wkt.MarshalString(shared), err)
		}
		if long := strips(t, got, b); long > 0.5 {
			t.Errorf("%s\n%s\n%s\n run side by side for %v m", wkt.MarshalString(a), wkt.MarshalString(b), wkt.MarshalString(got), long)
		}
		if math.Abs(shape.Area(got)-shape.Area(a)) > 2*snapDistance*shape.Perimeter(a)+1 {
			t.Errorf("%s\n%s\n changes by %v m²", wkt.MarshalString(a), wkt.MarshalString(b), shape.Area(got)-shape.Area(a))
		}
		if _, moved, err := shape.Snap(got, snapDistance, b); err != nil || len(moved) > 0 {
			again++
		}
	}
	t.Logf("%d of %d move again", again, n)
	if again > n/10 {
		t.Errorf("%d of %d move again", again, n)
	}
}

// strips is for how many metres the line of a runs beside that of b and should lie on it: between places where it does, and
// corners of it that are near. Only from the last of these on, or up to the first, may it be near for as long as it is drawn.
//
//	━━━━┳━━━━━━━━━━━┳━━┅┅┅   the line of b
//	    ┗━━━━━━━━━━━┛  ╲
//	       a strip      ╲    none: it goes its way
func strips(t *testing.T, a, b orb.MultiPolygon) float64 {
	t.Helper()
	var line orb.MultiLineString
	for _, part := range b {
		for _, r := range part {
			line = append(line, orb.LineString(r))
		}
	}
	length := 0.0
	for _, part := range a {
		for _, r := range part {
			w, ok := shape.RoundWay(r)
			if !ok {
				t.Fatalf("%v encloses nothing", r)
			}
			on := besides(t, w, 0.003, line)
			for _, s := range besides(t, w, snapDistance-0.005, line) {
				const same = 1e-6 // metres
				firm, lies := w.Corners(s.From-same, s.To+same), 0.0
				for _, o := range on {
					if s.From-same < o.From && o.To < s.To+same {
						firm, lies = append(firm, o.From, o.To), lies+o.To-o.From
					}
				}
				if len(firm) == 0 {
					firm = []float64{s.From, s.To} // past a corner of b
				}
				length += slices.Max(firm) - slices.Min(firm) - lies
			}
		}
	}
	return length
}

func besides(t *testing.T, w *shape.Way, within float64, line orb.MultiLineString) []shape.Span {
	t.Helper()
	found, err := shape.Beside(w, within, []orb.MultiLineString{line})
	if err != nil {
		t.Fatal(err)
	}
	return found[0]
}

func TestAlong(t *testing.T) {
	a := square(0, 0, 10)
	for name, c := range map[string]struct {
		b    orb.MultiPolygon
		want float64
	}{
		"the same":           {a, 40},
		"beside":             {square(10, 3, 4), 4 + 2*0.05},
		"beside, but for mm": {square(10.049, 3, 4), 4 + 2*math.Sqrt(0.05*0.05-0.049*0.049)},
		"too far":            {square(10.051, 3, 4), 0},
		"apart":              {square(100, 0, 4), 0},
		"crossing":           {square(5, -5, 30), 4 * 0.05},
		"nothing":            {nil, 0},
	} {
		if got := shape.Along(a, c.b, 0.05); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
