package shape_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"terrier/data/postgis/pgtest"
	"terrier/geo/shape"
	"terrier/scripts/sweep"
)

// TestReachAgreesWithPostGIS asks about places a hair beyond the bound of an area that the winding rule has inside: for half of
// them the area's reach ends before the place, for the others it is wider than its bound, and the rule decides.
func TestReachAgreesWithPostGIS(t *testing.T) {
	pool := pgtest.New(t).Pool(t, "")
	r := sweep.Seeded(t)
	var asked []orb.Geometry
	var at []orb.Point
	for n := sweep.Size(200, 20_000); len(at) < n; {
		area := wideArea(r)
		outline := area[r.IntN(len(area))][0]
		p := outline[r.IntN(len(outline))]
		p[0] = math.Nextafter(p[0], math.Inf(1-2*r.IntN(2)))
		if area.Bound().Contains(p) || !shape.Covers(append(area[:len(area):len(area)], farParts...), p) {
			continue
		}
		asked, at = append(asked, area), append(at, p)
	}
	inside := compareCovers(t, pool, asked, at)
	t.Logf("%d of %d places inside", inside, len(at))
	if inside == 0 || inside == len(at) {
		t.Error("some answer was never given")
	}
}

// farParts reach beyond any map, so that only the rule counts beside them.
var farParts = orb.MultiPolygon{{{{-1e30, -1e30}, {-1e30, -1e30}}}, {{{1e30, 1e30}, {1e30, 1e30}}}}

// wideArea has some parts thousands of kilometres wide, so that differences are rounded, of corners that are whole float32 and others.
func wideArea(r *rand.Rand) orb.MultiPolygon {
	steps := math.Exp2(float64(r.IntN(12) - 4))
	number := func() float64 {
		v := 433_000 + (r.Float64()-0.5)*1e8
		if r.IntN(3) == 0 {
			return v
		}
		return math.Round(v*steps) / steps
	}
	area := make(orb.MultiPolygon, 1+r.IntN(2))
	for i := range area {
		ring := make(orb.Ring, 3+r.IntN(4))
		for k := range ring {
			ring[k] = orb.Point{number(), number()}
		}
		area[i] = orb.Polygon{append(ring, ring[0])}
	}
	return area
}

// TestReachOfOddAreas: where PostGIS's floats end, the box is open, and what is no number is left out.
func TestReachOfOddAreas(t *testing.T) {
	nan, inf, most := math.NaN(), math.Inf(1), float64(math.MaxFloat32)
	for _, c := range []struct {
		area orb.MultiPolygon
		want orb.Bound
	}{
		{nil, orb.MultiPolygon{}.Bound()},
		{orb.MultiPolygon{{{}}}, orb.MultiPolygon{}.Bound()},
		{orb.MultiPolygon{{{{0.5, -3}, {2, 0.25}}}}, orb.Bound{Min: orb.Point{0.5, -3}, Max: orb.Point{2, 0.25}}},
		{orb.MultiPolygon{{{{0.1, 0.1}}}}, orb.Bound{Min: orb.Point{0.09999999403953552, 0.09999999403953552}, Max: orb.Point{0.10000000149011612, 0.10000000149011612}}},
		{orb.MultiPolygon{{{{-0.1, 1e-60}}}}, orb.Bound{Min: orb.Point{-0.10000000149011612, 0}, Max: orb.Point{-0.09999999403953552, math.SmallestNonzeroFloat32}}},
		{orb.MultiPolygon{{{{0, 0}, {1, 1}}, {{-5, -5}, {5, 5}}}}, orb.Bound{Max: orb.Point{1, 1}}}, // a hole reaches nowhere
		{orb.MultiPolygon{{{{-1e300, 1e39}, {1e300, 1e39}}}}, orb.Bound{Min: orb.Point{-inf, most}, Max: orb.Point{inf, inf}}},
		{orb.MultiPolygon{{{{nan, 1}, {2, nan}, {3, 3}}}}, orb.Bound{Min: orb.Point{2, 1}, Max: orb.Point{3, 3}}},
		{orb.MultiPolygon{{{{0, 0}, {5, 5}}}, {{{nan, 1}, {2, 8}}}}, orb.Bound{Max: orb.Point{5, 8}}},
		{orb.MultiPolygon{{{{nan, 1}, {2, 8}}}, {{{0, 0}, {5, 5}}}}, orb.Bound{Max: orb.Point{5, 8}}},
		{orb.MultiPolygon{{{{nan, 1}, {nan, 2}}}}, orb.MultiPolygon{}.Bound()},
	} {
		if got := shape.Reach(c.area); got != c.want {
			t.Errorf("%v reaches %v, want %v", c.area, got, c.want)
		}
	}
}
