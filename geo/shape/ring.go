package shape

import (
	"fmt"

	"github.com/paulmach/orb"
)

// ring is one ring of a shape, made ready for the sweep.
type ring struct {
	part, hole int32 // hole 0 is the part's outline
	manyParts  bool  // whether the part's number helps to find it

	points []orb.Point // the cycle: no repeated points, the first not repeated at the end
	least  int         // index of the lexicographically smallest point
	left   bool        // whether the inside lies to the left of the ring's direction

	met    bool  // whether the sweep has come to it
	parent int32 // the smallest ring around this one, none if there is none
}

// name is the ring's name within a sentence.
func (r *ring) name() string {
	switch {
	case r.hole == 0 && r.manyParts:
		return fmt.Sprintf("the outline of part %d", r.part+1)
	case r.hole == 0:
		return "the outline"
	case r.manyParts:
		return fmt.Sprintf("hole %d of part %d", r.hole, r.part+1)
	}
	return fmt.Sprintf("hole %d", r.hole)
}

// subject is the same at the beginning of a sentence.
func (r *ring) subject() string {
	n := []byte(r.name())
	n[0] -= 'a' - 'A'
	return string(n)
}

// read takes the points over and refuses what is no ring at all.
func (r *ring) read(points orb.Ring) *Problem {
	for i, p := range points {
		if !finite(p) {
			return r.notFinite(points, i)
		}
	}
	if len(points) == 0 {
		return problem(Empty, "%s has no points.", r.subject())
	}
	if last := points[len(points)-1]; points[0] != last {
		return problemAt(RingNotClosed, last, "%s is not closed: it begins at %s and ends at %s.",
			r.subject(), place(points[0]), place(last))
	}
	if len(points) < 4 {
		return problemAt(TooFewPoints, points[0], "%s has %d points; a ring needs at least four, the last repeating the first.",
			r.subject(), len(points))
	}
	r.points = cycle(points)
	switch len(r.points) {
	case 1:
		return problemAt(TooFewPoints, points[0], "%s is a single point, at %s.", r.subject(), place(points[0]))
	case 2:
		return problemAt(TooFewPoints, points[0], "%s has only two different corners, at %s and %s; a ring needs at least three.",
			r.subject(), place(r.points[0]), place(r.points[1]))
	}
	if onOneLine(r.points) {
		return problemAt(TooFewPoints, points[0], "%s encloses no area: all its points lie on one line through %s.",
			r.subject(), place(points[0]))
	}
	r.parent = none
	r.least = least(r.points)
	n := len(r.points)
	r.left = orient(r.points[(r.least+n-1)%n], r.points[r.least], r.points[(r.least+1)%n]) > 0
	return nil
}

func (r *ring) notFinite(points orb.Ring, i int) *Problem {
	p := problem(NotFinite, "Point %d of %s has a coordinate that is no usable number: %v, %v.",
		i+1, r.name(), points[i][0], points[i][1])
	for ; i >= 0; i-- { // the nearest place that can be shown is the point before it
		if finite(points[i]) {
			p.Where, p.Placed = points[i], true
			break
		}
	}
	return p
}

// cycle copies a closed ring without repeated points and without the last.
func cycle(points orb.Ring) []orb.Point {
	c := make([]orb.Point, 0, len(points))
	for _, p := range points {
		p = orb.Point{usable(p[0]), usable(p[1])}
		if len(c) == 0 || c[len(c)-1] != p {
			c = append(c, p)
		}
	}
	for len(c) > 1 && c[0] == c[len(c)-1] {
		c = c[:len(c)-1]
	}
	return c
}

// usable keeps numbers away from where float64 products lose their last bits
// (see orient); -0 becomes 0.
func usable(v float64) float64 {
	if v > -1e-100 && v < 1e-100 {
		return 0
	}
	return v
}

func onOneLine(points []orb.Point) bool {
	for _, p := range points[2:] {
		if orient(points[0], points[1], p) != 0 {
			return false
		}
	}
	return true
}

func least(points []orb.Point) int {
	k := 0
	for i, p := range points {
		if before(p, points[k]) {
			k = i
		}
	}
	return k
}

// before is the order in which the sweep meets points: from left to right, and
// from bottom to top where they lie above each other.
func before(a, b orb.Point) bool {
	return a[0] < b[0] || a[0] == b[0] && a[1] < b[1]
}
