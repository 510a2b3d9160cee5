package shape_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/scripts/sweep"
)

func TestBoundsAreThoseOfOrb(t *testing.T) {
	r := sweep.Seeded(t)
	same := func(a, b orb.Bound) bool {
		for axis := range 2 {
			for _, pair := range [][2]float64{{a.Min[axis], b.Min[axis]}, {a.Max[axis], b.Max[axis]}} {
				if pair[0] != pair[1] && !(math.IsNaN(pair[0]) && math.IsNaN(pair[1])) {
					return false
				}
			}
		}
		return true
	}
	for range sweep.Size(2000, 200_000) {
		area := make(orb.MultiPolygon, r.IntN(4))
		for i := range area {
			if r.IntN(8) == 0 {
				continue // no outline
			}
			ring := make(orb.Ring, r.IntN(6))
			for j := range ring {
				ring[j] = orb.Point{r.NormFloat64(), r.NormFloat64() * 1e6}
			}
			area[i] = orb.Polygon{ring, {{1e9, 1e9}}}
			if got, want := shape.BoundOf(ring), ring.Bound(); !same(got, want) {
				t.Fatalf("%v has %v, orb says %v", ring, got, want)
			}
		}
		if got, want := shape.BoundOfArea(area), area.Bound(); !same(got, want) {
			t.Fatalf("%v has %v, orb says %v", area, got, want)
		}
	}
}

func BenchmarkBound(b *testing.B) {
	ring := make(orb.Ring, 20_000)
	for i := range ring {
		at := 2 * math.Pi * float64(i) / float64(len(ring)-1)
		ring[i] = orb.Point{math.Cos(at), math.Sin(at)}
	}
	b.Run("here", func(b *testing.B) {
		for range b.N {
			shape.BoundOf(ring)
		}
	})
	b.Run("orb, the naive twin", func(b *testing.B) {
		for range b.N {
			_ = ring.Bound()
		}
	})
}
