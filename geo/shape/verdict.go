package shape

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// crossing names the crossing of two rings, which may be one and the same.
func (s *sweep) crossing(i, j int32, where orb.Point) *Problem {
	a, b := s.inOrder(i, j)
	switch {
	case a == b:
		return problemAt(SelfCrossing, where, "%s crosses itself at %s.", a.subject(), place(where))
	case a.part != b.part:
		return problemAt(PartsOverlap, where, "Parts %d and %d overlap: their outlines cross at %s.", a.part+1, b.part+1, place(where))
	case a.hole == 0:
		return problemAt(RingsCross, where, "%s crosses %s at %s.", b.subject(), a.name(), place(where))
	}
	return problemAt(HolesOverlap, where, "%s and %s overlap: they cross at %s.", a.subject(), b.name(), place(where))
}

// shared names two edges that leave a point in the same direction. Two rings
// whose insides lie on the same side of the shared edge overlap there.
func (s *sweep) shared(x, y *spoke, where orb.Point) *Problem {
	ex, ey := &s.status.segs[x.edge], &s.status.segs[y.edge]
	a, b := s.inOrder(ex.ring, ey.ring)
	if a == b {
		return problemAt(SelfCrossing, where, "%s runs back along itself from %s.", a.subject(), place(where))
	}
	sameSide := (ex.forward == s.rings[ex.ring].left) == (ey.forward == s.rings[ey.ring].left)
	switch {
	case a.part != b.part && sameSide && a.hole == 0 && b.hole == 0:
		return problemAt(PartsOverlap, where, "Parts %d and %d overlap from %s on, where they share an edge.", a.part+1, b.part+1, place(where))
	case a.part == b.part && sameSide && a.hole > 0:
		return problemAt(HolesOverlap, where, "%s and %s overlap from %s on, where they share an edge.", a.subject(), b.name(), place(where))
	case a.part == b.part && !sameSide && a.hole == 0:
		return problemAt(HoleOutside, where, "%s lies outside the outline and runs along it from %s.", b.subject(), place(where))
	}
	return problemAt(RingsShareEdge, where, "%s and %s run along each other from %s.", a.subject(), b.name(), place(where))
}

func (s *sweep) inOrder(i, j int32) (a, b *ring) {
	if j < i {
		i, j = j, i
	}
	return &s.rings[i], &s.rings[j]
}

// touching says whether the rings that meet in a point without crossing may do
// so, and notes which parts of the shape they tie together.
func (s *sweep) touching(m *meeting) *Problem {
	for _, k := range m.rings {
		m.groups = append(m.groups, touch{part: s.rings[k].part, ring: k})
	}
	slices.SortFunc(m.groups, func(a, b touch) int {
		return cmp.Or(cmp.Compare(a.part, b.part), cmp.Compare(a.ring, b.ring))
	})
	node := none
	for i := 1; i < len(m.groups); i++ {
		a, b := m.groups[i-1], m.groups[i]
		if a.ring == b.ring {
			return problemAt(SelfTouching, m.at, "%s touches itself at %s.", s.rings[a.ring].subject(), place(m.at))
		}
		if a.part != b.part {
			node = none
			continue
		}
		if node == none {
			node = s.pieces.add()
			s.pieces.join(node, a.ring)
		}
		if !s.pieces.join(node, b.ring) && s.disconnected == nil {
			s.disconnected = s.cut(&s.rings[b.ring], m.at)
		}
	}
	return nil
}

func (s *sweep) cut(r *ring, where orb.Point) *Problem {
	whole := "The shape"
	if r.manyParts {
		whole = "Part " + thousands(int(r.part)+1)
	}
	return problemAt(InteriorDisconnected, where, "%s is cut into pieces: its rings touch each other all the way around, last at %s.", whole, place(where))
}

// enclose finds out what lies around a ring where the sweep first meets it:
// just below its lowest edge runs the edge under, and either the inside of that
// edge's ring begins there, or the new ring lies where that one lies.
func (s *sweep) enclose(edge, under int32, at orb.Point) {
	r := &s.rings[s.status.segs[edge].ring]
	if r.met || r.points[r.least] != at {
		return
	}
	r.met = true
	if under == none {
		return
	}
	u := &s.status.segs[under]
	if around := &s.rings[u.ring]; u.forward == around.left {
		r.parent = u.ring
	} else {
		r.parent = around.parent
	}
}

// nested judges which ring lies in which, once it is known that none cross:
// an outline lies in nothing or in a hole of another part, a hole directly in
// its own outline.
func nested(rings []ring) *Problem {
	outline := none
	for i := range rings {
		r := &rings[i]
		if r.hole == 0 {
			outline = int32(i)
		}
		at := r.points[r.least]
		switch {
		case r.hole > 0 && r.parent != outline:
			return misplaced(rings, r, outline)
		case r.hole > 0 || r.parent == none:
		case rings[r.parent].hole == 0:
			return problemAt(PartsOverlap, at, "Part %d lies inside part %d, at %s.", r.part+1, rings[r.parent].part+1, place(at))
		}
	}
	return nil
}

// misplaced says what is wrong with a hole that does not lie directly in its
// outline, by going outwards from it.
func misplaced(rings []ring, r *ring, outline int32) *Problem {
	at := r.points[r.least]
	for k := r.parent; k != none; k = rings[k].parent {
		switch around := &rings[k]; {
		case k == outline:
			return problemAt(PartsOverlap, at, "Another part lies between %s and the outline around it, at %s.", r.name(), place(at))
		case around.part == r.part:
			return problemAt(HolesOverlap, at, "%s lies inside %s, at %s.", r.subject(), around.name(), place(at))
		}
	}
	return problemAt(HoleOutside, at, "%s lies outside the outline of its part, at %s.", r.subject(), place(at))
}
