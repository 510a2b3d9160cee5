package shape_test

import (
	"errors"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// comb is a ring with so many teeth of 20 cm, ten kilometres long, to the north, or lying to the east. It is valid.
func comb(teeth int, lying bool) orb.MultiPolygon {
	ring := orb.Ring{{0, 0}}
	for i := range teeth {
		x := float64(i) * 0.4
		ring = append(ring, orb.Point{x, 10_000}, orb.Point{x + 0.2, 10_000}, orb.Point{x + 0.2, 1}, orb.Point{x + 0.4, 1})
	}
	ring = append(ring, orb.Point{float64(teeth) * 0.4, 0}, orb.Point{0, 0})
	for i, p := range ring {
		if lying {
			p[0], p[1] = p[1], p[0]
		}
		ring[i] = orb.Point{430_000 + p[0], 430_000 + p[1]}
	}
	return shape.Wind(orb.MultiPolygon{{ring}}).(orb.MultiPolygon)
}

// TestTangled lays combs over each other, which cross in millions of places: each overlay refuses them before it begins.
func TestTangled(t *testing.T) {
	a, b := comb(2000, false), comb(2000, true)
	for name, lay := range map[string]func(a, b orb.MultiPolygon) (orb.MultiPolygon, error){
		"Shared": shape.Shared, "Intersection": shape.Intersection, "Departure": shape.Departure,
		"Difference": func(a, b orb.MultiPolygon) (orb.MultiPolygon, error) { return shape.Difference(a, b) },
		"Union":      func(a, b orb.MultiPolygon) (orb.MultiPolygon, error) { return shape.Union(a, b) },
		"TrimTo":     func(a, b orb.MultiPolygon) (orb.MultiPolygon, error) { return shape.TrimTo(a, b) },
		"Gaps":       func(a, b orb.MultiPolygon) (orb.MultiPolygon, error) { return shape.Gaps(a, b, 5) },
	} {
		began := time.Now()
		_, err := lay(a, b)
		var problem *shape.Problem
		if !errors.As(err, &problem) || problem.Kind != shape.Tangled {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
	if got, err := shape.Shared(comb(20, false), comb(20, true)); err != nil || len(got) < 290 {
		t.Errorf("small combs share %d pieces, %v", len(got), err)
	}
}
