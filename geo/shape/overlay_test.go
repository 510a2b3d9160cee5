package shape_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// square is one of side metres with its lower left corner at x, y.
func square(x, y, side float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}}}
}

func TestOverlayOfSquares(t *testing.T) {
	a := square(0, 0, 10)
	for name, c := range map[string]struct {
		b                               orb.MultiPolygon
		intersection, difference, union float64
	}{
		"overlapping":         {square(5, 5, 10), 25, 75, 175},
		"the same":            {square(0, 0, 10), 100, 0, 100},
		"inside":              {square(2, 2, 4), 16, 84, 100},
		"around":              {square(-2, -2, 40), 100, 0, 1600},
		"touching in an edge": {square(10, 3, 10), 0, 100, 200},
		"touching in a point": {square(10, 10, 10), 0, 100, 200},
		"apart":               {square(30, 30, 10), 0, 100, 200},
		"empty":               {nil, 0, 100, 100},
		"of two parts":        {append(square(-1, -1, 2), square(9, 9, 5)...), 2, 98, 127},
	} {
		t.Run(name, func(t *testing.T) {
			for what, do := range map[string]struct {
				run  func() (orb.MultiPolygon, error)
				want float64
			}{
				"intersection": {func() (orb.MultiPolygon, error) { return shape.Intersection(a, c.b) }, c.intersection},
				"difference":   {func() (orb.MultiPolygon, error) { return shape.Difference(a, c.b) }, c.difference},
				"union":        {func() (orb.MultiPolygon, error) { return shape.Union(a, c.b) }, c.union},
			} {
				got, err := do.run()
				if err != nil || got == nil || math.Abs(shape.Area(got)-do.want) > 1e-9 {
					t.Errorf("%s: %v, %v, want an area of %v", what, got, err, do.want)
				}
			}
		})
	}
}

func TestOverlayRefusesWhatIsNoNumber(t *testing.T) {
	bad := square(0, 0, math.Inf(1))
	good := square(0, 0, 1)
	if _, err := shape.Union(good, bad); err == nil {
		t.Error("union: no error")
	}
	if _, err := shape.Difference(bad, good); err == nil {
		t.Error("difference: no error")
	}
}

// authorityAndDrawn are an authority of 20,000 corners, 10 km from its middle to its crinkled edge, and a shape of 50 that lies
// over the edge.
func authorityAndDrawn() (authority, drawn orb.MultiPolygon) {
	authority = orb.MultiPolygon{wheel(20_000, 10_000, 1, 0.9998, 1.0004, 0.9993, 1.0001, 0.9997, 1.0002)}
	drawn = orb.MultiPolygon{wheel(50, 400, 1, 0.8)}
	moved(authority, func(p orb.Point) orb.Point { return orb.Point{p[0] + 393_201.123, p[1] + 398_772.457} })
	moved(drawn, func(p orb.Point) orb.Point { return orb.Point{p[0] + 403_201.123, p[1] + 398_772.457} })
	for _, area := range []*orb.MultiPolygon{&authority, &drawn} {
		rounded, _ := shape.Round(*area)
		*area = rounded.(orb.MultiPolygon)
	}
	return authority, drawn
}

// BenchmarkOverlayOfLarge lays a drawn shape of 50 corners over the edge of an authority of 20,000.
func BenchmarkOverlayOfLarge(b *testing.B) {
	authority, drawn := authorityAndDrawn()
	for name, run := range map[string]func() (orb.MultiPolygon, error){
		"Intersection":        func() (orb.MultiPolygon, error) { return shape.Intersection(drawn, authority) },
		"Difference":          func() (orb.MultiPolygon, error) { return shape.Difference(drawn, authority) },
		"Difference of large": func() (orb.MultiPolygon, error) { return shape.Difference(authority, drawn) },
		"Shared":              func() (orb.MultiPolygon, error) { return shape.Shared(drawn, authority) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if got, err := run(); err != nil || len(got) == 0 {
					b.Fatal(got, err)
				}
			}
		})
	}
}
