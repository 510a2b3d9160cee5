package grid_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"terrier/geo/grid"
)

const edge = 20037508.342789244

func TestValidate(t *testing.T) {
	for _, c := range []struct {
		tile grid.Tile
		says string // nothing: no error
	}{
		{grid.Tile{}, ""},
		{grid.Tile{Z: 13, X: 4061, Y: 2640}, ""},
		{grid.Tile{Z: 22, X: 1<<22 - 1, Y: 1<<22 - 1}, ""},
		{grid.Tile{Z: 23}, "tile 23/0/0: zoom goes from 0 to 22"},
		{grid.Tile{Z: 255}, "zoom goes from 0 to 22"},
		{grid.Tile{Z: 0, X: 1}, "tile 0/1/0: at zoom 0 column and row go from 0 to 0"},
		{grid.Tile{Z: 3, Y: 8}, "tile 3/0/8: at zoom 3 column and row go from 0 to 7"},
		{grid.Tile{Z: 22, X: math.MaxUint32}, "from 0 to 4194303"},
	} {
		err := c.tile.Validate()
		if c.says == "" {
			if err != nil {
				t.Errorf("%v: %v", c.tile, err)
			}
			continue
		}
		var refused *grid.TileError
		if !errors.As(err, &refused) || refused.Code() != "tile-out-of-range" || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: got %v, want %q", c.tile, err, c.says)
		}
	}
}

func TestAt(t *testing.T) {
	for _, c := range []struct {
		name string
		p    orb.Point
		z    uint8
		want grid.Tile
		ok   bool
	}{
		{"null island belongs to the south-east", orb.Point{0, 0}, 1, grid.Tile{Z: 1, X: 1, Y: 1}, true},
		{"just north-west of it", orb.Point{-1e-6, 1e-6}, 1, grid.Tile{Z: 1, X: 0, Y: 0}, true},
		{"Leeds town hall", orb.Point{-172366, 7133770}, 13, grid.Tile{Z: 13, X: 4060, Y: 2637}, true},
		{"the north-west corner", orb.Point{-edge, edge}, 22, grid.Tile{Z: 22}, true},
		{"the east edge is beyond", orb.Point{edge, 0}, 3, grid.Tile{}, false},
		{"the south edge is beyond", orb.Point{0, -edge}, 3, grid.Tile{}, false},
		{"just before the south-east corner", orb.Point{edge - 1e-6, 1e-6 - edge}, 2, grid.Tile{Z: 2, X: 3, Y: 3}, true},
		{"west of the square", orb.Point{-edge - 1, 0}, 3, grid.Tile{}, false},
		{"not a number", orb.Point{math.NaN(), 0}, 3, grid.Tile{}, false},
		{"infinite", orb.Point{0, math.Inf(1)}, 3, grid.Tile{}, false},
		{"too deep", orb.Point{0, 0}, 33, grid.Tile{}, false},
		{"as deep as can be", orb.Point{0, 0}, 32, grid.Tile{Z: 32, X: 1 << 31, Y: 1 << 31}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, ok := grid.At(c.p, c.z); got != c.want || ok != c.ok {
				t.Errorf("got %v, %v; want %v, %v", got, ok, c.want, c.ok)
			}
		})
	}
}

func anyPoint(t *rapid.T) orb.Point {
	return orb.Point{
		rapid.Float64Range(-edge, edge-1).Draw(t, "x"),
		rapid.Float64Range(1-edge, edge).Draw(t, "y"),
	}
}

func TestTileProperties(t *testing.T) {
	t.Run("a point is in its tile, within rounding of the edge", rapid.MakeCheck(func(t *rapid.T) {
		p, z := anyPoint(t), uint8(rapid.IntRange(0, grid.MaxZoom).Draw(t, "z"))
		tile, ok := grid.At(p, z)
		if !ok || tile.Validate() != nil {
			t.Fatalf("%v at %d: %v, %v", p, z, tile, ok)
		}
		if !tile.Bound().Pad(1e-7).Contains(p) {
			t.Fatalf("%v is not in %v of %v", p, tile.Bound(), tile)
		}
	}))
	t.Run("the floor rule holds as written in SQL", rapid.MakeCheck(func(t *rapid.T) {
		p, z := anyPoint(t), uint8(rapid.IntRange(0, 27).Draw(t, "z"))
		tile, _ := grid.At(p, z)
		n := math.Pow(2, float64(z))
		x := math.Floor((p[0] + 20037508.342789244) / 40075016.685578488 * n)
		y := math.Floor((20037508.342789244 - p[1]) / 40075016.685578488 * n)
		if float64(tile.X) != x || float64(tile.Y) != y {
			t.Fatalf("got %v, want %g, %g", tile, x, y)
		}
	}))
	t.Run("the middle of a tile is in it", rapid.MakeCheck(func(t *rapid.T) {
		tile := anyTile(t, 32)
		if got, ok := grid.At(tile.Bound().Center(), tile.Z); !ok || got != tile {
			t.Fatalf("%v: got %v, %v", tile, got, ok)
		}
	}))
	t.Run("a cell of the ground grid lies in the tile of each point in it", rapid.MakeCheck(func(t *rapid.T) {
		p, z := anyPoint(t), uint8(rapid.IntRange(0, grid.PointZoom-1).Draw(t, "z"))
		tile, _ := grid.At(p, z)
		cell, ok := grid.At(p, grid.SquareLevel(z))
		if !ok || cell.Ancestor(z) != tile {
			t.Fatalf("cell %v of %v is in %v, not in %v", cell, p, cell.Ancestor(z), tile)
		}
	}))
	t.Run("children fill their parent and know it", rapid.MakeCheck(func(t *rapid.T) {
		tile := anyTile(t, grid.MaxZoom-1)
		whole := tile.Bound()
		children := tile.Children()
		filled := children[0].Bound()
		for i, child := range children {
			if child.Parent() != tile || child.Validate() != nil {
				t.Fatalf("%v has the child %v, whose parent is %v", tile, child, child.Parent())
			}
			filled = filled.Union(child.Bound())
			for _, other := range children[:i] {
				if other == child {
					t.Fatalf("%v is there twice", child)
				}
			}
		}
		if filled != whole {
			t.Fatalf("children fill %v, not %v", filled, whole)
		}
	}))
	t.Run("neighbours share their edge to the bit", rapid.MakeCheck(func(t *rapid.T) {
		tile := anyTile(t, grid.MaxZoom)
		east, south := tile, tile
		east.X++
		south.Y++
		b := tile.Bound()
		if b.Max[0] != east.Bound().Min[0] || b.Min[1] != south.Bound().Max[1] {
			t.Fatalf("%v: %v, %v, %v", tile, b, east.Bound(), south.Bound())
		}
	}))
}

func TestAncestors(t *testing.T) {
	cell := grid.Tile{Z: 17, X: 64985, Y: 42246}
	if got, want := cell.Ancestor(12), (grid.Tile{Z: 12, X: 2030, Y: 1320}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := cell.Ancestor(20); got != cell {
		t.Errorf("no deeper: got %v", got)
	}
	if world := (grid.Tile{}); world.Parent() != world {
		t.Error("the world has a parent")
	}
	if grid.SquareLevel(12) != 17 {
		t.Error("squares of zoom 12 are cells of level 17")
	}
}
