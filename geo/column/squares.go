package column

import (
	"math/bits"
	"sort"
	"unsafe"

	"terrier/geo/grid"
)

// A squareLevel are the cells of one level that rows on the map are in, in
// Hilbert order, and an end.
type squareLevel []square

// A square stands by itself, so that those of a tile are read from one stretch
// of memory.
type square struct {
	first  uint32  // its first row; behind the last square, the row behind its rows
	x, y   uint32  // column and row of the cell
	before Classes // what all rows before it have of each class
}

// squaresDown is the deepest level that is kept: the squares of the last zoom
// that shows any. Levels end sooner where all together would have more than one
// entry for every rowsPerEntry rows, which is eleven bytes a row.
var squaresDown = grid.SquareLevel(grid.PointZoom - 1)

const rowsPerEntry = 4

// squared are the squares of all levels from 0 on.
func (s *Segment) squared() []squareLevel {
	begin := make([]int, grid.WorldLevel+2) // how many rows begin a cell at each level and all below it
	for i := range s.drawn {
		begin[s.begins(i)]++
	}
	var levels []squareLevel
	cells, entries := 0, 0
	for level := uint8(0); level <= squaresDown; level++ {
		cells += begin[level]
		if entries += cells + 1; entries > s.drawn/rowsPerEntry {
			break
		}
		levels = append(levels, make(squareLevel, 0, cells+1))
	}
	var sum Classes
	enter := func(from, row int) {
		var w World
		if row < s.drawn {
			w = s.World(row)
		}
		for level := from; level < len(levels); level++ {
			levels[level] = append(levels[level], square{uint32(row), w.X >> (grid.WorldLevel - level), w.Y >> (grid.WorldLevel - level), sum})
		}
	}
	for i, kind := range s.kind[:s.drawn] {
		if level := s.begins(i); level < len(levels) {
			enter(level, i)
		}
		sum[s.classes.of[kind]]++
	}
	enter(0, s.drawn)
	return levels
}

// begins is the first level at which a row is in another cell than the row
// before it: below all levels where both are at one place.
func (s *Segment) begins(i int) int {
	if i == 0 {
		return 0
	}
	differ := (s.x[i] ^ s.x[i-1]) | (s.y[i] ^ s.y[i-1])
	return grid.WorldLevel + 1 - bits.Len32(differ)
}

// at is where the cell that begins with a row stands.
func (q squareLevel) at(row int) int {
	return sort.Search(len(q), func(i int) bool { return int(q[i].first) >= row })
}

func (q squareLevel) bytes() int { return cap(q) * int(unsafe.Sizeof(square{})) }
