package mvt_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	own "terrier/tiles/mvt"
)

// A ring without an area draws nothing.
func TestStampOfNothing(t *testing.T) {
	e := own.Get(&own.Words{})
	defer e.Release()
	e.Begin(own.NewSchema("squares", "a"))
	for _, ring := range [][]own.Coord{nil, {{X: 1, Y: 1}}, {{X: 1, Y: 1}, {X: 3, Y: 1}}, {{X: 1, Y: 1}, {X: 2, Y: 2}, {X: 3, Y: 3}}} {
		e.Stamp(own.NewStamp(ring), 5, 5)
	}
	if tile := e.AppendTo(nil); len(tile) > 0 {
		t.Errorf("drew %x", tile)
	}
}

// TestStamp draws the same features by stamp and ring by ring: the bytes are the same, however long a feature is.
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
			n, id := r.Uint64()>>r.IntN(64), r.Uint64()
			for _, e := range []*own.Encoder{one, other} {
				if id%4 == 0 {
					e.ID(id)
				}
				for key := range n % 5 {
					e.Number(int(key), n)
				}
			}
			one.Stamp(stamp, x, y)
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
