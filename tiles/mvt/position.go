package mvt

import "terrier/geo/grid"

// worldLevel is the level of the ground grid whose cells number the places of
// the world: 2^32 on each side.
const worldLevel = 32

// unitLevel is how many levels a unit of a tile lies below it: 4,096 = 2^12.
const unitLevel = 12

// Position returns a place of the world (column and row of the ground grid at
// level 32, of which the middle is meant) in units of a tile, rounded to the
// nearest as ST_AsMVTGeom does. A place in the tile can come out on its far
// edge, at 4,096.
func Position(t grid.Tile, x, y uint32) Coord {
	return Coord{along(x, t.X, t.Z), along(y, t.Y, t.Z)}
}

func along(at, tile uint32, z uint8) int32 {
	from := int64(at) - int64(tile)<<(worldLevel-z)
	shift := worldLevel - unitLevel - int(z)
	if shift <= 0 { // a unit is no larger than a place: its first or, where it is half of one, its middle
		return int32((2*from + 1) << -shift >> 1)
	}
	return int32((2*from + 1 + 1<<shift) >> (shift + 1))
}
