package bng_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"terrier/geo/bng"
)

func TestMercator(t *testing.T) {
	const edge = 20037508.342789244
	for _, c := range []struct {
		name         string
		lonlat, want orb.Point
	}{
		{"null island", orb.Point{0, 0}, orb.Point{0, 0}},
		{"the corner of the square", orb.Point{180, 85.0511287798066}, orb.Point{edge, edge}},
		{"the pole, put on the edge", orb.Point{0, 90}, orb.Point{0, edge}},
		{"the south pole", orb.Point{-180, -90}, orb.Point{-edge, -edge}},
		// IOGP guidance note 7-2, method 1024 "Popular Visualisation
		// Pseudo Mercator": its worked example.
		{"IOGP's example", orb.Point{-100 - 20./60, 24 + 22./60 + 54.433/3600}, orb.Point{-11169055.58, 2800000.00}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := bng.ToMercator(c.lonlat)
			if math.Abs(got[0]-c.want[0]) > 0.01 || math.Abs(got[1]-c.want[1]) > 0.01 {
				t.Errorf("got %.3f, want %.3f", got, c.want)
			}
		})
	}
	t.Run("comes back", rapid.MakeCheck(func(t *rapid.T) {
		p := orb.Point{
			rapid.Float64Range(-180, 180).Draw(t, "lon"),
			rapid.Float64Range(-85, 85).Draw(t, "lat"),
		}
		back := bng.FromMercator(bng.ToMercator(p))
		if math.Abs(back[0]-p[0]) > 1e-12 || math.Abs(back[1]-p[1]) > 1e-12 {
			t.Fatalf("%v came back as %v", p, back)
		}
	}))
}

func TestMillimetre(t *testing.T) {
	for _, c := range []struct{ metres, want float64 }{
		{432840.1234, 432840.123}, {0.0005, 0.001}, {-0.0005, -0.001}, {651409.9029999999, 651409.903},
	} {
		if got := bng.Millimetre(c.metres); got != c.want {
			t.Errorf("%v: got %v, want %v", c.metres, got, c.want)
		}
	}
	if math.Signbit(bng.Millimetre(-0.0001)) {
		t.Error("minus zero has its sign")
	}
	t.Run("what is rounded stays", rapid.MakeCheck(func(t *rapid.T) {
		v := bng.Millimetre(rapid.Float64Range(-1e7, 1e7).Draw(t, "metres"))
		if again := bng.Millimetre(v); again != v {
			t.Fatalf("%v became %v", v, again)
		}
		if mm := math.Round(v * 1000); mm/1000 != v {
			t.Fatalf("%v is not the nearest to %v mm", v, mm)
		}
	}))
}
