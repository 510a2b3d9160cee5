package shape

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// clearance is how far, in metres, an area is cut from what it is to be overlaid with: so far that the cut has no part in the answer. The half
// millimetre keeps the cut off the corners, which lie on whole ones.
const clearance = 1.0005

// near is the land of an area in and around a box, which may be all of it: what an overlay with something in the box needs to see. It does not change where
// the area changes elsewhere, so that a [Memory] knows it again.
func near(area orb.MultiPolygon, box orb.Bound) orb.MultiPolygon {
	area = reaching(area, box)
	if cut, ok := clipped(area, box.Pad(clearance)); ok {
		return cut
	}
	return area
}

// clipped is the land of a valid area in a box. Its corners are those of the area, where edges cross the box's sides the crossing in float64, and
// corners of the box. ok is false where a corner lies on a side, where the area is not valid, so that it cannot be told what is inside, and where what
// is inside would not be.
//
//	    ┊      ┊
//	──→─●─┐ ┌──●─→──   The stretches of each ring in the box, with the land on their left, are joined: from where one leaves the box
//	    ┊ └─┘  ┊       counter-clockwise along its sides to where the next comes in.
//	    └┄┄┄┄┄┄┘
func clipped(area orb.MultiPolygon, box orb.Bound) (out orb.MultiPolygon, ok bool) {
	c := clipping{box: box}
	for _, part := range area {
		pieces, ok := c.part(part)
		if !ok {
			return nil, false
		}
		out = append(out, pieces...)
	}
	switch {
	case len(c.shortened) == 0:
		return out, true
	case c.rings == 1 && len(c.shortened) <= mostShortened:
		return out, !c.passes(out)
	}
	// Rings that touch, or holes that touch the outline, may be one line now that touches itself, or cross by the last bit.
	return out, refused(out) == nil
}

// mostShortened is for how many edges it is less work to look at each corner than to [Check] the whole.
const mostShortened = 64

// clipping is what comes up while the parts of an area are clipped, one after the other.
type clipping struct {
	box       orb.Bound
	rings     int // whose line lies in the box, or some of it
	shortened []shortened
}

// shortened is an edge, and its ends in the box: where those are crossings they are rounded, so that it is another line by the last bit.
type shortened struct{ a, b, from, to orb.Point }

// passes reports whether a corner lies on another side of an edge than before that was shortened: then the edge may cross what it ran beside.
func (c *clipping) passes(pieces orb.MultiPolygon) bool {
	for _, piece := range pieces {
		for _, p := range piece[0] {
			if !inside(p, c.box) {
				continue // a crossing: those have their order along the sides
			}
			for _, e := range c.shortened {
				along := between(e.a[0], p[0], e.b[0]) && between(e.a[1], p[1], e.b[1])
				if along && cmp.Compare(orient(e.a, e.b, p), 0) != cmp.Compare(orient(e.from, e.to, p), 0) {
					return true
				}
			}
		}
	}
	return false
}

// entry is where a ring crosses the sides of a box.
type entry struct {
	along   float64 // where on the sides, from the south-west corner counter-clockwise: 0 to 4
	stretch int     // which begins or ends here
	in      bool
}

func (c *clipping) part(part orb.Polygon) (pieces orb.MultiPolygon, ok bool) {
	if len(part) == 0 || len(part[0]) == 0 {
		return nil, true
	}
	box := c.box
	if bound := boundOf(part[0]); inside(bound.Min, box) && inside(bound.Max, box) {
		c.rings += len(part)
		return orb.MultiPolygon{part}, true
	}
	var stretches []orb.Ring // open ones
	var holes []orb.Ring     // wholly in the box
	var crossings []entry
	for i, r := range part {
		found, whole, ok := c.stretches(r, (i == 0) == (signedArea(r) > 0))
		if !ok {
			return nil, false
		}
		if whole || len(found) > 0 {
			c.rings++
		}
		if whole {
			holes = append(holes, r) // an outline is not, as its bound is not
			continue
		}
		for _, s := range found {
			crossings = append(crossings, entry{alongSides(s[0], box), len(stretches), true}, entry{alongSides(s[len(s)-1], box), len(stretches), false})
			stretches = append(stretches, s)
		}
	}
	if len(stretches) == 0 {
		corner := box.Min
		if side(part[0], corner) < 0 || slices.ContainsFunc(part[1:], func(hole orb.Ring) bool { return side(hole, corner) > 0 }) {
			return nil, true
		}
		return orb.MultiPolygon{append(orb.Polygon{box.ToRing()}, holes...)}, true
	}
	pieces, ok = joined(stretches, crossings, box)
	if !ok {
		return nil, false
	}
	for _, hole := range holes {
		at := slices.IndexFunc(pieces, func(piece orb.Polygon) bool { return len(pieces) == 1 || ringIn(hole, piece[0]) })
		if at < 0 {
			return nil, false
		}
		pieces[at] = append(pieces[at], hole)
	}
	return pieces, true
}

// ringIn reports whether a ring that does not cross an outline lies in it: whichever of its corners does not lie on the line tells.
func ringIn(r, outline orb.Ring) bool {
	for _, p := range r {
		if s := side(outline, p); s != 0 {
			return s > 0
		}
	}
	return false
}

// joined makes rings of stretches along the sides of the box.
func joined(stretches []orb.Ring, crossings []entry, box orb.Bound) (pieces orb.MultiPolygon, ok bool) {
	slices.SortFunc(crossings, func(a, b entry) int { return cmp.Compare(a.along, b.along) })
	next := make([]int, len(stretches)) // the crossing behind the end of a stretch, where the next one comes in
	ends := make([]int, len(stretches)) // the crossing at its end
	for i, c := range crossings {
		after := crossings[(i+1)%len(crossings)]
		if c.along == after.along || c.in == after.in {
			return nil, false
		}
		if !c.in {
			ends[c.stretch], next[c.stretch] = i, (i+1)%len(crossings)
		}
	}
	corners := box.ToRing()
	done := make([]bool, len(stretches))
	for first := range stretches {
		if done[first] {
			continue
		}
		var ring orb.Ring
		for at := first; !done[at]; at = crossings[next[at]].stretch {
			done[at] = true
			ring = append(ring, stretches[at]...)
			from, to := crossings[ends[at]].along, crossings[next[at]].along
			if to < from {
				to += 4
			}
			for k := int(from) + 1; float64(k) < to; k++ {
				ring = append(ring, corners[k%4])
			}
		}
		pieces = append(pieces, orb.Polygon{append(ring, ring[0])})
	}
	return pieces, true
}

// stretches are those of a closed ring inside of the box, from side to side, in the order of its points or against it. whole: the ring
// lies in the box with all of them. ok is false where a point lies on a side.
func (c *clipping) stretches(r orb.Ring, forward bool) (found []orb.Ring, whole, ok bool) {
	box, n := c.box, len(r)-1
	start := -1
	for i, p := range r[:max(n, 0)] {
		if p[0] == box.Min[0] || p[0] == box.Max[0] || p[1] == box.Min[1] || p[1] == box.Max[1] {
			return nil, false, false
		}
		if start < 0 && !inside(p, box) {
			start = i
		}
	}
	if n < 3 || r[0] != r[n] {
		return nil, false, false
	}
	if start < 0 {
		return nil, true, true
	}
	step := 1
	if !forward {
		step = n - 1
	}
	var now orb.Ring // the stretch that is under way
	last, at := r[start], start
	for range n {
		at = (at + step) % n
		p := r[at]
		was, is := inside(last, box), inside(p, box)
		switch {
		case was && is:
			now = append(now, p)
		case beside(last, p, box):
		default:
			from, to, meets := cuts(last, p, box)
			if meets {
				c.shortened = append(c.shortened, shortened{last, p, from, to})
			}
			switch {
			case was && meets:
				found, now = append(found, append(now, to)), nil
			case is && meets:
				now = orb.Ring{from, p}
			case was || is:
				return nil, false, false // rounding has it both ways
			case meets:
				found = append(found, orb.Ring{from, to})
			}
		}
		last = p
	}
	return found, false, true
}

func inside(p orb.Point, box orb.Bound) bool {
	return p[0] > box.Min[0] && p[0] < box.Max[0] && p[1] > box.Min[1] && p[1] < box.Max[1]
}

// beside reports whether both ends of an edge are off the same side of a box.
func beside(a, b orb.Point, box orb.Bound) bool {
	return max(a[0], b[0]) < box.Min[0] || min(a[0], b[0]) > box.Max[0] || max(a[1], b[1]) < box.Min[1] || min(a[1], b[1]) > box.Max[1]
}

// cuts are the first and the last point of an edge in a box, each on one of its sides, or an end of the edge.
func cuts(a, b orb.Point, box orb.Bound) (from, to orb.Point, meets bool) {
	low, high := 0.0, 1.0
	from, to = a, b
	for axis := range 2 {
		way := b[axis] - a[axis]
		if way == 0 {
			continue // between the sides, for it is not beside the box
		}
		entering, leaving := box.Min[axis], box.Max[axis]
		if way < 0 {
			entering, leaving = leaving, entering
		}
		on := func(share, line float64) (p orb.Point) {
			p[axis] = line
			p[1-axis] = a[1-axis] + share*(b[1-axis]-a[1-axis])
			return p
		}
		if t := (entering - a[axis]) / way; t > low {
			low, from = t, on(t, entering)
		}
		if t := (leaving - a[axis]) / way; t < high {
			high, to = t, on(t, leaving)
		}
	}
	return from, to, low < high
}

// alongSides is where a point of the sides of a box lies on them, counter-clockwise from the south-west corner: 0 to 4.
func alongSides(p orb.Point, box orb.Bound) float64 {
	east := math.Min(1, math.Max(0, (p[0]-box.Min[0])/(box.Max[0]-box.Min[0])))
	north := math.Min(1, math.Max(0, (p[1]-box.Min[1])/(box.Max[1]-box.Min[1])))
	switch {
	case p[1] == box.Min[1]:
		return east
	case p[0] == box.Max[0]:
		return 1 + north
	case p[1] == box.Max[1]:
		return 3 - east
	}
	return 4 - north
}
