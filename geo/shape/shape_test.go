package shape_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

// parse reads a shape written as WKT in a test's table.
func parse(t testing.TB, s string) orb.Geometry {
	t.Helper()
	g, err := wkt.Unmarshal(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return g
}

// cosine of the i-th of n steps around a circle.
func cosine(i, n int) float64 { return math.Cos(2 * math.Pi * float64(i) / float64(n)) }

// wheel is a polygon of n corners around the origin. Every corner takes its
// distance from the axle in turn: 1 is the rim.
func wheel(n int, radius float64, distance ...float64) orb.Polygon {
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		d := radius * distance[i%len(distance)]
		ring = append(ring, orb.Point{d * cosine(i, n), d * cosine(4*i-n, 4*n)})
	}
	return orb.Polygon{append(ring, ring[0])}
}
