package shape

import (
	"slices"

	"github.com/paulmach/orb"
)

// Snap lays an area, in metres on the millimetre grid, on the lines of others where it is nearer to them than within:
//
//   - a corner near a corner of theirs is laid on that,
//   - a corner near a line only, on the nearest point of it, rounded to the millimetre,
//   - an edge near a corner of theirs is led through it. So where an edge runs along another's line both become the same line,
//     with the other's corners.
//
// It returns the area, valid and on the grid, and the places, from left to right, where something has moved by more than a
// millimetre. An area that touched another or lapped over it by less than twice within shares nothing with it afterwards; one
// that lay inside another but for as much does again.
func Snap(area orb.MultiPolygon, within float64, edges ...orb.MultiPolygon) (orb.MultiPolygon, []orb.Point, error) {
	if err := refused(area); err != nil {
		return nil, nil, err
	}
	var near, beside, around []orb.MultiPolygon
	for _, other := range edges {
		if other = reaching(other, area.Bound().Pad(within)); len(other) == 0 {
			continue
		}
		near = append(near, other)
		overlaps, err := overlapsWidely(Intersection, area, other, 2*within)
		if err != nil {
			return nil, nil, err
		}
		if !overlaps {
			beside = append(beside, other)
			continue
		}
		sticksOut, err := overlapsWidely(differenceOfTwo, area, other, 2*within)
		if err != nil {
			return nil, nil, err
		}
		if !sticksOut {
			around = append(around, other)
		}
	}
	if len(near) == 0 {
		mended, err := FixCrossings(area)
		return mended, nil, err
	}
	s := snapping{lines: newNearby(area.Bound().Pad(within), near...), within: within, beside: beside, around: around, moved: map[orb.Point]bool{}}
	laid := make(orb.MultiPolygon, len(area))
	for i, part := range area {
		laid[i] = make(orb.Polygon, len(part))
		for j, r := range part {
			laid[i][j] = s.ring(r)
		}
	}
	mended, err := FixCrossings(laid)
	if err != nil {
		return nil, nil, err
	}
	trimmed, err := TrimTo(mended, beside...)
	if err != nil {
		return nil, nil, err
	}
	moved := make([]orb.Point, 0, len(s.moved))
	for p := range s.moved {
		moved = append(moved, p)
	}
	slices.SortFunc(moved, compareBefore)
	return trimmed, moved, nil
}

func differenceOfTwo(a, b orb.MultiPolygon) (orb.MultiPolygon, error) { return Difference(a, b) }

// overlapsWidely reports whether a piece of an overlay of two areas is of that width somewhere.
func overlapsWidely(operation func(a, b orb.MultiPolygon) (orb.MultiPolygon, error), a, b orb.MultiPolygon, width float64) (bool, error) {
	pieces, err := operation(a, b)
	if err != nil {
		return false, err
	}
	for _, piece := range pieces {
		if wide, err := isWide(piece, width); wide || err != nil {
			return wide, err
		}
	}
	return false, nil
}

type snapping struct {
	lines          *nearby
	within         float64
	beside, around []orb.MultiPolygon
	moved          map[orb.Point]bool
}

// ring lays the corners of a ring on the lines, and then the edges between them.
func (s *snapping) ring(r orb.Ring) orb.Ring {
	out := orb.Ring{}
	var last orb.Point
	for i, p := range r {
		at := s.corner(p)
		if squared(p, at) > 0.001*0.001 {
			s.moved[at] = true
		}
		if i > 0 {
			for _, q := range s.lines.corners(last, at, s.within) {
				if squared(q, nearestOnEdge(last, at, q)) > 0.001*0.001 {
					s.moved[q] = true
				}
				out = append(out, q)
			}
		}
		out, last = append(out, at), at
	}
	return out
}

// corner is where a corner belongs.
func (s *snapping) corner(p orb.Point) orb.Point {
	if at, ok := s.lines.corner(p, s.within); ok {
		return at
	}
	at, ok := s.lines.line(p, s.within)
	if !ok || squared(p, at) <= 0.001*0.001 && s.allows(p) {
		return p // stays where it is on the line, or nowhere near
	}
	return nearestWhere(at, s.allows)
}

// allows reports whether a corner may be laid on a place: inside of what is around the area, and outside of what is beside it.
func (s *snapping) allows(p orb.Point) bool {
	return !slices.ContainsFunc(s.beside, func(area orb.MultiPolygon) bool { return within(area, p) }) &&
		!slices.ContainsFunc(s.around, func(area orb.MultiPolygon) bool { return !coversExactly(area, p) })
}

// coversExactly is Covers with exact arithmetic.
func coversExactly(area orb.MultiPolygon, p orb.Point) bool {
	for _, part := range area {
		if len(part) > 0 && side(part[0], p) >= 0 && !slices.ContainsFunc(part[1:], func(hole orb.Ring) bool { return side(hole, p) > 0 }) {
			return true
		}
	}
	return false
}
