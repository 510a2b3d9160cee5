package within_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/within"
	"terrier/scripts/sweep"
)

// TestNear asks of places in small boxes that the line may cross, one of them all after the other, as of the rows of a leaf: what is left
// out beside a box changes no answer.
func TestNear(t *testing.T) {
	r := sweep.Seeded(t)
	crossed, seen := 0, [3]int{}
	for range sweep.Size(300, 10_000) {
		areas := randomAreas(r)
		b := within.Prepare(areas...)
		points := pointsNear(r, b, areas, 400)
		bound := b.Bound()
		side := max(bound.Max[0]-bound.Min[0], bound.Max[1]-bound.Min[1], 0.001)
		for range 30 {
			reach := side * r.Float64() * r.Float64() * r.Float64() / 2
			at := points[r.IntN(len(points))]
			around := orb.Bound{Min: at, Max: at}.Pad(reach)
			inside := slices.DeleteFunc(slices.Clone(points), func(p orb.Point) bool { return !around.Contains(p) })
			for range 10 {
				inside = append(inside, orb.Point{around.Min[0] + r.Float64()*2*reach, around.Min[1] + r.Float64()*2*reach})
			}
			box := orb.MultiPoint(inside).Bound()
			if b.Class(box) != within.Crossing {
				continue
			}
			crossed++
			for i, got := range b.PlacesNear(box, inside) {
				want := b.Place(inside[i])
				if seen[want]++; got != want {
					t.Fatalf("%v in %v is %v, want %v, of\n%s", inside[i], box, got, want, text(areas))
				}
			}
		}
	}
	t.Logf("%d boxes; %v places outside, on the line, inside", crossed, seen)
	if crossed == 0 || slices.Contains(seen[:], 0) {
		t.Error("too few were compared")
	}
}
