package shape

import "github.com/paulmach/orb"

// none is the absent segment.
const none = int32(-1)

// A segment is one edge of a ring, from its lesser end to its greater one.
type segment struct {
	lo, hi  orb.Point
	ring    int32
	forward bool // whether the ring runs from lo to hi

	// Its place in the status while the sweep line crosses it.
	below, above     int32 // neighbours
	up, small, large int32 // treap: parent and children
	weight           uint32
}

// A status is the edges under the sweep line from bottom to top: a treap over
// indexes into the segments, threaded as a list. Only find compares; putting in
// and taking out are plain pointer work, so that no input can derange it.
//
//	│  ╱ above
//	│ ╱
//	│╱────── segment        sweep line moves →
//	│╲
//	│ ╲ below
type status struct {
	segs []segment
	root int32
	seed uint32
}

// find looks for edges through p. It returns one of them as through, or none,
// and then the edge next below p, which is none if there is nothing below.
func (t *status) find(p orb.Point) (through, below int32) {
	below = none
	for k := t.root; k != none; {
		s := &t.segs[k]
		switch side := orient(s.lo, s.hi, p); {
		case side > 0:
			below, k = k, s.large
		case side < 0:
			k = s.small
		default:
			return k, none
		}
	}
	return none, below
}

// lowest is the bottom edge, or none.
func (t *status) lowest() int32 {
	k := t.root
	for k != none && t.segs[k].small != none {
		k = t.segs[k].small
	}
	return k
}

// insert puts segment k just above below, or at the bottom if that is none.
func (t *status) insert(k, below int32) {
	above := none
	if below == none {
		above = t.lowest()
	} else {
		above = t.segs[below].above
	}
	s := &t.segs[k]
	t.seed = t.seed*1664525 + 1013904223 // a linear congruence: the same shape gives the same tree
	s.weight = t.seed ^ t.seed>>15
	s.small, s.large, s.up = none, none, none
	s.below, s.above = below, above
	if below != none {
		t.segs[below].above = k
	}
	if above != none {
		t.segs[above].below = k
	}
	switch {
	case below != none && t.segs[below].large == none:
		t.segs[below].large, s.up = k, below
	case above != none: // its smaller child is free, or below would have a larger one
		t.segs[above].small, s.up = k, above
	default:
		t.root = k
	}
	for s.up != none && t.segs[s.up].weight < s.weight {
		t.lift(k)
	}
}

// remove takes segment k out.
func (t *status) remove(k int32) {
	s := &t.segs[k]
	if s.below != none {
		t.segs[s.below].above = s.above
	}
	if s.above != none {
		t.segs[s.above].below = s.below
	}
	for s.small != none && s.large != none {
		if t.segs[s.small].weight > t.segs[s.large].weight {
			t.lift(s.small)
		} else {
			t.lift(s.large)
		}
	}
	child := s.small
	if child == none {
		child = s.large
	}
	t.relink(s.up, k, child)
}

// replace puts segment k in the place of old.
func (t *status) replace(old, k int32) {
	o, s := &t.segs[old], &t.segs[k]
	s.below, s.above, s.up, s.small, s.large, s.weight = o.below, o.above, o.up, o.small, o.large, o.weight
	if s.below != none {
		t.segs[s.below].above = k
	}
	if s.above != none {
		t.segs[s.above].below = k
	}
	if s.small != none {
		t.segs[s.small].up = k
	}
	if s.large != none {
		t.segs[s.large].up = k
	}
	t.relink(s.up, old, k)
}

// lift rotates k above its parent.
func (t *status) lift(k int32) {
	s := &t.segs[k]
	up := s.up
	u := &t.segs[up]
	if u.small == k {
		u.small = s.large
		if s.large != none {
			t.segs[s.large].up = up
		}
		s.large = up
	} else {
		u.large = s.small
		if s.small != none {
			t.segs[s.small].up = up
		}
		s.small = up
	}
	t.relink(u.up, up, k)
	u.up = k
}

// relink makes k the child of up where old was.
func (t *status) relink(up, old, k int32) {
	switch {
	case up == none:
		t.root = k
	case t.segs[up].small == old:
		t.segs[up].small = k
	default:
		t.segs[up].large = k
	}
	if k != none {
		t.segs[k].up = up
	}
}
