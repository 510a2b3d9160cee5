package feature

import (
	"cmp"
	"math"
	"slices"

	"terrier/tiles/mvt"
)

// What clipping and snapping leave of a polygon can run along or across itself:
// two parts that a tile cuts off hang together by lines to and fro along its
// edge, holes lie against the outline, corners meet, a narrow river crosses
// itself. It is taken apart into its sides, which are cut where they meet; what
// runs to and fro is dropped, and rings are put together of the rest, so that
// they touch at corners only. What is inside out is no part of any outline.

// side is a line from one corner of a polygon to the next, with the inside on
// its right.
type side struct {
	from, to mvt.Coord
	used     bool
}

// mender is the space that this takes, to be used again.
type mender struct {
	sides, split []side
	keys         []uint64
	ring         []mvt.Coord
	rings        []mvt.Coord // one behind the other
	ends         []int       // of each within rings
	outers       []int       // rings that are outlines
	holes        []int       // the other rings
}

func packed(c mvt.Coord) uint64 { return uint64(uint32(c.X))<<32 | uint64(uint32(c.Y)) }

// begin forgets the polygon before.
func (m *mender) begin() {
	m.sides = m.sides[:0]
	m.rings, m.ends, m.outers, m.holes, m.ring = m.rings[:0], m.ends[:0], m.outers[:0], m.holes[:0], m.ring[:0]
}

// add takes in a ring, and may turn it. It is false where the ring has no area.
func (m *mender) add(ring []mvt.Coord, hole bool) bool {
	twice := mvt.Area(ring)
	if twice == 0 {
		return false
	}
	for ring[0] == ring[len(ring)-1] {
		ring = ring[:len(ring)-1]
	}
	if (twice > 0) == hole {
		slices.Reverse(ring)
	}
	for i, c := range ring {
		if next := ring[(i+1)%len(ring)]; next != c {
			m.sides = append(m.sides, side{from: c, to: next})
		}
	}
	return true
}

// meets is true where a corner comes twice.
func (m *mender) meets() bool {
	m.keys = m.keys[:0]
	for _, s := range m.sides {
		m.keys = append(m.keys, packed(s.from))
	}
	slices.Sort(m.keys)
	for i := 1; i < len(m.keys); i++ {
		if m.keys[i] == m.keys[i-1] {
			return true
		}
	}
	return false
}

// asTheyAre takes the sides as the rings that they came in.
func (m *mender) asTheyAre() {
	for i := range m.sides {
		m.ring = append(m.ring, m.sides[i].from)
		if i+1 == len(m.sides) || m.sides[i].to != m.sides[i+1].from {
			m.takeOff(0)
		}
	}
}

// mend puts rings together of the sides, which are cut where they meet.
func (m *mender) mend() {
	if !m.meets() && !m.crosses() {
		m.asTheyAre()
		return
	}
	m.uncross()
	m.cancel()
	slices.SortFunc(m.sides, func(a, b side) int {
		return cmp.Or(cmp.Compare(packed(a.from), packed(b.from)), cmp.Compare(packed(a.to), packed(b.to)))
	})
	for i := range m.sides {
		if !m.sides[i].used {
			m.trace(i)
		}
	}
}

// cancel drops sides that run to and fro between the same corners.
func (m *mender) cancel() {
	key := func(s side) (uint64, uint64) {
		a, b := packed(s.from), packed(s.to)
		return min(a, b), max(a, b)
	}
	slices.SortFunc(m.sides, func(x, y side) int {
		a1, a2 := key(x)
		b1, b2 := key(y)
		return cmp.Or(cmp.Compare(a1, b1), cmp.Compare(a2, b2), cmp.Compare(packed(x.from), packed(y.from)))
	})
	kept := m.sides[:0]
	for from := 0; from < len(m.sides); {
		to, forth := from, 0
		a1, a2 := key(m.sides[from])
		for to < len(m.sides) {
			if b1, b2 := key(m.sides[to]); b1 != a1 || b2 != a2 {
				break
			}
			if packed(m.sides[to].from) == a1 {
				forth++
			}
			to++
		}
		// Of those that are left over one is enough: they run the same way.
		switch back := to - from - forth; {
		case forth > back:
			kept = append(kept, m.sides[from])
		case back > forth:
			kept = append(kept, m.sides[to-1])
		}
		from = to
	}
	m.sides = kept
}

// trace follows sides from one to the next until it comes back, and takes off a
// ring whenever a corner comes again.
func (m *mender) trace(first int) {
	m.ring = m.ring[:0]
	for i := first; i >= 0; {
		s := &m.sides[i]
		s.used = true
		if m.several(s.from) {
			if j := slices.Index(m.ring, s.from); j >= 0 {
				m.takeOff(j)
			}
		}
		m.ring = append(m.ring, s.from)
		i = m.next(s)
		if i < 0 {
			if j := slices.Index(m.ring, s.to); j >= 0 {
				m.takeOff(j)
			}
		}
	}
}

// first is the first side from a corner, in their order.
func (m *mender) first(corner mvt.Coord) int {
	i, _ := slices.BinarySearchFunc(m.sides, corner, func(x side, at mvt.Coord) int { return cmp.Compare(packed(x.from), packed(at)) })
	return i
}

// several is true where more than one side comes from a corner.
func (m *mender) several(corner mvt.Coord) bool {
	i := m.first(corner)
	return i+1 < len(m.sides) && m.sides[i+1].from == corner
}

// takeOff ends the ring that begins at a corner.
func (m *mender) takeOff(corner int) {
	ring := m.ring[corner:]
	if twice := mvt.Area(ring); twice != 0 {
		if twice > 0 {
			m.outers = append(m.outers, len(m.ends))
		} else {
			m.holes = append(m.holes, len(m.ends))
		}
		m.rings = append(m.rings, ring...)
		m.ends = append(m.ends, len(m.rings))
	}
	m.ring = m.ring[:corner]
}

// next is the side to go on with: the first to the right, so that what lies
// between is inside. It is negative where there is none left.
func (m *mender) next(s *side) int {
	from := m.first(s.to)
	best, least := -1, math.Inf(1)
	backX, backY := float64(s.from.X-s.to.X), float64(s.to.Y-s.from.Y) // with y to the north
	for i := from; i < len(m.sides) && m.sides[i].from == s.to; i++ {
		if m.sides[i].used {
			continue
		}
		x, y := float64(m.sides[i].to.X-s.to.X), float64(s.to.Y-m.sides[i].to.Y)
		turn := math.Atan2(backX*y-backY*x, backX*x+backY*y)
		if turn <= 0 {
			turn += 2 * math.Pi
		}
		if turn < least {
			best, least = i, turn
		}
	}
	return best
}

// draw adds the rings to the feature under way: each outline with its holes.
func (m *mender) draw(e *mvt.Encoder) (drawn bool) {
	for _, outer := range m.outers {
		ring := m.nth(outer)
		drawn = e.Ring(ring, false) || drawn
		for _, i := range m.holes {
			if hole := m.nth(i); holds(ring, hole) {
				e.Ring(hole, true)
			}
		}
	}
	return drawn
}

func (m *mender) nth(i int) []mvt.Coord {
	from := 0
	if i > 0 {
		from = m.ends[i-1]
	}
	return m.rings[from:m.ends[i]]
}

// holds is true where a hole lies in an outline: the middle of its first side does.
func holds(ring, hole []mvt.Coord) bool {
	x, y := float64(hole[0].X+hole[1].X)/2, float64(hole[0].Y+hole[1].Y)/2
	in := false
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if (float64(a.Y) > y) != (float64(b.Y) > y) && x < float64(a.X)+(y-float64(a.Y))/float64(b.Y-a.Y)*float64(b.X-a.X) {
			in = !in
		}
	}
	return in
}
