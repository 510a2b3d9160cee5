package grid

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// MaxZoom is the deepest zoom that is served.
const MaxZoom = 22

// WorldLevel is the finest level of the ground grid, whose columns and rows are
// the places of the world: as many as a uint32 can count on each side.
const WorldLevel = 32

// The Web Mercator square in metres: half of its side, and all of it. EPSG:3857;
// the database's tile functions hold the same numbers.
const (
	halfSide = 20037508.342789244
	side     = 40075016.685578488
)

// A Tile is the address of a map tile, or of a cell of the ground grid. The
// zero value is the tile that shows the whole world.
type Tile struct {
	Z    uint8  // zoom, 0 to [MaxZoom]; cells of the ground grid go deeper
	X, Y uint32 // column from the west, row from the north; below 2^Z
}

// A TileError refuses an address that is on no map.
type TileError struct {
	Tile   Tile
	Reason string
}

// Error names the tile and the reason.
func (e *TileError) Error() string { return "tile " + e.Tile.String() + ": " + e.Reason }

// Code returns "tile-out-of-range".
func (e *TileError) Code() string { return "tile-out-of-range" }

// String writes the address as z/x/y.
func (t Tile) String() string { return fmt.Sprintf("%d/%d/%d", t.Z, t.X, t.Y) }

// Validate returns a [*TileError] unless the zoom is 0 to [MaxZoom] and column
// and row lie in the square.
func (t Tile) Validate() error {
	if t.Z > MaxZoom {
		return &TileError{t, fmt.Sprintf("zoom goes from 0 to %d", MaxZoom)}
	}
	if n := uint32(1) << t.Z; t.X >= n || t.Y >= n {
		return &TileError{t, fmt.Sprintf("at zoom %d column and row go from 0 to %d", t.Z, n-1)}
	}
	return nil
}

// Parent returns the tile of the next lower zoom that holds t; the tile of
// zoom 0 is its own parent.
func (t Tile) Parent() Tile {
	if t.Z == 0 {
		return t
	}
	return t.Ancestor(t.Z - 1)
}

// Ancestor returns the tile of zoom z that holds t, or t if z is not lower.
func (t Tile) Ancestor(z uint8) Tile {
	if z >= t.Z {
		return t
	}
	up := t.Z - z
	return Tile{z, t.X >> up, t.Y >> up}
}

// Children returns the four tiles of the next zoom that make up t: north-west,
// north-east, south-west, south-east. Those of a tile at [MaxZoom] are cells
// of the ground grid only.
func (t Tile) Children() [4]Tile {
	z, x, y := t.Z+1, t.X*2, t.Y*2
	return [4]Tile{{z, x, y}, {z, x + 1, y}, {z, x, y + 1}, {z, x + 1, y + 1}}
}

// Bound returns the tile's extent in Web Mercator metres. Neighbours share
// their edges to the bit; which of them holds a point on an edge, [At] says.
func (t Tile) Bound() orb.Bound {
	x, y := float64(t.X), float64(t.Y)
	return orb.Bound{
		Min: orb.Point{t.edge(x) - halfSide, halfSide - t.edge(y+1)},
		Max: orb.Point{t.edge(x+1) - halfSide, halfSide - t.edge(y)},
	}
}

// edge returns the distance in metres of the edge before column or row i.
func (t Tile) edge(i float64) float64 { return math.Ldexp(i, -int(t.Z)) * side }

// At returns the tile of level z, at most 32, that holds a point given in Web
// Mercator metres. Tiles are half open: the western and northern edge belong
// to the tile, the eastern and southern to its neighbours, so that each point
// is in one. Ok is false for a point outside the square or not a number.
func At(p orb.Point, z uint8) (t Tile, ok bool) {
	if z > WorldLevel {
		return Tile{}, false
	}
	x, okX := step((p[0]+halfSide)/side, z)
	y, okY := step((halfSide-p[1])/side, z)
	if !okX || !okY {
		return Tile{}, false
	}
	return Tile{z, x, y}, true
}

// step finds the column or row of a place given as a share of the side.
// Scaling by a power of two is exact, so the steps of one level lie wholly in
// those of the level above.
func step(share float64, z uint8) (uint32, bool) {
	if !(share >= 0 && share < 1) {
		return 0, false
	}
	return uint32(math.Ldexp(share, int(z))), true
}
