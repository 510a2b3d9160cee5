package country_test

import (
	"testing"

	"github.com/paulmach/orb"

	"terrier/cmd/tilebench/country"
	"terrier/geo/shape"
)

func TestGround(t *testing.T) {
	g := country.New(1, few).Ground()
	if len(g.Areas) < 400 || len(g.Parishes) < 16 || len(g.Authorities) != 2 {
		t.Errorf("%d plan areas, %d parishes, %d authorities", len(g.Areas), len(g.Parishes), len(g.Authorities))
	}
	lapping := 0
	for _, rings := range [][]orb.Ring{g.Areas, g.Parishes, g.Authorities} {
		for i, ring := range rings {
			if err := shape.Check(orb.MultiPolygon{{ring}}, shape.Limits{}); err != nil {
				t.Fatalf("%d corners: %v", len(ring), err)
			}
			if i == 0 || len(ring) > 1000 {
				continue
			}
			if shared, err := shape.Shared(orb.MultiPolygon{{ring}}, orb.MultiPolygon{{rings[i-1]}}); err != nil {
				t.Fatal(err)
			} else if len(shared) > 0 {
				lapping++
			}
		}
	}
	if lapping == 0 {
		t.Error("no outline laps over its neighbour")
	}
	for _, corners := range []int{12, 60, 400} {
		for n := range 2 * corners {
			for _, ring := range []orb.Ring{g.Drawn(corners, n, n%30, 30), g.DrawnOver(corners, n, n%30, 30)} {
				if err := shape.Check(orb.MultiPolygon{{ring}}, shape.Limits{}); err != nil || len(ring) != corners+1 {
					t.Fatalf("%d corners, dragging %d: %d, %v", corners, n, len(ring), err)
				}
			}
		}
	}
}
