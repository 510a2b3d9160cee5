package shape_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/geo/shape"
	"terrier/scripts/sweep"
)

// TestGapsInAWindow compares with gaps that are looked for everywhere: those of two areas whose lines come near each other here and there, with
// bays of their own that run on from a gap. A memory has the same answer each time.
func TestGapsInAWindow(t *testing.T) {
	r := sweep.Seeded(t)
	memory := &shape.Memory{}
	found := 0
	for range sweep.Size(200, 20_000) {
		area, neighbour := frayed(r, -400, 0), frayed(r, 400, 2)
		if shape.Check(area, shape.Limits{}) != nil || shape.Check(neighbour, shape.Limits{}) != nil {
			continue
		}
		want, err := shape.WholeGaps(area, neighbour, 5)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			got, err := memory.Gaps(area, neighbour, 5)
			if err != nil {
				t.Fatal(err)
			}
			// Where a gap opens it ends in an arc, whose corners lie otherwise where the arc before it is left out: by centimetres across,
			// so by decimetres along a line that it nearly touches, over the gap's 5 m.
			same := func(one, other orb.Polygon) bool { return math.Abs(shape.Area(one)-shape.Area(other)) <= 0.5 }
			if !slices.EqualFunc(northward(got), northward(want), same) {
				t.Fatalf("%s\n%s\ngaps %s, want %s", wkt.MarshalString(area), wkt.MarshalString(neighbour), wkt.MarshalString(got), wkt.MarshalString(want))
			}
			found += len(got)
		}
	}
	if found == 0 {
		t.Error("no gap was found")
	}
}

// northward are parts one above the other in that order.
func northward(area orb.MultiPolygon) []orb.Polygon {
	return slices.SortedFunc(slices.Values(area), func(a, b orb.Polygon) int { return cmp.Compare(a.Bound().Center()[1], b.Bound().Center()[1]) })
}

// frayed is an area from a far side to about the northing axis, with a frayed line there.
func frayed(r *rand.Rand, far, near float64) orb.MultiPolygon {
	line := []orb.Point{}
	for y := 0.0; y <= 300; y += 5 + 30*r.Float64() {
		x := near + 3*r.NormFloat64()
		if r.IntN(8) == 0 { // a bay, narrow and up to 100 m long
			deep := 100 * r.Float64()
			if far > 0 {
				deep = -deep
			}
			line = append(line, orb.Point{x, y}, orb.Point{x - deep, y + 0.5}, orb.Point{x, y + 1 + 3*r.Float64()})
			y += 5
			continue
		}
		line = append(line, orb.Point{x, y})
	}
	ring := append(orb.Ring{{far, 0}}, line...)
	ring = append(ring, orb.Point{far, line[len(line)-1][1]}, orb.Point{far, 0})
	for i, p := range ring {
		ring[i] = orb.Point{432_000 + math.Round(p[0]*1000)/1000, 435_000 + math.Round(p[1]*1000)/1000}
	}
	if far > 0 {
		slices.Reverse(ring)
	}
	return orb.MultiPolygon{{ring}}
}

// TestMemoryOfADraggedCorner drags a corner of an area with few corners and of one with many, far from a neighbour: what is so there is not found out again.
func TestMemoryOfADraggedCorner(t *testing.T) {
	neighbour := orb.MultiPolygon{{{{432_998, 435_000}, {434_000, 435_000}, {434_000, 435_900}, {432_994, 435_900}, {432_998, 435_000}}}}
	for _, corners := range []int{4, 400} {
		ring := densified(orb.Ring{{432_000, 435_000}, {433_000, 435_000}, {432_990, 436_000}, {432_000, 436_000}, {432_000, 435_000}}, corners)
		memory := &shape.Memory{}
		for step := range 5 {
			ring[0] = orb.Point{432_000 - float64(step), 435_000}
			ring[len(ring)-1] = ring[0]
			area := orb.MultiPolygon{{slices.Clone(ring)}}
			for name, ask := range map[string]func(m *shape.Memory) (orb.MultiPolygon, error){
				"gaps":       func(m *shape.Memory) (orb.MultiPolygon, error) { return m.Gaps(area, neighbour, 5) },
				"shared":     func(m *shape.Memory) (orb.MultiPolygon, error) { return m.Shared(area, neighbour) },
				"difference": func(m *shape.Memory) (orb.MultiPolygon, error) { return m.Difference(neighbour, area) },
			} {
				want, err := ask(nil)
				if err != nil {
					t.Fatal(err)
				}
				got, err := ask(memory)
				if err != nil || !orb.Equal(got, want) || len(want) == 0 {
					t.Fatalf("%s with %d corners: %v, %v; want %v", name, corners, got, err, want)
				}
			}
		}
		if found, asked := memory.Held(), 3; found != asked {
			t.Errorf("of %d corners %d answers were found out, want %d", corners, found, asked)
		}
	}
}

// densified is a ring with about as many corners.
func densified(r orb.Ring, corners int) orb.Ring {
	out := orb.Ring{}
	each := corners / (len(r) - 1)
	for i := 1; i < len(r); i++ {
		for k := range each {
			share := float64(k) / float64(each)
			out = append(out, orb.Point{math.Round((r[i-1][0]+share*(r[i][0]-r[i-1][0]))*1000) / 1000, math.Round((r[i-1][1]+share*(r[i][1]-r[i-1][1]))*1000) / 1000})
		}
	}
	return append(out, out[0])
}
