package demo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"terrier/data/demo"
	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans/boundary"
)

func TestEveryShapeIsValidAndInMillimetres(t *testing.T) {
	for seed := range uint64(4) { // 0 is the town itself
		w := town()
		if seed > 0 {
			w = demo.Make(demo.Options{Seed: seed + 1})
		}
		t.Run("seed "+itoa(int(seed)+1), func(t *testing.T) { checkShapes(t, w) })
	}
}

func checkShapes(t *testing.T, w *demo.Town) {
	check := func(what string, g orb.Geometry) {
		t.Helper()
		if g == nil {
			t.Fatalf("%s has no shape", what)
		}
		if g.Dimensions() == 2 {
			if err := shape.Check(g, shape.Limits{}); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
		}
		if !orb.Equal(g, bng.RoundGeometry(g)) {
			t.Fatalf("%s is not in whole millimetres", what)
		}
		if line, ok := g.(orb.LineString); ok && len(line) < 2 {
			t.Fatalf("%s is a line of %d points", what, len(line))
		}
	}
	for _, b := range w.Boundaries {
		check(b.Name, b.Shape)
	}
	for _, a := range w.Areas {
		check(a.Name, a.Shape)
	}
	for _, a := range w.Assets {
		check(a.Name, a.Shape)
		check(a.Name, a.Point)
	}
	for _, p := range w.Places {
		check(p.Name, p.Point)
	}
	for k, f := range w.Basemap {
		check(f.Layer+" "+f.Kind+" "+f.Name+" "+itoa(k), f.Shape)
	}
}

func TestBoundariesOfAKindTileTheDistrict(t *testing.T) {
	w := town()
	byKind := map[string][]boundary.Boundary{}
	for _, b := range w.Boundaries {
		byKind[b.Kind] = append(byKind[b.Kind], b)
	}
	district := byKind["local-authority"][0].Shape
	for _, kind := range []string{"ward", "lsoa", "msoa", "oa"} {
		edges := map[[2]orb.Point]string{}
		total := 0.0
		for _, b := range byKind[kind] {
			total += shape.Area(b.Shape)
			addEdges(t, edges, b)
		}
		// every edge is used once in each direction, save those of the district itself: no gap, no overlap, to the last digit
		onEdge := 0
		for e := range edges {
			if edges[[2]orb.Point{e[1], e[0]}] == "" {
				onEdge++
			}
		}
		if want := edgeCount(district); onEdge != want {
			t.Errorf("%s: %d edges have no neighbour, the district has %d", kind, onEdge, want)
		}
		if math.Abs(total-shape.Area(district)) > .001 {
			t.Errorf("%s: areas sum to %.4f m², the district has %.4f", kind, total, shape.Area(district))
		}
	}
	edges := map[[2]orb.Point]string{}
	councils := map[string]int{}
	for _, b := range byKind["parish"] {
		addEdges(t, edges, b)
		councils[b.HasCouncil]++
	}
	if councils["yes"] < 5 || councils["no"] == 0 || councils["unknown"] == 0 || len(byKind["parish"]) != 10 {
		t.Errorf("parishes by council: %v", councils)
	}
	for _, b := range byKind["parish"] {
		if insideAny(w.Facts.PostcodeAt, b.Shape) {
			t.Errorf("the town is parished: %s", b.Name)
		}
	}
}

func addEdges(t *testing.T, edges map[[2]orb.Point]string, b boundary.Boundary) {
	for _, part := range b.Shape {
		for _, r := range part {
			for k := 1; k < len(r); k++ {
				e := [2]orb.Point{r[k-1], r[k]}
				if other := edges[e]; other != "" {
					t.Fatalf("%s overlaps %s at %v", b.Code, other, r[k])
				}
				edges[e] = b.Code
			}
		}
	}
}

func edgeCount(m orb.MultiPolygon) int {
	n := 0
	for _, part := range m {
		for _, r := range part {
			n += len(r) - 1
		}
	}
	return n
}

func insideAny(p orb.Point, m orb.MultiPolygon) bool { return planar.MultiPolygonContains(m, p) }
