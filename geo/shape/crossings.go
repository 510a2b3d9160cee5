package shape

import (
	"slices"

	"github.com/paulmach/orb"
)

// mostCrossings is how many places [Crossings] gives.
const mostCrossings = 100

// Crossings are the places where the rings of an area cross themselves or each other, run along each other, or where one ring
// touches itself, from left to right and at most 100. Where two rings only touch in a point, as they may, is none. Unlike
// [Check], which ends with the first problem, it is for showing all of them. In a shape whose edges lie over each other in
// millions of places it gives up, and gives those found till then and that of [Check].
func Crossings(area orb.MultiPolygon) []orb.Point {
	first := check(area, Limits{Vertices: Vertices(area)})
	if first == nil {
		return nil
	}
	cycles, err := cyclesOf(area)
	if err != nil {
		return nil
	}
	edges := edgesOf(cycles)
	found := map[orb.Point]bool{}
	contacts := map[orb.Point]map[int32]bool{}
	contact := func(p orb.Point, i, j int32) {
		if contacts[p] == nil {
			contacts[p] = map[int32]bool{}
		}
		contacts[p][i], contacts[p][j] = true, true
	}
	tangled := eachPair(edges, func(i, j int32) bool {
		a, b := &edges[i], &edges[j]
		if crossInside(a, b) {
			found[crossingPoint(a.lo, a.hi, b.lo, b.hi)] = true
			return len(found) < 10*mostCrossings // enough to choose from
		}
		meet := corner(cycles, a, b)
		for _, p := range [...]orb.Point{b.lo, b.hi} {
			if p != meet && a.holds(p) {
				contact(p, i, j)
			}
		}
		for _, p := range [...]orb.Point{a.lo, a.hi} {
			if p != meet && b.holds(p) {
				contact(p, i, j)
			}
		}
		return len(contacts) < 10*mostCuts
	})
	if tangled != nil && first.Placed {
		found[first.Where] = true
	}
	for p, at := range contacts {
		if !mayMeet(cycles, edges, at, p) {
			found[p] = true
		}
	}
	points := make([]orb.Point, 0, len(found))
	for p := range found {
		points = append(points, p)
	}
	slices.SortFunc(points, compareBefore)
	return points[:min(len(points), mostCrossings)]
}

func compareBefore(a, b orb.Point) int {
	switch {
	case before(a, b):
		return -1
	case before(b, a):
		return 1
	}
	return 0
}

// cyclesOf are the rings of an area without repeated points.
func cyclesOf(area orb.MultiPolygon) ([][]orb.Point, error) {
	if err := allFinite(area); err != nil {
		return nil, err
	}
	var cycles [][]orb.Point
	for _, part := range area {
		for _, r := range part {
			cycles = append(cycles, cycle(r))
		}
	}
	return cycles, nil
}

// corner is the corner in which one of two edges follows the other, if it does. In a ring of two edges there is no telling.
func corner(cycles [][]orb.Point, a, b *edge) orb.Point {
	nowhere := orb.Point{a.lo[0] - 1, a.lo[1]}
	if a.ring != b.ring {
		return nowhere
	}
	c := cycles[a.ring]
	n := int32(len(c))
	switch {
	case (a.corner+1)%n == b.corner:
		return c[b.corner]
	case (b.corner+1)%n == a.corner:
		return c[a.corner]
	}
	return nowhere
}

// mayMeet reports whether the edges that lie on p are different rings that touch there and do not cross.
func mayMeet(cycles [][]orb.Point, edges []edge, at map[int32]bool, p orb.Point) bool {
	type passage struct {
		ring, corner int32
		from, to     orb.Point
	}
	var passages []passage
	for k := range at {
		e := &edges[k]
		c := cycles[e.ring]
		n := int32(len(c))
		next := passage{ring: e.ring, corner: -1 - e.corner, from: e.lo, to: e.hi} // along the edge
		for _, corner := range [...]int32{e.corner, (e.corner + 1) % n} {
			if c[corner] == p {
				next = passage{ring: e.ring, corner: corner, from: c[(corner+n-1)%n], to: c[(corner+1)%n]}
			}
		}
		if !slices.Contains(passages, next) {
			passages = append(passages, next)
		}
	}
	for i, a := range passages {
		if sameWay(p, a.from, a.to) {
			return false
		}
		for _, b := range passages[:i] {
			if a.ring == b.ring || sameWay(p, a.from, b.from) || sameWay(p, a.from, b.to) || sameWay(p, a.to, b.from) || sameWay(p, a.to, b.to) ||
				turnsWithin(p, a.from, b.from, a.to) != turnsWithin(p, a.from, b.to, a.to) {
				return false
			}
		}
	}
	return true
}

// sameWay reports whether a and b are seen from p in the same direction.
func sameWay(p, a, b orb.Point) bool {
	return orient(p, a, b) == 0 && (a[0]-p[0])*(b[0]-p[0])+(a[1]-p[1])*(b[1]-p[1]) > 0
}

// turnsWithin reports whether, turning left around p from a, b is met before c. None of them lie in the same direction.
func turnsWithin(p, a, b, c orb.Point) bool {
	ab, ac, bc := orient(p, a, b), orient(p, a, c), orient(p, b, c)
	switch {
	case ac > 0:
		return ab > 0 && bc > 0
	case ac < 0:
		return ab > 0 || bc > 0 || ab == 0
	}
	return ab > 0 // a and c lie opposite
}
