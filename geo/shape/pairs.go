package shape

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// mostPairs is how many pairs of edges are looked at before a shape counts as too tangled to mend. A shape of 50,000 corners
// that crosses itself here and there needs fewer than a million; one made to keep a server busy is stopped within a second.
const mostPairs = 30_000_000

// errTangled is the answer to a shape in which too many edges lie over each other.
var errTangled = problem(Tangled, "The shape is too tangled: too many of its edges lie over each other.")

// edge is one edge of a ring between two corners that differ.
type edge struct {
	lo, hi  orb.Point // in the order of before
	ring    int32
	corner  int32 // number of the corner it begins at, in the ring's cycle
	forward bool  // whether the ring runs from lo to hi
}

// edgesOf are the edges of cycles of points.
func edgesOf(cycles [][]orb.Point) []edge {
	var edges []edge
	for i, points := range cycles {
		for k, a := range points {
			b := points[(k+1)%len(points)]
			if a == b {
				continue
			}
			e := edge{lo: a, hi: b, ring: int32(i), corner: int32(k), forward: true}
			if before(b, a) {
				e.lo, e.hi, e.forward = b, a, false
			}
			edges = append(edges, e)
		}
	}
	return edges
}

// fromTheWest is the order of edges by their western ends.
func fromTheWest(edges []edge) []int32 {
	order := make([]int32, len(edges))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int { return cmp.Compare(edges[i].lo[0], edges[j].lo[0]) })
	return order
}

// eachPair visits the pairs of edges whose boxes meet, until visit is false. It goes from left to right and keeps the edges
// that reach over the line, so that only those side by side are compared.
func eachPair(edges []edge, visit func(i, j int32) bool) error {
	var open []int32
	looked := 0
	for _, j := range fromTheWest(edges) {
		e := &edges[j]
		low, high := min(e.lo[1], e.hi[1]), max(e.lo[1], e.hi[1])
		left := open[:0]
		if looked += len(open); looked > mostPairs {
			return errTangled
		}
		for _, i := range open {
			o := &edges[i]
			if o.hi[0] < e.lo[0] {
				continue
			}
			left = append(left, i)
			if max(o.lo[1], o.hi[1]) >= low && min(o.lo[1], o.hi[1]) <= high {
				if !visit(i, j) {
					return nil
				}
			}
		}
		open = append(left, j)
	}
	return nil
}

// crossInside reports whether two edges cross in a point inside both.
func crossInside(a, b *edge) bool {
	return opposite(orient(a.lo, a.hi, b.lo), orient(a.lo, a.hi, b.hi)) &&
		opposite(orient(b.lo, b.hi, a.lo), orient(b.lo, b.hi, a.hi))
}

// holds reports whether a point lies on an edge, its ends included.
func (e *edge) holds(p orb.Point) bool {
	return between(e.lo[0], p[0], e.hi[0]) && between(e.lo[1], p[1], e.hi[1]) && orient(e.lo, e.hi, p) == 0
}
