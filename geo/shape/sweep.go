package shape

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// A sweep moves a line over the rings from left to right, from vertex to vertex,
// and keeps the edges under it in order (Shamos and Hoey, 1976). Two edges that
// cross are neighbours in that order just before they do, so only neighbours
// need comparing. Touching in a vertex, which rings of one shape may do, does
// not disturb the order: all edges through the vertex are met there and looked
// at together (see meeting). Any crossing or shared edge ends the sweep, so no
// crossings have to be followed.
type sweep struct {
	rings  []ring
	status status
	events []vertex
	met    meeting

	// Rings of one part and the points where they touch are the nodes of a
	// graph. While it is a forest the inside of each part is in one piece.
	pieces       pieces
	disconnected *Problem
}

// vertex is a ring's point with the two edges that meet there.
type vertex struct {
	at      orb.Point
	in, out int32
}

func newSweep(rings []ring) *sweep {
	n := 0
	for i := range rings {
		n += len(rings[i].points)
	}
	s := &sweep{rings: rings, events: make([]vertex, 0, n), pieces: newPieces(len(rings))}
	s.status = status{segs: make([]segment, 0, n), root: none}
	for i := range rings {
		points := rings[i].points
		first := int32(len(s.status.segs))
		last := first + int32(len(points)) - 1
		for j, p := range points {
			k := first + int32(j)
			q, in := points[0], k-1
			if j+1 < len(points) {
				q = points[j+1]
			}
			if j == 0 {
				in = last
			}
			seg := segment{lo: p, hi: q, ring: int32(i), forward: true}
			if before(q, p) {
				seg.lo, seg.hi, seg.forward = q, p, false
			}
			s.status.segs = append(s.status.segs, seg)
			s.events = append(s.events, vertex{at: p, in: in, out: k})
		}
	}
	slices.SortFunc(s.events, func(a, b vertex) int {
		switch {
		case before(a.at, b.at):
			return -1
		case before(b.at, a.at):
			return 1
		}
		return cmp.Compare(a.out, b.out)
	})
	return s
}

// run ends with the first problem, or with each ring's parent known.
func (s *sweep) run() *Problem {
	for i := 0; i < len(s.events); {
		j := i + 1
		for j < len(s.events) && s.events[j].at == s.events[i].at {
			j++
		}
		var p *Problem
		if in, out, ok := s.passing(s.events[i:j]); ok {
			p = s.pass(in, out)
		} else {
			p = s.meet(s.events[i:j])
		}
		if p != nil {
			return p
		}
		i = j
	}
	return nil
}

// passing recognises the usual case: one ring goes through the point from left
// to right, and no other edge lies on it.
func (s *sweep) passing(at []vertex) (in, out int32, ok bool) {
	if len(at) != 1 {
		return none, none, false
	}
	v := at[0]
	in, out = v.in, v.out
	if s.status.segs[in].hi != v.at {
		in, out = out, in
	}
	a := &s.status.segs[in]
	if a.hi != v.at || s.status.segs[out].lo != v.at {
		return none, none, false
	}
	if s.through(a.below, v.at) || s.through(a.above, v.at) {
		return none, none, false
	}
	return in, out, true
}

// through reports whether edge k of the status holds p.
func (s *sweep) through(k int32, p orb.Point) bool {
	if k == none {
		return false
	}
	e := &s.status.segs[k]
	return orient(e.lo, e.hi, p) == 0
}

func (s *sweep) pass(in, out int32) *Problem {
	s.status.replace(in, out)
	if p := s.compare(s.status.segs[out].below, out); p != nil {
		return p
	}
	return s.compare(out, s.status.segs[out].above)
}

// compare looks for a crossing of two new neighbours away from their ends.
func (s *sweep) compare(i, j int32) *Problem {
	if i == none || j == none {
		return nil
	}
	a, b := &s.status.segs[i], &s.status.segs[j]
	if !crosses(a, b) {
		return nil
	}
	return s.crossing(a.ring, b.ring, crossingPoint(a.lo, a.hi, b.lo, b.hi))
}

// crosses reports whether two edges cross in a point inside both.
func crosses(a, b *segment) bool {
	if a.hi[0] < b.lo[0] || b.hi[0] < a.lo[0] ||
		max(a.lo[1], a.hi[1]) < min(b.lo[1], b.hi[1]) || max(b.lo[1], b.hi[1]) < min(a.lo[1], a.hi[1]) {
		return false
	}
	return opposite(orient(a.lo, a.hi, b.lo), orient(a.lo, a.hi, b.hi)) &&
		opposite(orient(b.lo, b.hi, a.lo), orient(b.lo, b.hi, a.hi))
}

func opposite(x, y float64) bool { return x > 0 && y < 0 || x < 0 && y > 0 }
