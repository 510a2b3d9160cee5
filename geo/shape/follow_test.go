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

func TestFollow(t *testing.T) {
	edge := orb.MultiPolygon{
		{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{4, 4}, {4, 6}, {6, 6}, {6, 4}, {4, 4}}},
		{{{20, 0}, {30, 0}, {30, 10}, {20, 0}}},
	}
	for name, c := range map[string]struct {
		from, to orb.Point
		ways     string
	}{
		"along one edge":           {orb.Point{2, 0}, orb.Point{8, 0}, "MULTILINESTRING((2 0,8 0),(2 0,0 0,0 10,10 10,10 0,8 0))"},
		"along one edge, back":     {orb.Point{8, 0}, orb.Point{2, 0}, "MULTILINESTRING((8 0,2 0),(8 0,10 0,10 10,0 10,0 0,2 0))"},
		"over the ring's start":    {orb.Point{1, 0}, orb.Point{0, 3}, "MULTILINESTRING((1 0,0 0,0 3),(1 0,10 0,10 10,0 10,0 3))"},
		"from corner to corner":    {orb.Point{0, 0}, orb.Point{10, 0}, "MULTILINESTRING((0 0,10 0),(0 0,0 10,10 10,10 0))"},
		"beside the line":          {orb.Point{5, -1}, orb.Point{12, 5}, "MULTILINESTRING((5 0,10 0,10 5),(5 0,0 0,0 10,10 10,10 5))"},
		"along a hole":             {orb.Point{4, 5}, orb.Point{5, 6}, "MULTILINESTRING((4 5,4 6,5 6),(4 5,4 4,6 4,6 6,5 6))"},
		"from hole to outline":     {orb.Point{4, 5}, orb.Point{0, 5}, "MULTILINESTRING EMPTY"},
		"from part to part":        {orb.Point{10, 5}, orb.Point{20, 0}, "MULTILINESTRING EMPTY"},
		"to where it is already":   {orb.Point{3, 0}, orb.Point{3, 0}, "MULTILINESTRING EMPTY"},
		"rounded to a millimetre":  {orb.Point{2.00049, 0}, orb.Point{8.0006, 0}, "MULTILINESTRING((2 0,8.001 0),(2 0,0 0,0 10,10 10,10 0,8.001 0))"},
		"a corner but for a hair":  {orb.Point{9.9998, 0}, orb.Point{2, 0}, "MULTILINESTRING((10 0,2 0),(10 0,10 10,0 10,0 0,2 0))"},
		"from where nothing is":    {orb.Point{math.NaN(), 0}, orb.Point{2, 0}, "MULTILINESTRING EMPTY"},
		"on a slanting edge":       {orb.Point{30, 5}, orb.Point{25, 5}, "MULTILINESTRING((30 5,30 10,25 5),(30 5,30 0,20 0,25 5))"},
		"last corner to the first": {orb.Point{0, 10}, orb.Point{0, 0}, "MULTILINESTRING((0 10,0 0),(0 10,10 10,10 0,0 0))"},
	} {
		t.Run(name, func(t *testing.T) {
			got := orb.MultiLineString(shape.Follow(edge, c.from, c.to))
			if wkt.MarshalString(got) != c.ways {
				t.Errorf("%s, want %s", wkt.MarshalString(got), c.ways)
			}
		})
	}
	if got := shape.Follow(nil, orb.Point{}, orb.Point{}); got != nil {
		t.Errorf("no edge: %v", got)
	}
}

// TestFollowGoesOnceAround: both ways together are the ring, corner for corner.
func TestFollowGoesOnceAround(t *testing.T) {
	r := sweep.Seeded(t)
	for range sweep.Size(500, 50_000) {
		area := drawn(r, 393_201.123, 398_772.457)
		from, to := pointNear(r, area), pointNear(r, area)
		ways := shape.Follow(area, from, to)
		if ways == nil {
			continue
		}
		one, other := ways[0], ways[1]
		if one[0] != other[0] || one[len(one)-1] != other[len(other)-1] || shape.Length(one) > shape.Length(other) {
			t.Fatalf("%v\n%v", one, other)
		}
		found := false
		for _, ring := range area[0] {
			around := map[orb.Point]bool{}
			for _, p := range slices.Concat(one, other) {
				around[p] = true
			}
			all := !slices.ContainsFunc(ring, func(p orb.Point) bool { return !around[p] })
			length := shape.Length(one) + shape.Length(other)
			found = found || all && math.Abs(length-shape.Perimeter(ring)) < 0.01
		}
		if !found {
			t.Errorf("%s from %v to %v: %v, %v", wkt.MarshalString(area), from, to, one, other)
		}
	}
}
