package demo

import (
	"slices"

	"github.com/paulmach/orb"
)

// The four sides of a cell in the order in which its outline runs anticlockwise: down the west side, along the south, up the
// east and back along the north.
const (
	west = iota
	south
	east
	north
)

// side is the line along one side of a cell, in the direction of its outline, and the nodes where it begins and ends.
func (l *lattice) side(cell, side int) (points line, from, to int) {
	i, j := l.at(cell)
	switch side {
	case west:
		n := l.node(i, j)
		return l.down[n], n, l.node(i, j+1)
	case south:
		n := l.node(i, j+1)
		return l.across[n], n, l.node(i+1, j+1)
	case east:
		n := l.node(i+1, j)
		return reversed(l.down[n]), l.node(i+1, j+1), n
	default:
		n := l.node(i, j)
		return reversed(l.across[n]), l.node(i+1, j), n
	}
}

func reversed(points line) line {
	r := slices.Clone(points)
	slices.Reverse(r)
	return r
}

// union is the outline of a set of cells with its holes, every vertex of the cells' edges kept. Parts that meet in a corner
// only stay apart, as the rules for valid shapes want it.
func (l *lattice) union(cells []int) orb.MultiPolygon {
	in := make([]bool, l.cells())
	for _, c := range cells {
		in[c] = true
	}
	outer := func(cell, side int) bool {
		n := l.neighbours(cell)[side]
		return n < 0 || !in[n]
	}
	seen := make(map[[2]int]bool)
	var rings []orb.Ring
	for cell := range in {
		for side := range 4 {
			if !in[cell] || !outer(cell, side) || seen[[2]int{cell, side}] {
				continue
			}
			rings = append(rings, l.walk(cell, side, outer, seen)...)
		}
	}
	return nest(rings)
}

// walk follows the outline from one side of a cell until it comes back, and cuts off a ring wherever it meets itself.
func (l *lattice) walk(cell, side int, outer func(cell, side int) bool, seen map[[2]int]bool) []orb.Ring {
	type stretch struct {
		points line
		from   int
	}
	var open []stretch
	var rings []orb.Ring
	for !seen[[2]int{cell, side}] {
		seen[[2]int{cell, side}] = true
		points, from, to := l.side(cell, side)
		open = append(open, stretch{points, from})
		for k := len(open) - 1; k >= 0; k-- {
			if open[k].from == to {
				var r orb.Ring
				for _, s := range open[k:] {
					r = append(r, s.points[:len(s.points)-1]...)
				}
				rings = append(rings, append(r, r[0]))
				open = open[:k]
				break
			}
		}
		// turn about the node where the side ends, through the cells of the union, to the next outer side
		side = (side + 1) % 4
		for !outer(cell, side) {
			cell = l.neighbours(cell)[side]
			side = (side + 3) % 4
		}
	}
	return rings
}

// nest gives each clockwise ring to the outline that it is a hole of.
func nest(rings []orb.Ring) orb.MultiPolygon {
	var shape orb.MultiPolygon
	var holes []orb.Ring
	for _, r := range rings {
		if turning(r[:len(r)-1]) > 0 {
			shape = append(shape, orb.Polygon{r})
		} else {
			holes = append(holes, r)
		}
	}
	for _, h := range holes {
		best := -1
		for k, part := range shape {
			if holeOf(h, part[0]) && (best < 0 || turning(part[0]) < turning(shape[best][0])) {
				best = k
			}
		}
		shape[best] = append(shape[best], h)
	}
	return shape
}

// holeOf asks a point of the hole that the outline does not share.
func holeOf(hole, outline orb.Ring) bool {
	for _, p := range hole {
		if !slices.Contains(outline, p) {
			return insideRing(p, outline)
		}
	}
	return false
}
