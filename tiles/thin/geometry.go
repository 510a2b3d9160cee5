package thin

import (
	"terrier/geo/grid"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
)

// coarse is how many units a tile has where it is not the deepest: half a pixel each, of the 512 that it is drawn on. The deepest tiles
// are drawn larger, and keep finer units.
const coarse = 1024

// beyond is how far outlines go over the edges of a tile, as a share of its side: 32 pixels, as wide as the widest road.
const beyond = 16

// frame moves places of a tile into the units of the one that is made, which may be a part of it.
type frame struct {
	units      int32 // of the tile that is made
	up         uint8 // levels from it to the tile that is read
	east, down int64 // its place in that one, in tiles of its own size
	from       int64 // units of the tile that is read
	low, high  int32 // what is kept
}

func unitsOf(z uint8) int32 {
	if z >= layer.DataMaxZoom {
		return mvt.Extent
	}
	return coarse
}

func frameOf(from, at grid.Tile, extent int32) frame {
	f := frame{units: unitsOf(at.Z), up: at.Z - from.Z, from: int64(extent)}
	f.east, f.down = int64(at.X)-int64(from.X)<<f.up, int64(at.Y)-int64(from.Y)<<f.up
	f.low, f.high = -f.units/beyond, f.units+f.units/beyond
	return f
}

func (f *frame) place(c mvt.Coord) mvt.Coord {
	return mvt.Coord{X: f.along(int64(c.X), f.east), Y: f.along(int64(c.Y), f.down)}
}

// along rounds down: places that are one in the tile that is read stay one.
func (f *frame) along(at, tiles int64) int32 {
	n := (at<<f.up - tiles*f.from) * int64(f.units)
	q := n / f.from
	if n%f.from < 0 {
		q--
	}
	return int32(max(min(q, 1<<28), -1<<28))
}

func (f *frame) holds(c mvt.Coord) bool {
	return c.X >= f.low && c.X <= f.high && c.Y >= f.low && c.Y <= f.high
}

// crossing is where a line from a to b meets the edge at a value of x, or of y.
func crossing(a, b mvt.Coord, at int32, upright bool) mvt.Coord {
	if upright {
		return mvt.Coord{X: at, Y: a.Y + int32(int64(b.Y-a.Y)*int64(at-a.X)/int64(b.X-a.X))}
	}
	return mvt.Coord{X: a.X + int32(int64(b.X-a.X)*int64(at-a.Y)/int64(b.Y-a.Y)), Y: at}
}

// meets appends where a line to the next place crosses the edges of the tile, and then that place.
func (f *frame) meets(line []mvt.Coord, next mvt.Coord) []mvt.Coord {
	if len(line) == 0 {
		return append(line, next)
	}
	last, n := line[len(line)-1], len(line)
	for _, at := range [2]int32{0, f.units} {
		if (last.X < at) != (next.X < at) && last.X != at && next.X != at {
			line = append(line, crossing(last, next, at, true))
		}
		if (last.Y < at) != (next.Y < at) && last.Y != at && next.Y != at {
			line = append(line, crossing(last, next, at, false))
		}
	}
	for met := line[n:]; len(met) > 1; met = met[1:] { // few, and seldom more than one
		for i := range met {
			if squared(met[i], last) < squared(met[0], last) {
				met[0], met[i] = met[i], met[0]
			}
		}
	}
	return append(line, next)
}

// edge is one side of what is kept.
type edge struct {
	at             int32
	upright, above bool // above: what is greater is kept
}

func (f *frame) edges() [4]edge {
	return [4]edge{{f.low, true, true}, {f.high, true, false}, {f.low, false, true}, {f.high, false, false}}
}

func (e edge) keeps(c mvt.Coord) bool {
	v := c.Y
	if e.upright {
		v = c.X
	}
	return v == e.at || v > e.at == e.above
}

// cutRing cuts a ring by the edges, one after the other (Sutherland and Hodgman, 1974). Both slices are used.
func (f *frame) cutRing(ring, spare []mvt.Coord) (cut, other []mvt.Coord) {
	for _, e := range f.edges() {
		spare = spare[:0]
		for i, b := range ring {
			a := ring[(i+len(ring)-1)%len(ring)]
			if e.keeps(a) != e.keeps(b) {
				spare = append(spare, crossing(a, b, e.at, e.upright))
			}
			if e.keeps(b) {
				spare = append(spare, b)
			}
		}
		ring, spare = spare, ring
	}
	return ring, spare
}

// cutStep is what is kept of a line between two places.
func (f *frame) cutStep(a, b mvt.Coord) (from, to mvt.Coord, some bool) {
	for _, e := range f.edges() {
		switch keepsA, keepsB := e.keeps(a), e.keeps(b); {
		case !keepsA && !keepsB:
			return a, b, false
		case !keepsA:
			a = crossing(a, b, e.at, e.upright)
		case !keepsB:
			b = crossing(a, b, e.at, e.upright)
		}
	}
	return a, b, true
}
