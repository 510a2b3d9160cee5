package within

import (
	"math"
	"unsafe"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// margin is how far from every edge, in metres, a place must be for its answer
// to be taken from its surroundings: a millimetre. The float64 rule errs on the
// side of an edge by some 1e-15 of the extent, so for coordinates up to farthest
// by 1e-5 m at most.
const (
	margin   = 0.001
	farthest = 1e9
)

// Boundary is one or more areas, prepared for many questions. Immutable; all
// methods are safe for several goroutines.
type Boundary struct {
	bound orb.Bound
	// reach is the box outside of which nothing is covered. It can be wider than
	// bound: where two edges meet at the westernmost corner, the float64 rule can
	// take a place a hair beyond it to be inside, and shape.Reach may let it.
	reach   orb.Bound
	reaches []orb.Bound // shape.Reach by area, where there are several
	points  []orb.Point // all vertices, ring after ring
	rings   []ring
	parts   int // polygons
	// plain is an area of which the grid can say nothing. A ring that is not
	// closed has no inside, and the rule's answer changes along its ends'
	// northings, away from every edge; and with numbers that are none, or far
	// beyond any map, rounding has no bound.
	plain bool
	runs  runs
	cells cells
}

type ring struct {
	first, end int32 // its vertices within points
	area, part int32 // part is the polygon, over all areas
	hole       bool
}

// Place is where a point lies.
type Place uint8

// The places. A Boundary of several parts has the last of them that any part
// has: on the line of one part but inside another is Inside; on a line that two
// parts share is OnLine.
const (
	Outside Place = iota
	OnLine
	Inside
)

// Prepare makes ready to ask about the union of some areas, in metres of
// EPSG:27700: a point is in where any polygon of any area covers it. A bounding
// box is prepared as its ToPolygon.
//
// Any input is taken, and answered as shape.Covers answers it. What shape.Check
// lets pass is answered fast, and so are rings that meet themselves or each
// other; of rings that are not closed, and of coordinates that are no numbers
// or beyond 1e9 m, every edge is asked. The arguments are copied.
//
// The work and the memory are proportional to the number of vertices (some
// 0.15 µs each, and 50 to 200 bytes) plus some 10 µs, whatever the shape.
func Prepare(areas ...orb.MultiPolygon) *Boundary {
	b := &Boundary{}
	b.take(areas)
	t := travel{min: orb.Point{math.Inf(1), math.Inf(1)}, max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, r := range b.rings {
		b.look(b.points[r.first:r.end], &t)
	}
	b.bound = t.bound()
	if b.bound.IsEmpty() {
		b.reach = b.bound
		return b
	}
	b.reach = b.reachOf(areas)
	if b.plain {
		// Northings are compared, not calculated with, so they still hold.
		b.reach.Min[1], b.reach.Max[1] = max(b.reach.Min[1], b.bound.Min[1]), min(b.reach.Max[1], b.bound.Max[1])
		b.fillPlain()
		return b
	}
	around := b.bound.Pad(2 * margin)
	b.reach = intersection(b.reach, around)
	b.fill(around, &t)
	return b
}

// reachOf is the box of what the areas reach.
func (b *Boundary) reachOf(areas []orb.MultiPolygon) orb.Bound {
	all := orb.MultiPolygon{}.Bound() // of nothing
	for _, area := range areas {
		one := shape.Reach(area)
		all = all.Union(one)
		if len(areas) > 1 {
			b.reaches = append(b.reaches, one)
		}
	}
	return all
}

// reached reports whether a place within the reach of all areas is within that
// of the area of a ring.
func (b *Boundary) reached(p orb.Point, ring int32) bool {
	return len(b.reaches) == 0 || b.reaches[b.rings[ring].area].Contains(p)
}

// intersection is what two boxes have in common: orb's Min above Max where that is nothing.
func intersection(x, y orb.Bound) orb.Bound {
	return orb.Bound{
		Min: orb.Point{max(x.Min[0], y.Min[0]), max(x.Min[1], y.Min[1])},
		Max: orb.Point{min(x.Max[0], y.Max[0]), min(x.Max[1], y.Max[1])},
	}
}

// take copies the vertices.
func (b *Boundary) take(areas []orb.MultiPolygon) {
	vertices, rings := 0, 0
	for _, area := range areas {
		for _, polygon := range area {
			rings += len(polygon)
			for _, r := range polygon {
				vertices += len(r)
			}
		}
	}
	b.points = make([]orb.Point, 0, vertices)
	b.rings = make([]ring, 0, rings)
	part := int32(0) // over all areas
	for n, area := range areas {
		for _, polygon := range area {
			for i, r := range polygon {
				first := int32(len(b.points))
				b.points = append(b.points, r...)
				b.rings = append(b.rings, ring{first, int32(len(b.points)), int32(n), part, i > 0})
			}
			part++
		}
	}
	b.parts = int(part)
}

// travel is what the size of the grid depends on.
type travel struct {
	min, max orb.Point
	way      orb.Point // how far all edges together go east or west, north or south
	edges    int
}

// bound is the box of all vertices that are numbers, orb's empty box if none is.
func (t *travel) bound() orb.Bound {
	if !(t.min[0] <= t.max[0] && t.min[1] <= t.max[1]) {
		return orb.MultiPolygon{}.Bound()
	}
	return orb.Bound{Min: t.min, Max: t.max}
}

// look goes round a ring once.
func (b *Boundary) look(ring []orb.Point, t *travel) {
	if len(ring) == 0 {
		return
	}
	if ring[0] != ring[len(ring)-1] {
		b.plain = true
	}
	t.edges += len(ring)
	last := ring[0]
	for _, p := range ring {
		for axis, v := range p {
			if v < t.min[axis] {
				t.min[axis] = v
			}
			if v > t.max[axis] {
				t.max[axis] = v
			}
			t.way[axis] += math.Abs(v - last[axis])
		}
		// Of differences so small the products come to zero, whatever their sign.
		if rise := math.Abs(p[1] - last[1]); !usable(p) || rise < 1e-100 && rise != 0 {
			b.plain = true
		}
		last = p
	}
}

func usable(p orb.Point) bool { return math.Abs(p[0]) <= farthest && math.Abs(p[1]) <= farthest }

// Bound returns the box of all vertices. A point outside it is not covered, as
// far as float64 can tell: see [Boundary.Class] for what holds to the last bit.
func (b *Boundary) Bound() orb.Bound { return b.bound }

// Size returns how many bytes of memory the Boundary holds, about.
func (b *Boundary) Size() int {
	return int(unsafe.Sizeof(*b)) + sizeOf(b.points) + sizeOf(b.rings) + sizeOf(b.reaches) + sizeOf(b.runs.rows) + sizeOf(b.runs.all) +
		sizeOf(b.runs.edges) + sizeOf(b.runs.bases) + sizeOf(b.cells.what) + sizeOf(b.cells.sums)
}

func sizeOf[T any](a []T) int {
	var one T
	return cap(a) * int(unsafe.Sizeof(one))
}

// Covers reports whether p lies in the boundary or on its line: the answer of
// shape.Covers.
func (b *Boundary) Covers(p orb.Point) bool { return b.Place(p) != Outside }

// Place tells where p lies.
func (b *Boundary) Place(p orb.Point) Place {
	what := b.what(p)
	if what < 0 {
		return clearPlace(what)
	}
	of := &b.runs.all[what]
	return b.ask(p, b.runs.edges[of.edges:of.end], b.runs.bases[of.bases:of.stop])
}

// what is the cell of a place, or clear outside beyond the reach.
func (b *Boundary) what(p orb.Point) int32 {
	// Written so that what is no number is outside.
	if !(b.reach.Min[0] <= p[0] && p[0] <= b.reach.Max[0] && b.reach.Min[1] <= p[1] && p[1] <= b.reach.Max[1]) {
		return clearOutside
	}
	return b.cells.what[b.cells.index(p)]
}

// clearPlace is the place of all of a cell that is in no run.
func clearPlace(what int32) Place {
	if what == clearInside {
		return Inside
	}
	return Outside
}
