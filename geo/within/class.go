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
// It takes about the same time for a box of any size, and for a boundary of any.
func (b *Boundary) Class(box orb.Bound) Relation {
	if box.Min != box.Min || box.Max != box.Max { // not a number
		return Crossing
	}
	common := intersection(box, b.reach)
	low, high := common.Min, common.Max
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
		if c.what[south*c.columns+west] == clearOutside {
			return Disjoint
		}
		return Covered
	}
	if !b.apart(low, high, west, south, east, north) {
		return Crossing
	}
	if b.Place(low) == Outside {
		return Disjoint
	}
	return Covered
}

// apart reports whether no edge comes within a margin of a box, in these cells,
// where few enough are to be asked.
func (b *Boundary) apart(low, high orb.Point, west, south, east, north int) bool {
	middle := orb.Point{(low[0] + high[0]) / 2, (low[1] + high[1]) / 2}
	half := orb.Point{(high[0]-low[0])/2 + margin, (high[1]-low[1])/2 + margin}
	asked := 0
	for row := south; row <= north; row++ {
		for _, one := range b.runs.all[b.runs.rows[row]:b.runs.rows[row+1]] {
			if int(one.last) < west || int(one.first) > east {
				continue
			}
			if asked += int(one.end - one.edges); asked > nearEdges {
				return false
			}
			for _, e := range b.runs.edges[one.edges:one.end] {
				if meets(b.points[e.to-1], b.points[e.to], middle, half) {
					return false
				}
			}
		}
	}
	return true
}

// Meets reports whether an edge has a point in common with a box and its sides, as float64 has it.
func Meets(from, to orb.Point, box orb.Bound) bool {
	return meets(from, to, box.Center(), orb.Point{(box.Max[0] - box.Min[0]) / 2, (box.Max[1] - box.Min[1]) / 2})
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
