package shape

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Follow are the two ways along the line of an area, in metres, between the two points of it that are nearest to from and to:
// the shorter first, both from from to to. They hold all corners in between as they are. Their ends are corners of the line, or
// points on it rounded to the millimetre.
//
// A way goes along one ring. Where from and to are nearest to different rings, or to the same point, there is none.
//
//	     ┌───────┐
//	from ●       │
//	     │       ● to
//	     └───────┘
func Follow(edge orb.MultiPolygon, from, to orb.Point) (ways []orb.LineString) {
	a, okA := nearestOn(edge, from)
	b, okB := nearestOn(edge, to)
	if !okA || !okB || a.part != b.part || a.ring != b.ring || a.at == b.at {
		return nil
	}
	corners := cycle(edge[a.part][a.ring])
	one := wayAlong(corners, a, b)
	other := wayAlong(corners, b, a)
	slices.Reverse(other)
	if Length(other) < Length(one) {
		one, other = other, one
	}
	return []orb.LineString{one, other}
}

// spot is a point on the line of an area.
type spot struct {
	at         orb.Point
	part, ring int
	corner     int     // the corner of the ring's cycle that the spot is at or after
	after      float64 // how far after, in metres
}

// nearestOn is the point of an area's line that is nearest to p: the first, where there are several.
func nearestOn(area orb.MultiPolygon, p orb.Point) (nearest spot, ok bool) {
	if !finite(p) || allFinite(area) != nil {
		return spot{}, false
	}
	least := math.Inf(1)
	for i, part := range area {
		for j, r := range part {
			corners := cycle(r)
			for k, a := range corners {
				b := corners[(k+1)%len(corners)]
				if at := nearestOnEdge(a, b, p); squared(at, p) < least {
					least, ok = squared(at, p), true
					nearest = spot{at: at, part: i, ring: j, corner: k}
				}
			}
			if ok && nearest.part == i && nearest.ring == j {
				settle(&nearest, corners)
			}
		}
	}
	return nearest, ok
}

// settle rounds a spot to the millimetre and finds its place among the corners.
func settle(s *spot, corners []orb.Point) {
	a, next := corners[s.corner], (s.corner+1)%len(corners)
	b := corners[next]
	switch at := roundPoint(s.at); {
	case s.at == a || at == roundPoint(a):
		s.at = a
	case s.at == b || at == roundPoint(b):
		s.at, s.corner = b, next
	default:
		s.at, s.after = at, math.Sqrt(squared(at, a))
	}
}

// nearestOnEdge is the point of the edge a-b that is nearest to p.
func nearestOnEdge(a, b, p orb.Point) orb.Point {
	dx, dy := b[0]-a[0], b[1]-a[1]
	long := dx*dx + dy*dy
	if long == 0 {
		return a
	}
	switch f := ((p[0]-a[0])*dx + (p[1]-a[1])*dy) / long; {
	case f <= 0:
		return a
	case f >= 1:
		return b
	default:
		return orb.Point{a[0] + f*dx, a[1] + f*dy}
	}
}

// wayAlong goes from spot to spot in the direction of the corners.
func wayAlong(corners []orb.Point, from, to spot) orb.LineString {
	way := orb.LineString{from.at}
	n := len(corners)
	steps := to.corner - from.corner
	if steps < 0 || steps == 0 && to.after < from.after {
		steps += n
	}
	for k := 1; k <= steps; k++ {
		way = append(way, corners[(from.corner+k)%n])
	}
	if way[len(way)-1] != to.at {
		way = append(way, to.at)
	}
	return way
}
