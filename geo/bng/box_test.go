package bng_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
	"pgregory.net/rapid"

	"terrier/geo/bng"
)

func box(west, south, east, north float64) orb.Bound {
	return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}
}

func TestBoxOfLeeds(t *testing.T) {
	p, err := bng.BoxFromWGS84(box(-1.6, 53.75, -1.45, 53.85))
	if err != nil {
		t.Fatal(err)
	}
	ring := p[0]
	t.Logf("%d vertices", len(ring))
	if ring[0] != ring[len(ring)-1] || ring.Orientation() != orb.CCW {
		t.Error("want a closed ring, counter-clockwise")
	}
	want, err := bng.FromWGS84(orb.Point{-1.6, 53.75})
	if err != nil {
		t.Fatal(err)
	}
	if ring[0] != bng.RoundPoint(want) {
		t.Errorf("begins at %v, want the south-west corner %v", ring[0], want)
	}
	for i, v := range ring {
		if v != bng.RoundPoint(v) {
			t.Errorf("%v is not in millimetres", v)
		}
		if i > 0 && v == ring[i-1] {
			t.Errorf("%v is there twice", v)
		}
	}
}

func TestBoxFollowsItsParallelsAndMeridians(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		west := rapid.Float64Range(-8, 1.5).Draw(t, "west")
		south := rapid.Float64Range(49.8, 60.8).Draw(t, "south")
		east := west + rapid.Float64Range(0.0001, 1.5).Draw(t, "width")
		north := south + rapid.Float64Range(0.0001, 1).Draw(t, "height")
		p, err := bng.BoxFromWGS84(box(west, south, east, north))
		if err != nil {
			t.Skip(err)
		}
		worst := 0.0
		for i := range p[0][1:] {
			worst = max(worst, deviation(p[0][i], p[0][i+1], west, south, east, north))
		}
		if worst > 0.010 {
			t.Fatalf("%.1f mm off the box", worst*1000)
		}
	})
}

// deviation walks along an edge of the polygon and returns how far it comes
// away from the box's outline, in metres. Where OSTN15 ends it looks away.
func deviation(a, b orb.Point, west, south, east, north float64) float64 {
	const steps = 16
	var worst float64
	for i := range steps + 1 {
		t := float64(i) / steps
		lonlat, err := bng.ToWGS84(orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])})
		if err != nil {
			continue
		}
		across := metresPerDegree * math.Cos(lonlat[1]*math.Pi/180)
		off := min(
			math.Abs(lonlat[0]-west)*across, math.Abs(lonlat[0]-east)*across,
			math.Abs(lonlat[1]-south)*metresPerDegree*1.004, math.Abs(lonlat[1]-north)*metresPerDegree*1.004,
		)
		worst = max(worst, off)
	}
	return worst
}

func TestThinBoxesDoNotCrossThemselves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		west, south := rapid.Float64Range(-3.5, -0.5).Draw(t, "west"), rapid.Float64Range(50.8, 54).Draw(t, "south")
		long, thin := rapid.Float64Range(0, 0.3).Draw(t, "long"), rapid.Float64Range(1.1e-6, 3e-6).Draw(t, "thin")
		if rapid.Bool().Draw(t, "tall") {
			long, thin = thin, long
		}
		p, err := bng.BoxFromWGS84(box(west, south, west+max(long, 2e-6), south+max(thin, 2e-6)))
		if err != nil {
			t.Fatal(err)
		}
		var flat []float64
		for _, v := range p[0] {
			flat = append(flat, v[0], v[1])
		}
		ring := geom.NewLineString(geom.NewSequence(flat, geom.DimXY))
		if err := geom.NewPolygon([]geom.LineString{ring}).Validate(); err != nil {
			t.Fatalf("%v: %v", err, p)
		}
	})
}

func TestBoxOfAllBritain(t *testing.T) {
	whole, err := bng.BoxFromWGS84(box(-9, 49.5, 3, 61.5))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d vertices", len(whole[0]))
	if len(whole[0]) > 10000 {
		t.Error("want 10,000 vertices at most")
	}
	world, err := bng.BoxFromWGS84(box(-180, -90, 180, 90))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []orb.Polygon{whole, world} {
		b := p[0].Bound()
		if b.Min[0] > 0 || b.Min[1] > 0 || b.Max[0] < 660000 || b.Max[1] < 1225000 {
			t.Errorf("leaves out part of Britain: %v", b)
		}
	}
}

func TestBoxRefusals(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name string
		box  orb.Bound
		says string
	}{
		{"inside out", box(-1.4, 53.7, -1.6, 53.9), "bounding box -1.4,53.7,-1.6,53.9: its west is not west of its east"},
		{"upside down", box(-1.6, 53.9, -1.4, 53.7), "its south is not south of its north"},
		{"empty", box(-1.6, 53.9, -1.6, 53.9), "its west is not west"},
		{"under a millimetre", box(-1.6, 53.9, -1.6+1e-10, 53.9+1e-10), "is narrower than"},
		{"a line", box(-1.6, 53.9, -1.5, 53.9+1e-10), "is narrower than"},
		{"not a number", box(nan, 53.7, -1.4, 53.9), "all four must be numbers"},
		{"infinite", box(math.Inf(-1), 53.7, -1.4, 53.9), "all four must be numbers"},
		{"metres", box(430000, 433000, 431000, 434000), "is not in degrees"},
		{"beyond the date line", box(-999, 53, -1, 54), "is not in degrees"},
		{"Paris", box(2.2, 48.8, 2.4, 48.9), "is outside the area"},
		{"exchanged", box(53.7, -1.6, 53.9, -1.4), "longitude comes before latitude"},
		{"Belfast", box(-6, 54.55, -5.8, 54.65), "Northern Ireland"},
		{"the North Sea beyond the model", box(3.5, 60.8, 3.9, 61.9), "is outside the area"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := bng.BoxFromWGS84(c.box)
			var refused *bng.BoxError
			if !errors.As(err, &refused) || refused.Code() != "bad-bbox" {
				t.Fatalf("got %v, %v; want a BoxError", got, err)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("says %q, want %q in it", err, c.says)
			}
		})
	}
}

func BenchmarkBoxOfLeeds(b *testing.B) {
	for b.Loop() {
		_, _ = bng.BoxFromWGS84(box(-1.6, 53.75, -1.45, 53.85))
	}
}

func BenchmarkBoxOfAllBritain(b *testing.B) {
	for b.Loop() {
		_, _ = bng.BoxFromWGS84(box(-9, 49.5, 3, 61.5))
	}
}
