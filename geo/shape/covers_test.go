package shape_test

import (
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

func TestCovers(t *testing.T) {
	const ring = "POLYGON((0 0,9 0,9 9,0 9,0 0),(2 2,2 5,5 5,5 2,2 2))"
	for name, c := range map[string]struct {
		shape string
		at    orb.Point
		want  bool
	}{
		"inside":                               {ring, orb.Point{1, 1}, true},
		"outside":                              {ring, orb.Point{10, 1}, false},
		"on the outline":                       {ring, orb.Point{9, 4}, true},
		"on a corner":                          {ring, orb.Point{0, 9}, true},
		"level with a corner, outside":         {ring, orb.Point{-1, 9}, false},
		"in a hole":                            {ring, orb.Point{3, 3}, false},
		"on the line of a hole":                {ring, orb.Point{2, 3}, true},
		"on the corner of a hole":              {ring, orb.Point{5, 5}, true},
		"level with a hole's edge":             {ring, orb.Point{6, 5}, true},
		"NaN":                                  {ring, orb.Point{nan, nan}, false},
		"in the second part":                   {"MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,9 5,9 9,5 5)))", orb.Point{8, 6}, true},
		"between the parts":                    {"MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,9 5,9 9,5 5)))", orb.Point{3, 3}, false},
		"in a part within a hole":              {"MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0),(1 1,1 8,8 8,8 1,1 1)),((2 2,6 2,6 6,2 6,2 2)))", orb.Point{3, 3}, true},
		"in the part that two parts share":     {"MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((2 2,6 2,6 6,2 6,2 2)))", orb.Point{3, 3}, true},
		"where a ring goes round twice":        {"POLYGON((0 0,9 0,9 9,1 1,8 1,8 8,0 0))", orb.Point{7, 3}, true},
		"a clockwise ring":                     {"POLYGON((0 0,0 9,9 9,9 0,0 0))", orb.Point{1, 1}, true},
		"a hair inside a slanting edge":        {"POLYGON((0 0,10 10,0 10,0 0))", orb.Point{5, 5.000000000000001}, true},
		"a hair outside a slanting edge":       {"POLYGON((0 0,10 10,0 10,0 0))", orb.Point{5, 4.999999999999999}, false},
		"a point is no area":                   {"POINT(1 1)", orb.Point{1, 1}, false},
		"a line is no area":                    {"LINESTRING(0 0,2 2)", orb.Point{1, 1}, false},
		"nothing":                              {"POLYGON EMPTY", orb.Point{0, 0}, false},
		"in a collection with an area in it":   {"GEOMETRYCOLLECTION(POINT(5 5),POLYGON((0 0,2 0,2 2,0 0)))", orb.Point{1, 1}, true},
		"at a collection's point, not in area": {"GEOMETRYCOLLECTION(POINT(5 5),POLYGON((0 0,2 0,2 2,0 0)))", orb.Point{5, 5}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shape.Covers(parse(t, c.shape), c.at); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
	if b := (orb.Bound{Max: orb.Point{2, 2}}); !shape.Covers(b, orb.Point{2, 1}) || shape.Covers(b, orb.Point{3, 1}) {
		t.Error("bounding box")
	}
	if shape.Covers(nil, orb.Point{}) {
		t.Error("nil")
	}
}
