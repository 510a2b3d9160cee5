package within_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/geo/shape"
	"terrier/geo/within"
	"terrier/scripts/sweep"
)

// naivePlace asks shape.Covers alone: a ring is a hole in a box around the
// point to tell its line from its inside, and beside two parts in far corners,
// so that only the reach of its area counts.
func naivePlace(areas []orb.MultiPolygon, p orb.Point) within.Place {
	around := orb.Bound{Min: p, Max: p}.Pad(1 + max(math.Abs(p[0]), math.Abs(p[1]))).ToRing()
	inRing := func(r orb.Ring) within.Place {
		switch {
		case !shape.Covers(orb.MultiPolygon{{r}, corner(-math.MaxFloat64), corner(math.MaxFloat64)}, p):
			return within.Outside
		case shape.Covers(orb.Polygon{around, r}, p):
			return within.OnLine
		}
		return within.Inside
	}
	best := within.Outside
	for _, area := range areas {
		if !shape.Covers(area, p) {
			continue
		}
		for _, polygon := range area {
			if len(polygon) == 0 {
				continue
			}
			place := inRing(polygon[0])
			for _, hole := range polygon[1:] {
				if in := inRing(hole); place == within.Inside && in != within.Outside {
					place = within.Inside - in // in a hole is outside, on its line on the line
					break
				}
			}
			best = max(best, place)
		}
	}
	return best
}

// corner is an area of one point.
func corner(v float64) orb.Polygon { return orb.Polygon{{{v, v}, {v, v}}} }

func covers(areas []orb.MultiPolygon, p orb.Point) bool {
	for _, area := range areas {
		if shape.Covers(area, p) {
			return true
		}
	}
	return false
}

// compare asks of points and of boxes around them.
func compare(t *testing.T, r *rand.Rand, areas []orb.MultiPolygon, n int) (places [3]int, relations [3]int) {
	t.Helper()
	b := within.Prepare(areas...)
	points := pointsNear(r, b, areas, n)
	for _, p := range points {
		place, want := b.Place(p), naivePlace(areas, p)
		places[want]++
		if place != want || b.Covers(p) != covers(areas, p) {
			t.Fatalf("%v of\n%s\n is %v, want %v", p, text(areas), place, want)
		}
	}
	for i := range n / 4 {
		p, q := points[i], points[r.IntN(len(points))]
		box := orb.Bound{Min: p, Max: p}
		switch r.IntN(4) {
		case 0:
			box = box.Extend(q)
		case 1:
			box = box.Pad(r.Float64() * 0.01)
		case 2:
			box = box.Extend(orb.Point{p[0] + (q[0]-p[0])*r.Float64()/9, p[1] + (q[1]-p[1])*r.Float64()/9})
		}
		relations[checkClass(t, r, b, areas, box, points)]++
	}
	return places, relations
}

// checkClass holds a relation against places of the box.
func checkClass(t *testing.T, r *rand.Rand, b *within.Boundary, areas []orb.MultiPolygon, box orb.Bound, points []orb.Point) within.Relation {
	t.Helper()
	relation := b.Class(box)
	if relation == within.Crossing {
		return relation
	}
	check := func(p orb.Point) {
		if covers(areas, p) != (relation == within.Covered) {
			t.Fatalf("%v of\n%s\n is %v, but holds %v", box, text(areas), relation, p)
		}
	}
	for _, p := range []orb.Point{box.Min, box.Max, box.LeftTop(), box.RightBottom(), box.Center()} {
		check(p)
	}
	for range 10 {
		check(orb.Point{box.Min[0] + r.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1])})
	}
	for _, p := range points {
		if box.Contains(p) {
			check(p)
		}
	}
	return relation
}

func text(areas []orb.MultiPolygon) (s string) {
	for _, area := range areas {
		s += wkt.MarshalString(area) + "\n"
	}
	if len(s) > 3000 {
		s = s[:3000] + "..."
	}
	return s
}

// TestPlace compares with the rule asked edge by edge.
func TestPlace(t *testing.T) {
	r := sweep.Seeded(t)
	var places, relations [3]int
	for range sweep.Size(500, 10_000) {
		p, c := compare(t, r, randomAreas(r), 200)
		for k := range 3 {
			places[k] += p[k]
			relations[k] += c[k]
		}
	}
	t.Logf("%v points outside, on the line, inside; %v boxes disjoint, crossing, covered", places, relations)
	for k := range 3 {
		if places[k] == 0 || relations[k] == 0 {
			t.Error("some answer was never given")
		}
	}
}
