package column

import (
	"math"

	"github.com/paulmach/orb"

	"terrier/geo/grid"
)

// A Row is one place and what is known of it.
type Row struct {
	ID        int64     // unique in a store
	Point     orb.Point // easting, northing in metres, EPSG:27700, as stored
	World     World     // the same place in Web Mercator
	Kind, Lot uint32    // codes
}

// World is a place on the Web Mercator square, in 2^-32ths of its side from
// the north-west corner: the column and row of [grid.At] at level 32. The zero
// value is nowhere: such a row is counted, but drawn in no tile.
type World struct{ X, Y uint32 }

// WorldOf returns the place of a point in Web Mercator metres; nowhere for a
// point outside the square or not a number.
func WorldOf(p orb.Point) World {
	t, ok := grid.At(p, grid.WorldLevel)
	if !ok {
		return World{}
	}
	return World{t.X, t.Y}
}

// Tile returns the tile of zoom z that the place lies in.
func (w World) Tile(z uint8) grid.Tile {
	return grid.Tile{Z: grid.WorldLevel, X: w.X, Y: w.Y}.Ancestor(z)
}

func (w World) nowhere() bool { return w == World{} }

// Key is the place on the Hilbert curve. No two places share one.
func (w World) Key() uint64 { return grid.Hilbert(grid.WorldLevel, w.X, w.Y) }

// millimetres holds a coordinate as a whole number of millimetres. ok is false
// where the float64 would not come back to the bit.
func millimetres(v float64) (mm int32, ok bool) {
	r := math.Round(v * 1000)
	if !(r >= math.MinInt32 && r <= math.MaxInt32) {
		return 0, false
	}
	mm = int32(r)
	return mm, metres(mm) == v && !(v == 0 && math.Signbit(v))
}

// metres is the float64 nearest to a whole number of millimetres, which is
// what the database stores.
func metres(mm int32) float64 { return float64(mm) / 1000 }
