package feature

import (
	"math"
	"slices"

	"terrier/tiles/mvt"
)

// mostRounds is how often sides are cut where they meet: a place at which two
// cross is rounded, and what was cut there may meet another side.
const mostRounds = 6

// uncross cuts sides where they meet others between their ends.
func (m *mender) uncross() {
	for range mostRounds {
		if !m.cutOnce() {
			return
		}
	}
}

// cutOnce cuts each side where it meets others. It reports whether there were
// any that do.
func (m *mender) cutOnce() bool {
	m.split = m.split[:0]
	m.pairs(func(a, b *side) bool {
		if at, ok := meeting(*a, *b); ok {
			m.cut(a, at)
			m.cut(b, at)
		}
		return true
	})
	m.sides = append(m.sides, m.split...)
	return len(m.split) > 0
}

// crosses is true where sides meet between their ends.
func (m *mender) crosses() (any bool) {
	m.pairs(func(a, b *side) bool {
		_, any = meeting(*a, *b)
		return !any
	})
	return any
}

// pairs gives the sides whose boxes meet, two by two, from west to east, until
// visit is false.
func (m *mender) pairs(visit func(a, b *side) bool) {
	const signed = 1 << 31
	m.keys = m.keys[:0]
	for i, s := range m.sides {
		m.keys = append(m.keys, uint64(uint32(min(s.from.X, s.to.X))+signed)<<32|uint64(i))
	}
	slices.Sort(m.keys)
	for i, key := range m.keys {
		a := &m.sides[uint32(key)]
		for _, next := range m.keys[i+1:] {
			b := &m.sides[uint32(next)]
			if min(b.from.X, b.to.X) > max(a.from.X, a.to.X) {
				break
			}
			if max(a.from.Y, a.to.Y) >= min(b.from.Y, b.to.Y) && max(b.from.Y, b.to.Y) >= min(a.from.Y, a.to.Y) && !visit(a, b) {
				return
			}
		}
	}
}

// cut shortens a side to where it meets another, and puts the rest aside.
func (m *mender) cut(s *side, at mvt.Coord) {
	if at != s.from && at != s.to {
		m.split = append(m.split, side{from: at, to: s.to})
		s.to = at
	}
}

// meeting is where two sides meet, if not at ends of both.
func meeting(a, b side) (at mvt.Coord, ok bool) {
	a1, a2 := turn(b.from, b.to, a.from), turn(b.from, b.to, a.to)
	b1, b2 := turn(a.from, a.to, b.from), turn(a.from, a.to, b.to)
	switch {
	case a1 == 0 && within(b, a.from):
		return a.from, true
	case a2 == 0 && within(b, a.to):
		return a.to, true
	case b1 == 0 && within(a, b.from):
		return b.from, true
	case b2 == 0 && within(a, b.to):
		return b.to, true
	case (a1 > 0) == (a2 > 0) || (b1 > 0) == (b2 > 0) || a1 == 0 || a2 == 0 || b1 == 0 || b2 == 0:
		return at, false
	}
	part := float64(a1) / float64(a1-a2)
	return mvt.Coord{
		X: a.from.X + int32(math.Round(float64(a.to.X-a.from.X)*part)),
		Y: a.from.Y + int32(math.Round(float64(a.to.Y-a.from.Y)*part)),
	}, true
}

// turn is positive where c lies on one side of the line from a to b, negative on the other.
func turn(a, b, c mvt.Coord) int64 {
	return int64(b.X-a.X)*int64(c.Y-a.Y) - int64(b.Y-a.Y)*int64(c.X-a.X)
}

// within is true where a place on the line of a side lies between its ends.
func within(s side, c mvt.Coord) bool {
	return c != s.from && c != s.to && min(s.from.X, s.to.X) <= c.X && c.X <= max(s.from.X, s.to.X) &&
		min(s.from.Y, s.to.Y) <= c.Y && c.Y <= max(s.from.Y, s.to.Y)
}
