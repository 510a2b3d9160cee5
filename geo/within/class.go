package within

import (
	"math"

	"github.com/paulmach/orb"
)

// Relation is what a boundary has of a box.
type Relation uint8

// The relations.
const (
	Disjoint Relation = iota // no point of the box is covered
	Crossing                 // some points may be covered, some not
	Covered                  // every point of the box is covered
)

// nearEdges is how many edges are looked at to tell a box from the line.
const nearEdges = 64

// Class tells whether no point of a box is covered, or every one: any point
// that its closed sides hold. It errs towards Crossing, for boxes within some
// millimetres of the line, for large boxes near it, and for areas that
// [Prepare] cannot answer fast.
//
// It takes the same time for a box of any size, and for a boundary of any.
func (b *Boundary) Class(box orb.Bound) Relation {
	low := orb.Point{max(box.Min[0], b.reach.Min[0]), max(box.Min[1], b.reach.Min[1])}
	high := orb.Point{min(box.Max[0], b.reach.Max[0]), min(box.Max[1], b.reach.Max[1])}
	if !(low[0] <= high[0] && low[1] <= high[1]) {
		return Disjoint
	}
	if b.plain {
		return Crossing
	}
	c := &b.cells
	from, to := c.at(low), c.at(high)
	west, south, east, north := c.column(from[0]), c.row(from[1]), c.column(to[0]), c.row(to[1])
	if c.linesIn(west, south, east, north) == 0 {
		return relation(c.places[south*c.columns+west])
	}
	if !b.apart(low, high) {
		return Crossing
	}
	return relation(b.ask(low))
}

// relation is that of a box near which there is no edge, from any place in it.
func relation(p Place) Relation {
	if p == Outside {
		return Disjoint
	}
	return Covered
}

// linesIn counts the cells that are OnLine in a rectangle of them, all four
// sides included.
func (c *cells) linesIn(west, south, east, north int) uint32 {
	below, above := c.sums[south*(c.columns+1):], c.sums[(north+1)*(c.columns+1):]
	return above[east+1] - above[west] - below[east+1] + below[west]
}

// apart reports whether no edge comes within a margin of a box, where few
// enough are to be asked.
func (b *Boundary) apart(low, high orb.Point) bool {
	s := &b.slabs
	first, last := s.index(low[1]-margin), s.index(high[1]+margin)
	edges := s.edges[s.starts[first]:s.starts[last+1]]
	if len(edges) > nearEdges {
		return false
	}
	middle := orb.Point{(low[0] + high[0]) / 2, (low[1] + high[1]) / 2}
	half := orb.Point{(high[0]-low[0])/2 + margin, (high[1]-low[1])/2 + margin}
	for _, e := range edges {
		if meets(b.points[e.to-1], b.points[e.to], middle, half) {
			return false
		}
	}
	return true
}

// meets reports whether an edge meets a box that is given by its middle and
// half its sides: unless a line parallel to an axis or to the edge separates
// them.
func meets(from, to, middle, half orb.Point) bool {
	for axis := range 2 {
		if min(from[axis], to[axis]) > middle[axis]+half[axis] || max(from[axis], to[axis]) < middle[axis]-half[axis] {
			return false
		}
	}
	east, north := to[0]-from[0], to[1]-from[1]
	across := east*(middle[1]-from[1]) - north*(middle[0]-from[0])
	return math.Abs(across) <= math.Abs(east)*half[1]+math.Abs(north)*half[0]
}
