package shape

import (
	"testing"

	"github.com/paulmach/orb"
)

func square(x, y, side float64) orb.Ring {
	return orb.Ring{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}
}

func TestWithoutSlivers(t *testing.T) {
	for _, c := range []struct {
		name    string
		area    orb.MultiPolygon
		kept    orb.MultiPolygon
		slivers int
	}{
		{"a plain area", orb.MultiPolygon{{square(0, 0, 10)}}, orb.MultiPolygon{{square(0, 0, 10)}}, 0},
		{"a tiny part", orb.MultiPolygon{{square(20, 0, 0.5)}, {square(0, 0, 10)}}, orb.MultiPolygon{{square(0, 0, 10)}}, 1},
		{"a tiny hole", orb.MultiPolygon{{square(0, 0, 10), square(1, 1, 0.5), square(3, 3, 2)}}, orb.MultiPolygon{{square(0, 0, 10), square(3, 3, 2)}}, 1},
		{"the largest stays, however small", orb.MultiPolygon{{square(0, 0, 0.1)}, {square(5, 0, 0.2)}}, orb.MultiPolygon{{square(5, 0, 0.2)}}, 1},
		{"half a square metre is none", orb.MultiPolygon{{square(0, 0, 10)}, {orb.Ring{{20, 0}, {21, 0}, {21, 0.5}, {20, 0.5}, {20, 0}}}},
			orb.MultiPolygon{{square(0, 0, 10)}, {orb.Ring{{20, 0}, {21, 0}, {21, 0.5}, {20, 0.5}, {20, 0}}}}, 0},
	} {
		kept, slivers := WithoutSlivers(c.area, 0.5)
		if slivers != c.slivers || !orb.Equal(kept, c.kept) {
			t.Errorf("%s: %d, %v", c.name, slivers, kept)
		}
	}
}
