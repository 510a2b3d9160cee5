package shape

import (
	"slices"

	"github.com/paulmach/orb"
)

// A meeting is one point of the sweep with everything that goes through it,
// seen as spokes around the point. Each passage of a ring has two spokes: at a
// corner two different edges, along an edge its two halves.
//
//	    ╲ │
//	     ╲│     rightward spokes, bottom to top,
//	──────●──── then leftward spokes, top to bottom:
//	     ╱      once around, counter-clockwise
//	    ╱
//
// Buffers are reused from point to point.
type meeting struct {
	at     orb.Point
	spokes []spoke
	rings  []int32 // of the passages
	open   []int32 // passages begun and not ended, on one walk around
	begun  []bool  // whether a passage has been met on that walk
	groups []touch
}

type spoke struct {
	to        orb.Point // the edge's other end
	edge      int32
	passage   int32 // index into rings
	rightward bool
	starts    bool // whether the edge begins here
}

type touch struct{ part, ring int32 }

func (m *meeting) begin(at orb.Point) {
	m.at = at
	m.spokes, m.rings, m.open, m.begun, m.groups = m.spokes[:0], m.rings[:0], m.open[:0], m.begun[:0], m.groups[:0]
}

func (m *meeting) passage(ring int32) int32 {
	m.rings = append(m.rings, ring)
	m.begun = append(m.begun, false)
	return int32(len(m.rings) - 1)
}

// meet handles a point that is more than one ring going by.
func (s *sweep) meet(at []vertex) *Problem {
	p := at[0].at
	m := &s.met
	m.begin(p)
	low, high, below := s.around(at)
	for _, v := range at {
		passage := m.passage(s.status.segs[v.out].ring)
		for _, k := range [2]int32{v.in, v.out} {
			e := &s.status.segs[k]
			if e.lo == p {
				m.spokes = append(m.spokes, spoke{to: e.hi, edge: k, passage: passage, rightward: true, starts: true})
			} else {
				m.spokes = append(m.spokes, spoke{to: e.lo, edge: k, passage: passage})
			}
		}
	}
	for k := low; k != none; {
		e := &s.status.segs[k]
		next := e.above
		if k == high {
			next = none
		}
		if e.hi == p {
			s.status.remove(k)
		} else {
			passage := m.passage(e.ring)
			m.spokes = append(m.spokes,
				spoke{to: e.hi, edge: k, passage: passage, rightward: true},
				spoke{to: e.lo, edge: k, passage: passage})
		}
		k = next
	}
	if problem := s.judge(m); problem != nil {
		return problem
	}
	return s.advance(m, below)
}

// around finds the run of edges of the status that hold the point, from low to
// high (none if there are none), and the edge below them.
func (s *sweep) around(at []vertex) (low, high, below int32) {
	p := at[0].at
	low = none
	for _, v := range at { // an edge that ends here spares the search
		if s.status.segs[v.in].hi == p {
			low = v.in
			break
		}
		if s.status.segs[v.out].hi == p {
			low = v.out
			break
		}
	}
	if low == none {
		if low, below = s.status.find(p); low == none {
			return none, none, below
		}
	}
	high = low
	for s.through(s.status.segs[low].below, p) {
		low = s.status.segs[low].below
	}
	for s.through(s.status.segs[high].above, p) {
		high = s.status.segs[high].above
	}
	return low, high, s.status.segs[low].below
}

// judge sorts the spokes and says whether the rings may meet in this way.
func (s *sweep) judge(m *meeting) *Problem {
	slices.SortFunc(m.spokes, func(a, b spoke) int {
		if a.rightward != b.rightward {
			if a.rightward {
				return -1
			}
			return 1
		}
		switch o := orient(m.at, a.to, b.to); {
		case o > 0:
			return -1
		case o < 0:
			return 1
		}
		return int(a.passage) - int(b.passage)
	})
	for i := 1; i < len(m.spokes); i++ {
		a, b := &m.spokes[i-1], &m.spokes[i]
		if a.rightward == b.rightward && orient(m.at, a.to, b.to) == 0 {
			return s.shared(a, b, m.at)
		}
	}
	if len(m.rings) < 2 {
		return nil
	}
	for _, k := range m.spokes { // passages that do not cross nest like brackets
		switch n := len(m.open); {
		case n > 0 && m.open[n-1] == k.passage:
			m.open = m.open[:n-1]
		case m.begun[k.passage]:
			return s.crossing(m.rings[m.open[n-1]], m.rings[k.passage], m.at)
		default:
			m.begun[k.passage] = true
			m.open = append(m.open, k.passage)
		}
	}
	return s.touching(m)
}

// advance puts the edges that begin here into the status, in order, learns what
// lies around a ring that begins here, and compares the new neighbours.
func (s *sweep) advance(m *meeting, below int32) *Problem {
	under := below
	for i := range m.spokes {
		k := &m.spokes[i]
		if !k.rightward {
			break
		}
		if k.starts {
			s.status.insert(k.edge, under)
			s.enclose(k.edge, under, m.at)
		}
		under = k.edge
	}
	if p := s.compare(below, s.aboveOf(below)); p != nil {
		return p
	}
	if under == below {
		return nil
	}
	return s.compare(under, s.status.segs[under].above)
}

func (s *sweep) aboveOf(k int32) int32 {
	if k == none {
		return none // what is lowest has no neighbour to compare with
	}
	return s.status.segs[k].above
}
