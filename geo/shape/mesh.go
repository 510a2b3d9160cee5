package shape

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// mostCuts is how many crossings a shape may have that shall be mended.
const mostCuts = 100_000

// A mesh is rings laid over each other on the millimetre grid, cut wherever they meet, so that edges have only ends in common
// (snap rounding: J. D. Hobby, "Practical segment intersection with finite precision output", 1999). Corners and crossings
// are rounded to the grid, and edges that pass within half a millimetre of such a point, left or right, above or below, are
// led through it. No edge moves by more than 0.71 mm. Coordinates are whole millimetres, so that everything is decided exactly.
//
// The edges are those of a status, so that the sweep that finds the land between them is that of [Check].
type mesh struct {
	edges []segment
	turns []windings // how often each ring runs along the edge from lo to hi, less how often back
	above []windings // how often each ring goes around the land to the left of lo-hi
	under []int32    // the edge below where the edge begins
}

// windings are numbers by ring, in the order of rings, without zeros.
type windings []winding

type winding struct{ ring, times int32 }

// with is the sum of two.
func (w windings) with(v windings) windings {
	out := make(windings, 0, len(w)+len(v))
	for len(w) > 0 || len(v) > 0 {
		switch {
		case len(v) == 0 || len(w) > 0 && w[0].ring < v[0].ring:
			out, w = append(out, w[0]), w[1:]
		case len(w) == 0 || v[0].ring < w[0].ring:
			out, v = append(out, v[0]), v[1:]
		default:
			if n := w[0].times + v[0].times; n != 0 {
				out = append(out, winding{w[0].ring, n})
			}
			w, v = w[1:], v[1:]
		}
	}
	return out
}

// newMesh makes a mesh of rings in metres. The number of a ring in windings is its place in the argument.
func newMesh(rings []orb.Ring) (*mesh, error) {
	cycles := make([][]orb.Point, len(rings))
	for i, r := range rings {
		points := make(orb.Ring, len(r))
		for k, p := range r {
			points[k] = orb.Point{math.Round(p[0] * 1000), math.Round(p[1] * 1000)}
			if !(math.Abs(points[k][0]) < 1e12) || !(math.Abs(points[k][1]) < 1e12) {
				return nil, problem(NotFinite, "A point of the shape has a coordinate that is no usable number: %v, %v.", p[0], p[1])
			}
		}
		cycles[i] = cycle(points)
	}
	edges := edgesOf(cycles)
	pixels, err := pixelsOf(edges)
	if err != nil {
		return nil, err
	}
	chains, err := chainsThrough(edges, pixels)
	if err != nil {
		return nil, err
	}
	m := &mesh{}
	m.join(edges, chains)
	return m, m.sweep()
}

// pixelsOf are the points of the grid at which edges end or cross, from left to right.
func pixelsOf(edges []edge) ([]orb.Point, error) {
	var pixels []orb.Point
	for i := range edges {
		pixels = append(pixels, edges[i].lo, edges[i].hi)
	}
	cuts := 0
	err := eachPair(edges, func(i, j int32) bool {
		a, b := &edges[i], &edges[j]
		if crossInside(a, b) {
			pixels = append(pixels, crossingPixel(a.lo, a.hi, b.lo, b.hi))
			cuts++
		}
		return cuts <= mostCuts
	})
	if cuts > mostCuts {
		return nil, errTangled
	}
	slices.SortFunc(pixels, compareBefore)
	return slices.Compact(pixels), err
}

// chainsThrough leads each edge through the pixels that it passes, in the order of its way from lo to hi.
func chainsThrough(edges []edge, pixels []orb.Point) ([][]orb.Point, error) {
	chains := make([][]orb.Point, len(edges))
	order := fromTheWest(edges)
	var open []int32
	looked := 0
	for _, p := range pixels {
		for len(order) > 0 && edges[order[0]].lo[0]-1 <= p[0] {
			open, order = append(open, order[0]), order[1:]
		}
		left := open[:0]
		if looked += len(open); looked > 4*mostPairs {
			return nil, errTangled
		}
		for _, i := range open {
			if edges[i].hi[0]+1 < p[0] {
				continue
			}
			left = append(left, i)
			if passes(edges[i].lo, edges[i].hi, p) {
				chains[i] = append(chains[i], p)
			}
		}
		open = left
	}
	for i := range chains {
		lo, hi := edges[i].lo, edges[i].hi
		slices.SortStableFunc(chains[i], func(a, b orb.Point) int {
			return cmp.Compare((a[0]-b[0])*(hi[0]-lo[0])+(a[1]-b[1])*(hi[1]-lo[1]), 0)
		})
	}
	return chains, nil
}

// passes reports whether the edge from a to b, a before b, passes the pixel around c: the square of half a unit each way,
// with its left and lower sides and without the others, so that each point of the plane belongs to one.
func passes(a, b, c orb.Point) bool {
	left, right, low, high := c[0]-0.5, c[0]+0.5, c[1]-0.5, c[1]+0.5
	if a[0] >= right || b[0] < left || min(a[1], b[1]) >= high || max(a[1], b[1]) < low {
		return false
	}
	if a[0] == b[0] || a[1] == b[1] {
		return true
	}
	rises := a[1] < b[1]
	upperLeft := orient(a, b, orb.Point{left, high})
	if upperLeft == 0 {
		return !rises
	}
	upperRight := orient(a, b, orb.Point{right, high})
	if upperRight == 0 {
		return rises
	}
	lowerLeft := orient(a, b, orb.Point{left, low})
	lowerRight := orient(a, b, orb.Point{right, low})
	if lowerLeft == 0 || opposite(upperLeft, upperRight) || opposite(upperLeft, lowerLeft) {
		return true
	}
	if lowerRight == 0 {
		return !rises
	}
	return opposite(lowerLeft, lowerRight)
}

// join makes one edge of all that have the same ends.
func (m *mesh) join(edges []edge, chains [][]orb.Point) {
	known := map[[2]orb.Point]int32{}
	for i, chain := range chains {
		for k := 1; k < len(chain); k++ {
			lo, hi, forward := chain[k-1], chain[k], edges[i].forward
			if before(hi, lo) {
				lo, hi, forward = hi, lo, !forward
			}
			at, ok := known[[2]orb.Point{lo, hi}]
			if !ok {
				at = int32(len(m.edges))
				known[[2]orb.Point{lo, hi}] = at
				m.edges = append(m.edges, segment{lo: lo, hi: hi})
				m.turns = append(m.turns, nil)
			}
			turn := winding{edges[i].ring, -1}
			if forward {
				turn.times = 1
			}
			m.turns[at] = m.turns[at].with(windings{turn})
		}
	}
}

// sweep finds out how often each ring goes around the land above each edge.
func (m *mesh) sweep() error {
	m.above, m.under = make([]windings, len(m.edges)), make([]int32, len(m.edges))
	begin, end := make([]int32, len(m.edges)), make([]int32, len(m.edges))
	for i := range m.edges {
		begin[i], end[i] = int32(i), int32(i)
	}
	slices.SortFunc(begin, func(i, j int32) int { // where several begin: from bottom to top
		a, b := &m.edges[i], &m.edges[j]
		if c := compareBefore(a.lo, b.lo); c != 0 {
			return c
		}
		return cmp.Compare(0, orient(a.lo, a.hi, b.hi))
	})
	slices.SortFunc(end, func(i, j int32) int { return compareBefore(m.edges[i].hi, m.edges[j].hi) })
	s := status{segs: m.edges, root: none}
	copied := 0
	for len(begin) > 0 {
		at := m.edges[begin[0]].lo
		for len(end) > 0 && !before(at, m.edges[end[0]].hi) {
			s.remove(end[0])
			end = end[1:]
		}
		through, under := s.find(at)
		if through != none {
			return errTangled // cannot be: edges have been cut where they meet
		}
		for len(begin) > 0 && m.edges[begin[0]].lo == at {
			k := begin[0]
			begin = begin[1:]
			s.insert(k, under)
			m.under[k] = under
			var below windings
			if under != none {
				below = m.above[under]
			}
			m.above[k] = below.with(m.turns[k])
			if copied += len(m.above[k]); copied > mostPairs {
				return errTangled
			}
			under = k
		}
	}
	return nil
}

// below is how often each ring goes around the land to the right of lo-hi.
func (m *mesh) below(k int32) windings {
	if u := m.under[k]; u != none {
		return m.above[u]
	}
	return nil
}
