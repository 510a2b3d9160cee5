package shape_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/geo/shape"
	"terrier/scripts/sweep"
)

// TestClipped compares with the overlay of JTS, which is asked for what is inside the box and then for what one has and the other has not.
func TestClipped(t *testing.T) {
	r := sweep.Seeded(t)
	clipped := 0
	for range sweep.Size(2000, 200_000) {
		area := parts(randomShape(r))
		if shape.Check(area, shape.Limits{}) != nil {
			continue
		}
		box := someBox(r, area.Bound())
		got, ok := shape.Clipped(area, box)
		if !ok {
			continue
		}
		clipped++
		want, err := shape.WholeIntersection(area, orb.MultiPolygon{box.ToPolygon()})
		if err != nil {
			t.Fatal(err)
		}
		off, err := shape.Departure(got, want)
		if err != nil || shape.Area(off) > 1e-9*(1+shape.Area(want)) || math.Abs(shape.Area(got)-shape.Area(want)) > 1e-9*(1+shape.Area(want)) {
			t.Fatalf("%s in %v is %s: %v m² of %v, off by %v, %v", wkt.MarshalString(area), box, wkt.MarshalString(got), shape.Area(got), shape.Area(want), shape.Area(off), err)
		}
		if err := shape.Check(got, shape.Limits{}); len(got) > 0 && err != nil {
			t.Fatalf("%s in %v is %s: %v", wkt.MarshalString(area), box, wkt.MarshalString(got), err)
		}
	}
	if clipped == 0 {
		t.Error("nothing was clipped")
	}
}

// someBox mostly has corners of its own, off the lattice of random shapes.
func someBox(r *rand.Rand, around orb.Bound) orb.Bound {
	at := func() orb.Point {
		return orb.Point{around.Min[0] + (1.4*r.Float64()-0.2)*(around.Max[0]-around.Min[0]), around.Min[1] + (1.4*r.Float64()-0.2)*(around.Max[1]-around.Min[1])}
	}
	return orb.MultiPoint{at(), at()}.Bound()
}

// TestClippedRefuses what cannot be told: a caller then takes the whole area.
func TestClippedRefuses(t *testing.T) {
	box := orb.Bound{Max: orb.Point{10, 10}}
	for name, text := range map[string]string{
		"a corner on a side":        "POLYGON((5 5,10 7,5 8,5 5))",
		"a ring that is not closed": "POLYGON((5 5,15 5,15 8,5 8))",
		"one line over the other":   "POLYGON((-5 1,5 1,5 5,-5 5,-5 1),(-5 1,5 1,5 5,-5 5,-5 1))",
	} {
		if got, ok := shape.Clipped(parts(parse(t, text)), box); ok {
			t.Errorf("%s gives %s", name, wkt.MarshalString(got))
		}
	}
}
