package mvt_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	own "terrier/tiles/mvt"
)

// TestStamp draws the same features by stamp and ring by ring, and gives them the same numbers at once and one by one: the bytes are
// the same, however long a feature is.
func TestStamp(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	schema := own.NewSchema("squares", "a", "b", "c", "d")
	for range 300 {
		var outline []own.Coord
		for own.Area(outline) == 0 {
			outline = make([]own.Coord, 3+r.IntN(60)*r.IntN(2))
			for i := range outline {
				outline[i] = own.Coord{X: r.Int32N(200) - 50, Y: r.Int32N(200) - 50}
			}
		}
		stamp, before := own.NewStamp(outline), slices.Clone(outline)
		one, other := own.Get(&own.Words{}), own.Get(&own.Words{})
		for _, e := range []*own.Encoder{one, other} {
			e.Begin(schema)
		}
		for range 1 + r.IntN(40) {
			x, y := r.Int32N(9000)-1000, r.Int32N(9000)-1000
			numbers := []int32{r.Int32N(3), r.Int32N(6000), -r.Int32N(5), r.Int32()}
			if r.IntN(4) == 0 {
				id := r.Uint64()
				one.ID(id)
				other.ID(id)
			}
			one.Numbers([]int{0, 3, 1, 2}, numbers)
			one.Stamp(stamp, x, y)
			for i, key := range []int{0, 3, 1, 2} {
				if numbers[i] > 0 {
					other.Number(key, uint64(numbers[i]))
				}
			}
			var ring []own.Coord
			for _, c := range outline {
				ring = append(ring, own.Coord{X: c.X + x, Y: c.Y + y})
			}
			other.Ring(ring, false)
			other.End()
		}
		if got, want := one.AppendTo(nil), other.AppendTo(nil); !bytes.Equal(got, want) {
			t.Fatalf("%v: %x, want %x", outline, got, want)
		}
		if !slices.Equal(outline, before) {
			t.Fatal("the ring was changed")
		}
		one.Release()
		other.Release()
	}
}
