package bng_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/geo/bng"
)

// sample is one geometry of each kind near Leeds, in EPSG:27700.
func sample() []orb.Geometry {
	a, b, c := orb.Point{430000, 433000}, orb.Point{431000, 433000}, orb.Point{431000, 434000.5}
	ring := orb.Ring{a, b, c, a}
	return []orb.Geometry{
		a,
		orb.MultiPoint{a, b},
		orb.LineString{a, b},
		orb.MultiLineString{{a, b}, {b, c}},
		ring,
		orb.Polygon{ring},
		orb.MultiPolygon{{ring}, {ring, ring}},
		orb.Collection{a, orb.LineString{b, c}, orb.Collection{orb.Polygon{ring}}},
	}
}

func TestGeometriesThereAndBack(t *testing.T) {
	for _, g := range sample() {
		t.Run(g.GeoJSONType(), func(t *testing.T) {
			before := orb.Clone(g)
			lonlat, err := bng.TransformWGS84(g)
			if err != nil {
				t.Fatal(err)
			}
			if !orb.Equal(g, before) {
				t.Error("the given geometry was changed")
			}
			if b := lonlat.Bound(); b.Min[0] < -1.6 || b.Max[0] > -1.5 || b.Min[1] < 53.7 || b.Max[1] > 53.9 {
				t.Errorf("not near Leeds: %v", b)
			}
			back, err := bng.GeometryFromWGS84(lonlat)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, bng.RoundGeometry(back)); diff != "" {
				t.Error(diff)
			}
			direct, err := bng.GeometryMercatorFromBNG(g)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(direct, bng.GeometryToMercator(lonlat)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEveryKindOfGeometryIsKnown(t *testing.T) {
	for _, g := range orb.AllGeometries {
		t.Run(fmt.Sprintf("%T", g), func(t *testing.T) {
			got := bng.GeometryToMercator(g)
			if _, isBound := g.(orb.Bound); !isBound && !cmp.Equal(g, got) {
				t.Errorf("%#v became %#v", g, got)
			}
			_, _ = bng.TransformWGS84(g)
			_, _ = bng.GeometryFromWGS84(g)
		})
	}
}

func TestOneVertexOutsideRefusesTheGeometry(t *testing.T) {
	bad := orb.Point{430000, 2000000}
	for _, g := range []orb.Geometry{
		bad,
		orb.Polygon{{{430000, 433000}, {431000, 433000}, bad, {430000, 433000}}},
		orb.Collection{orb.Point{430000, 433000}, orb.MultiPoint{bad}},
		orb.Bound{Min: orb.Point{430000, 433000}, Max: bad},
	} {
		got, err := bng.TransformWGS84(g)
		if got != nil {
			t.Errorf("%s: got %v beside an error", g.GeoJSONType(), got)
		}
		var outside *bng.OutsideError
		if !errors.As(err, &outside) || outside.Point != bad {
			t.Errorf("%s: %v; want the vertex %v named", g.GeoJSONType(), err, bad)
		}
	}
}

func TestBoundBecomesAPolygon(t *testing.T) {
	b := orb.Bound{Min: orb.Point{430000, 433000}, Max: orb.Point{431000, 434000}}
	got, err := bng.TransformWGS84(b)
	if err != nil {
		t.Fatal(err)
	}
	if p, ok := got.(orb.Polygon); !ok || len(p[0]) != 5 {
		t.Errorf("got %v", got)
	}
}
