package shape_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

func TestThin(t *testing.T) {
	circle := orb.Ring{}
	for i := range 50_000 {
		a := 2 * math.Pi * float64(i) / 50_000
		circle = append(circle, orb.Point{430_000 + 300*math.Cos(a), 430_000 + 300*math.Sin(a)})
	}
	walked := orb.MultiPolygon{{append(circle, circle[0])}}
	thin, metres, err := shape.Thin(walked, 50_000)
	if err != nil || metres != 0.01 || shape.Vertices(thin) > 2000 {
		t.Fatalf("%d corners, %v m, %v", shape.Vertices(thin), metres, err)
	}
	if off := math.Abs(shape.Area(thin) - shape.Area(walked)); off > metres*shape.Perimeter(walked) {
		t.Errorf("%v m² are gone", off)
	}
	if p := shape.Check(thin, shape.Limits{}); p != nil {
		t.Errorf("thinned to what is not valid: %v", p)
	}
	if few, metres, err := shape.Thin(walked, 100); err != nil || shape.Vertices(few) > 100 || metres > 2 {
		t.Errorf("%d corners, %v m, %v", shape.Vertices(few), metres, err)
	}
	same := orb.MultiPolygon{{{{0, 0}, {100, 0}, {100, 100}, {0, 0}}}}
	if thin, metres, err := shape.Thin(same, 4); err != nil || metres != 0 || shape.Vertices(thin) != 4 {
		t.Errorf("what has few corners became %v, %v m, %v", thin, metres, err)
	}
}
