package grid_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"terrier/geo/grid"
)

func TestHilbertKnownValues(t *testing.T) {
	// From the PMTiles specification, version 3: tile ids count all tiles of
	// the lower zooms first.
	for _, c := range []struct {
		tile grid.Tile
		id   uint64
	}{
		{grid.Tile{Z: 0, X: 0, Y: 0}, 0},
		{grid.Tile{Z: 1, X: 0, Y: 0}, 1},
		{grid.Tile{Z: 1, X: 0, Y: 1}, 2},
		{grid.Tile{Z: 1, X: 1, Y: 1}, 3},
		{grid.Tile{Z: 1, X: 1, Y: 0}, 4},
		{grid.Tile{Z: 2, X: 0, Y: 0}, 5},
		{grid.Tile{Z: 12, X: 3423, Y: 1763}, 19078479},
	} {
		before := (uint64(1)<<(2*c.tile.Z) - 1) / 3
		if got := before + grid.Hilbert(c.tile.Z, c.tile.X, c.tile.Y); got != c.id {
			t.Errorf("%v: got %d, want %d", c.tile, got, c.id)
		}
	}
}

// slowly is the curve as the PMTiles reference implementation writes it.
func slowly(z uint8, x, y uint32) (d uint64) {
	tx, ty := uint64(x), uint64(y)
	for s := uint64(1) << z / 2; s > 0; s /= 2 {
		var rx, ry uint64
		if tx&s > 0 {
			rx = 1
		}
		if ty&s > 0 {
			ry = 1
		}
		d += s * s * ((3 * rx) ^ ry)
		if ry == 0 {
			if rx == 1 {
				tx, ty = s-1-tx, s-1-ty
			}
			tx, ty = ty, tx
		}
	}
	return d
}

func anyTile(t *rapid.T, deepest int) grid.Tile {
	z := uint8(rapid.IntRange(0, deepest).Draw(t, "z"))
	last := uint32(uint64(1)<<z - 1)
	return grid.Tile{Z: z, X: rapid.Uint32Max(last).Draw(t, "x"), Y: rapid.Uint32Max(last).Draw(t, "y")}
}

func TestHilbertProperties(t *testing.T) {
	t.Run("is the curve of the reference", rapid.MakeCheck(func(t *rapid.T) {
		c := anyTile(t, 32)
		if got, want := grid.Hilbert(c.Z, c.X, c.Y), slowly(c.Z, c.X, c.Y); got != want {
			t.Fatalf("%v: got %d, want %d", c, got, want)
		}
	}))
	t.Run("keeps the tile above together", rapid.MakeCheck(func(t *rapid.T) {
		c := anyTile(t, 32)
		up := c.Parent()
		if c.Z > 0 && grid.Hilbert(c.Z, c.X, c.Y)>>2 != grid.Hilbert(up.Z, up.X, up.Y) {
			t.Fatalf("%v is not in the stretch of %v", c, up)
		}
	}))
	t.Run("steps from neighbour to neighbour", func(t *testing.T) {
		const z = 6
		var at [1 << (2 * z)][2]uint32
		for x := range uint32(1 << z) {
			for y := range uint32(1 << z) {
				at[grid.Hilbert(z, x, y)] = [2]uint32{x, y}
			}
		}
		for i := 1; i < len(at); i++ {
			x, y := at[i][0]-at[i-1][0], at[i][1]-at[i-1][1]
			if x*x+y*y != 1 {
				t.Fatalf("from %v to %v", at[i-1], at[i])
			}
		}
	})
}

func ExampleHilbert() {
	t := grid.Tile{Z: 12, X: 2031, Y: 1320}
	fmt.Println(grid.Hilbert(t.Z, t.X, t.Y)>>2 == grid.Hilbert(11, t.X/2, t.Y/2))
	// Output: true
}

var sink uint64

func BenchmarkHilbert(b *testing.B) {
	var i uint32
	for b.Loop() {
		i += 2654435761
		sink += grid.Hilbert(32, i, i*2246822519)
	}
}

func BenchmarkHilbertReference(b *testing.B) {
	var i uint32
	for b.Loop() {
		i += 2654435761
		sink += slowly(32, i, i*2246822519)
	}
}
