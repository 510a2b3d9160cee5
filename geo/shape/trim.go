package shape

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// leastPart is how large, in square metres, a part must be that is left by trimming: smaller ones are dropped.
const leastPart = 0.5

// TrimTo is an area, in metres on the millimetre grid, without the land of its neighbours. The result is valid and on the
// grid, and [Shared] with each neighbour is empty: mostly nothing is shared at all, and never a strip as wide as [LeastWidth].
//
// Where the two lines cross there is a new corner. Rounded to the nearest millimetre it would lie in the neighbour half of the
// time, so it is put on the nearest point of the grid that does not. The gap that this leaves is a millimetre or two at the
// corner and narrows to nothing; never is it wider than a centimetre. Elsewhere the new edge has the neighbour's corners.
//
//	    ┊neighbour
//	────●┄┄┄┄┄       ● where the lines cross
//	    ┊╲           ○ the corner, on the grid and outside
//	───○─╲
//
// Where anything is trimmed, parts under half a square metre are dropped: those that fall off, and those that were there. An area that [Check] refuses
// is refused; what lies wholly in its neighbours is refused with a *[Problem] of kind [Empty].
func TrimTo(area orb.MultiPolygon, neighbours ...orb.MultiPolygon) (orb.MultiPolygon, error) {
	if err := refused(area); err != nil {
		return nil, err
	}
	near, overlaps := []orb.MultiPolygon{}, false
	for _, n := range neighbours {
		if n = reaching(n, area.Bound()); len(n) == 0 {
			continue
		}
		common, err := Intersection(area, n)
		if err != nil {
			return nil, err
		}
		near, overlaps = append(near, n), overlaps || len(common) > 0
	}
	if rounded, err := Round(area); !overlaps && err == nil && orb.Equal(rounded, area) {
		return area.Clone(), nil
	}
	rest, err := Difference(area, near...)
	if err != nil {
		return nil, err
	}
	return keptOutside(area, rest, near, leastPart)
}

// keptOutside is what is left of an area, rest, on the grid and outside of the neighbours, without parts under least square metres.
func keptOutside(area, rest orb.MultiPolygon, neighbours []orb.MultiPolygon, least float64) (orb.MultiPolygon, error) {
	var narrow orb.MultiPolygon // shares no more than rounding does
	for range 3 {
		if rest = withoutSmallParts(rest, least); len(rest) == 0 {
			return nil, nothingLeft(area)
		}
		trimmed, err := mendedOutside(rest, neighbours, least)
		if err != nil {
			return nil, err
		}
		if len(trimmed) == 0 {
			return nil, nothingLeft(area)
		}
		switch shares, err := sharesLand(trimmed, neighbours); {
		case err != nil:
			return nil, err
		case shares == nothing:
			return trimmed, nil
		case shares == rounding:
			narrow = trimmed
		}
		if rest, err = Difference(trimmed, neighbours...); err != nil {
			return nil, err
		}
	}
	if narrow != nil {
		return narrow, nil
	}
	return trimWide(rest, neighbours, least)
}

func nothingLeft(area orb.MultiPolygon) *Problem {
	p := problem(Empty, "Nothing is left of the shape: all its land belongs to its neighbours.")
	if on := PointOn(area); finite(on) {
		p.Where, p.Placed = on, true
	}
	return p
}

// mendedOutside puts the corners of an area on the grid, outside of its neighbours, and mends what that has broken.
func mendedOutside(area orb.MultiPolygon, neighbours []orb.MultiPolygon, least float64) (orb.MultiPolygon, error) {
	settled := map[orb.Point]orb.Point{}
	out := make(orb.MultiPolygon, len(area))
	for i, part := range area {
		out[i] = make(orb.Polygon, len(part))
		for j, r := range part {
			out[i][j] = make(orb.Ring, len(r))
			for k, p := range r {
				to, ok := settled[p]
				if !ok {
					to = nearestOutside(p, neighbours)
					settled[p] = to
				}
				out[i][j][k] = to
			}
		}
	}
	mended, err := FixCrossings(out)
	return withoutSmallParts(mended, least), err
}

// nearestOutside is the nearest point of the grid that lies in none of the areas; on their lines is outside.
func nearestOutside(p orb.Point, areas []orb.MultiPolygon) orb.Point {
	return nearestWhere(p, func(at orb.Point) bool {
		return !slices.ContainsFunc(areas, func(area orb.MultiPolygon) bool { return within(area, at) })
	})
}

// nearestWhere is the nearest point of the grid that is allowed, or just the nearest where none is within four millimetres each
// way. A point of the grid stays where it is.
func nearestWhere(p orb.Point, allowed func(orb.Point) bool) orb.Point {
	nearest := roundPoint(p)
	if nearest == p {
		return p
	}
	const reach = 4
	around := make([]orb.Point, 0, (2*reach+1)*(2*reach+1))
	for x := -reach; x <= reach; x++ {
		for y := -reach; y <= reach; y++ {
			around = append(around, roundPoint(orb.Point{nearest[0] + float64(x)/1000, nearest[1] + float64(y)/1000}))
		}
	}
	slices.SortFunc(around, func(a, b orb.Point) int { return cmp.Compare(squared(a, p), squared(b, p)) })
	for _, at := range around {
		if allowed(at) {
			return at
		}
	}
	return nearest
}

func squared(a, b orb.Point) float64 {
	return (a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1])
}

// within reports whether a point lies inside an area and not on its line, decided exactly.
func within(area orb.MultiPolygon, p orb.Point) bool {
	for _, part := range area {
		if len(part) == 0 || side(part[0], p) <= 0 {
			continue
		}
		if !slices.ContainsFunc(part[1:], func(hole orb.Ring) bool { return side(hole, p) >= 0 }) {
			return true
		}
	}
	return false
}

// side is 1 inside a closed ring, 0 on its line, -1 outside: what inRing is with exact arithmetic.
func side(r orb.Ring, p orb.Point) int {
	turns := 0
	for i := 1; i < len(r); i++ {
		a, b := r[i-1], r[i]
		if a[1] > p[1] && b[1] > p[1] || a[1] < p[1] && b[1] < p[1] {
			continue
		}
		o := orient(a, b, p)
		switch {
		case o == 0 && between(a[0], p[0], b[0]) && between(a[1], p[1], b[1]):
			return 0
		case a[1] <= p[1] && p[1] < b[1] && o > 0:
			turns++
		case b[1] <= p[1] && p[1] < a[1] && o < 0:
			turns--
		}
	}
	if turns == 0 {
		return -1
	}
	return 1
}

// How much land two areas share.
const (
	nothing  = iota // they touch at most
	rounding        // less than LeastWidth
	land
)

func sharesLand(area orb.MultiPolygon, others []orb.MultiPolygon) (int, error) {
	most := nothing
	for _, other := range others {
		common, err := Intersection(area, other)
		if err != nil {
			return land, err
		}
		for _, piece := range common {
			wide, err := isWide(piece, 0.9*LeastWidth) // a little stricter than Shared: the database must agree
			if wide || err != nil {
				return land, err
			}
			most = rounding
		}
	}
	return most, nil
}

// trimWide trims so far from the neighbours that rounding cannot lead back into them. Corners stand off by five times the
// distance at most.
func trimWide(area orb.MultiPolygon, neighbours []orb.MultiPolygon, least float64) (orb.MultiPolygon, error) {
	const distance = 0.0015
	box := area.Bound().Pad(1)
	rest := area
	for _, n := range neighbours {
		here, err := Intersection(n, orb.MultiPolygon{box.ToPolygon()})
		if err != nil {
			return nil, err
		}
		grown, err := buffer(here, distance, geom.BufferJoinStyleMitre(5))
		if err != nil {
			return nil, err
		}
		if rest, err = Difference(rest, grown); err != nil {
			return nil, err
		}
	}
	if rest = withoutSmallParts(rest, least); len(rest) == 0 {
		return nil, nothingLeft(area)
	}
	trimmed, err := FixCrossings(rest)
	if err != nil {
		return nil, err
	}
	if trimmed = withoutSmallParts(trimmed, least); len(trimmed) == 0 {
		return nil, nothingLeft(area)
	}
	return trimmed, nil
}

func withoutSmallParts(area orb.MultiPolygon, least float64) orb.MultiPolygon {
	return slices.DeleteFunc(slices.Clone(area), func(part orb.Polygon) bool { return len(part) == 0 || math.Abs(signedArea(part[0])) < least })
}
