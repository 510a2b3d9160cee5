package within_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/geo/within"
	"terrier/scripts/sweep"
)

// TestReach asks about places a hair beyond the corners of wide areas, where rounding may have a place beyond an area inside and the
// reach of that area, one of several, decides.
func TestReach(t *testing.T) {
	r := sweep.Seeded(t)
	cut, let, crossed := 0, 0, 0
	for range sweep.Size(3000, 200_000) {
		areas := make([]orb.MultiPolygon, 1+r.IntN(3))
		for i := range areas {
			areas[i] = orb.MultiPolygon{{loop(r, 3+r.IntN(4), 9, 0, 0)}}
			step := math.Exp2(float64(18 + r.IntN(5)))
			origin := orb.Point{433_000 + math.Round(r.Float64()*1000)/8, 435_000 + r.Float64()}
			each(areas[i], func(p *orb.Point) { *p = orb.Point{origin[0] + step*(p[0]-4), origin[1] + step*(p[1]-4)} })
		}
		b := within.Prepare(areas...)
		for _, area := range areas {
			bound := area.Bound()
			for _, p := range area[0][0] {
				var beside []orb.Point
				for _, to := range []float64{math.Inf(-1), math.Inf(1)} {
					beside = append(beside, orb.Point{math.Nextafter(p[0], to), p[1]}, orb.Point{math.Nextafter(p[0], to), math.Nextafter(p[1], to)})
				}
				box := orb.MultiPoint(beside).Bound()
				near := []within.Place(nil)
				if b.Class(box) == within.Crossing {
					crossed++
					near = b.PlacesNear(box, beside)
				}
				for k, q := range beside {
					want := naivePlace(areas, q)
					if got := b.Place(q); got != want || near != nil && near[k] != want {
						t.Fatalf("%v of\n%s\n is %v, near its corner %v, want %v", q, text(areas), got, near, want)
					}
					ruled := shape.Covers(append(area[:1:1], corner(-math.MaxFloat64), corner(math.MaxFloat64)), q)
					switch {
					case bound.Contains(q) || !ruled:
					case shape.Covers(area, q):
						let++
					default:
						cut++
					}
				}
			}
		}
	}
	t.Logf("%d places beyond the bound of an area are inside, %d would be but for its reach", let, cut)
	if let == 0 || cut == 0 || crossed == 0 {
		t.Error("some answer was never given")
	}
}
