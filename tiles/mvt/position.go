package mvt

import "terrier/geo/grid"

// UnitLevel is how many levels a unit of a tile lies below it: [Extent] = 2^12.
const UnitLevel = 12

// Position returns a place of the world (column and row of the ground grid at
// level 32, of which the middle is meant) in units of a tile, rounded to the
// nearest as ST_AsMVTGeom does. A place in the tile can come out on its far
// edge, at 4,096.
func Position(t grid.Tile, x, y uint32) Coord {
	return Coord{int32(Units(x, t.X, t.Z)), int32(Units(y, t.Y, t.Z))}
}

// Units is the same for a column or row alone, of the tile too: for places that
// lie further from the tile than a [Coord] can tell.
func Units(at, tile uint32, z uint8) int64 {
	from := 2*(int64(at)-int64(tile)<<(grid.WorldLevel-z)) + 1
	if shift := grid.WorldLevel - UnitLevel - int(z); shift > 0 {
		return (from + 1<<shift) >> (shift + 1)
	} else { // a unit is no larger than a place: its first or, where it is half of one, its middle
		return from << -shift >> 1
	}
}
