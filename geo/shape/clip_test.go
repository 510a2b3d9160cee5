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

// TestClippedRefusesWhatRoundingBreaks: where an edge crosses a side the place is rounded, and what it ran beside or touched may then lie on its other side.
func TestClippedRefusesWhatRoundingBreaks(t *testing.T) {
	for name, c := range map[string]struct {
		area string
		box  orb.Bound
	}{
		"edges of two parts that come to a side at the same place": {
			`MULTIPOLYGON(
				((-2.1002616900734354 53.39949848399281,-2.0964456596703207 53.40069761366157,-2.0976447893390824 53.404513644064686,-2.101460819742197 53.40331451439592,-2.1002616900734354 53.39949848399281),
				 (-2.098331810732195 53.401362770915,-2.0978302947250076 53.40110108084157,-2.0975686046515722 53.401602596848754,-2.0980701206587598 53.40186428692219,-2.098331810732195 53.401362770915)),
				((-2.098236409972117 53.40139274915672,-2.0978302947250076 53.40110108084157,-2.097634027169931 53.40147721784696,-2.098040142417041 53.40176888616211,-2.098236409972117 53.40139274915672)))`,
			orb.Bound{Min: orb.Point{-2.099836301821336, 53.39940910329464}, Max: orb.Point{-2.095933784605922, 53.40122313949745}},
		},
		"a part with a corner on the edge of another": {
			"MULTIPOLYGON(((-5 -5,29 -5,29 29,-5 29,-5 -5),(-4 8,0 4,4 8,0 12,-4 8)),((-3 8,0 5,3 7,-1 11,-3 8)))",
			orb.Bound{Min: orb.Point{-1.3591265965633705, -10.70397291504813}, Max: orb.Point{5.9124194514610995, 34.341952007453926}},
		},
		"a ring with a corner beside an edge of its own": {"POLYGON((0 0,7 3,7 9,0.7 0.3,0 9,0 0))", orb.Bound{Min: orb.Point{-1, -1}, Max: orb.Point{4.5, 10}}},
	} {
		area := parts(parse(t, c.area))
		if err := shape.Check(area, shape.Limits{}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, ok := shape.Clipped(area, c.box); ok {
			t.Errorf("%s gives %s: %v", name, wkt.MarshalString(got), shape.Check(got, shape.Limits{}))
		}
	}
}
