package shape

import "github.com/paulmach/orb"

// Wind is the shape with its rings in the order of RFC 7946 (GeoJSON), section
// 3.1.6: outlines counter-clockwise, holes clockwise, seen with north up. A
// single ring counts as an outline. The result shares nothing with g; points,
// lines and bounding boxes come back as they are.
func Wind(g orb.Geometry) orb.Geometry { return wind(g, true) }

// WindClockwise is the reverse of [Wind], as shapefiles want it: outlines
// clockwise, holes counter-clockwise.
func WindClockwise(g orb.Geometry) orb.Geometry { return wind(g, false) }

func wind(g orb.Geometry, left bool) orb.Geometry {
	switch g := g.(type) {
	case orb.Ring:
		return windRing(g, left)
	case orb.Polygon:
		return windPolygon(g, left)
	case orb.MultiPolygon:
		out := make(orb.MultiPolygon, len(g))
		for i, p := range g {
			out[i] = windPolygon(p, left)
		}
		return out
	case orb.Collection:
		out := make(orb.Collection, len(g))
		for i, part := range g {
			out[i] = wind(part, left)
		}
		return out
	}
	return g
}

func windPolygon(p orb.Polygon, left bool) orb.Polygon {
	out := make(orb.Polygon, len(p))
	for i, r := range p {
		out[i] = windRing(r, left == (i == 0))
	}
	return out
}

func windRing(r orb.Ring, left bool) orb.Ring {
	out := append(orb.Ring{}, r...)
	if runs := runsLeft(r); runs != 0 && (runs > 0) != left {
		out.Reverse()
	}
	return out
}

// runsLeft is 1 for a ring that runs counter-clockwise, -1 for clockwise, 0 for
// one that encloses nothing. At its leftmost corner a ring that does not cross
// itself turns the way it runs, and that is decided exactly, however thin the
// ring; its area could round to the wrong side of zero.
func runsLeft(r orb.Ring) int {
	for _, p := range r {
		if !finite(p) {
			return 0
		}
	}
	c := cycle(r)
	if len(c) < 3 {
		return 0
	}
	k, n := least(c), len(c)
	turn := orient(c[(k+n-1)%n], c[k], c[(k+1)%n])
	if turn == 0 { // a spike: only the area can tell
		turn = signedArea(r)
	}
	switch {
	case turn > 0:
		return 1
	case turn < 0:
		return -1
	}
	return 0
}
