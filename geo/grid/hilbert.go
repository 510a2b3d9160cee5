package grid

// The Hilbert curve as PMTiles walks it (PMTiles specification, version 3,
// "Tile IDs"): neighbours on the curve are neighbours on the ground, and all
// that lies in a tile is one stretch of it, at every zoom.
//
// The curve is walked from the coarsest bit down. At each level the quadrant
// gives two bits of the index and says how the curve lies in it: exchanged
// (x for y), turned round (both complemented), both or neither. Four levels
// are taken at once from a table.

const (
	exchanged = 1
	turned    = 2
	levels    = 4 // in one look-up
)

// A stretch is four levels of the curve: eight bits, and how the curve lies
// afterwards.
type stretch struct{ bits, lie uint8 }

// toIndex holds, for each lie, four bits of x and four of y (x<<4 | y), the
// eight bits of the index.
var toIndex = table()

func table() (index [4][256]stretch) {
	for lie := range uint8(4) {
		for xy := range 256 {
			bits, next := walk(lie, uint8(xy>>levels), uint8(xy&(1<<levels-1)))
			index[lie][xy] = stretch{bits, next}
		}
	}
	return index
}

// walk follows the curve down four levels, bit by bit.
func walk(lie, x, y uint8) (bits, next uint8) {
	for i := levels - 1; i >= 0; i-- {
		bx, by := x>>i&1, y>>i&1
		if lie&exchanged != 0 {
			bx, by = by, bx
		}
		if lie&turned != 0 {
			bx, by = 1-bx, 1-by
		}
		bits = bits<<2 | (3*bx ^ by)
		if by == 0 {
			lie ^= exchanged
			if bx == 1 {
				lie ^= turned
			}
		}
	}
	return bits, lie
}

// Hilbert returns the place on the curve, from 0, of column x and row y at
// level z, at most 32; x and y are below 2^z. It equals the PMTiles tile id
// less the number of tiles in all lower zooms. The place of the tile above is
// this place shifted right by two.
func Hilbert(z uint8, x, y uint32) uint64 {
	below := (WorldLevel - int(z)) % levels // levels come in fours: so many below z are looked up with the last, and cut off again
	x, y = x<<below, y<<below
	var index uint64
	var lie uint8
	for shift := int(z) + below - levels; shift >= 0; shift -= levels {
		s := toIndex[lie&3][x>>shift&15<<levels|y>>shift&15]
		index = index<<(2*levels) | uint64(s.bits)
		lie = s.lie
	}
	return index >> (2 * below)
}
