package bng

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// A BoxError refuses a bounding box.
type BoxError struct {
	// Box is what was given, in degrees.
	Box orb.Bound
	// Reason says what is wrong with it.
	Reason string
}

// Error names the box and the reason.
func (e *BoxError) Error() string {
	return fmt.Sprintf("bounding box %s,%s,%s,%s: %s", number(e.Box.Min[0]), number(e.Box.Min[1]),
		number(e.Box.Max[0]), number(e.Box.Max[1]), e.Reason)
}

// Code returns "bad-bbox".
func (e *BoxError) Code() string { return "bad-bbox" }

// BoxFromWGS84 converts a box of longitudes and latitudes (degrees) to a
// polygon in EPSG:27700, counter-clockwise from the south-west corner, its
// vertices rounded to the millimetre. The box has no author who drew straight
// edges, so its parallels and meridians are followed within 10 mm wherever
// OSTN15 holds. What reaches beyond Britain and its seas is cut off first; the
// whole of Britain takes some 6,000 vertices, a town 100.
//
// A box that is narrower than a millionth of a degree, inside out, not in degrees or away from Britain gives a
// [*BoxError].
func BoxFromWGS84(b orb.Bound) (orb.Polygon, error) {
	if reason := absurd(b); reason != "" {
		return nil, &BoxError{Box: b, Reason: reason}
	}
	west, south := max(b.Min[0], frame.Min[0]), max(b.Min[1], frame.Min[1])
	east, north := min(b.Max[0], frame.Max[0]), min(b.Max[1], frame.Max[1])
	if west >= east || south >= north {
		return nil, &BoxError{Box: b, Reason: offBritain(b)}
	}
	if east-west < leastSide || north-south < leastSide {
		return nil, &BoxError{Box: b, Reason: "is narrower than 0.000001 degrees"}
	}

	corners := [...]orb.Point{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}
	ring := orb.Ring{roughGrid(corners[0])}
	for i := range 4 {
		ring = appendEdge(ring, corners[i], corners[i+1])
	}
	ring = rounded(ring)
	if !touchesModel(ring.Bound()) {
		return nil, &BoxError{Box: b, Reason: offBritain(b)}
	}
	return orb.Polygon{ring}, nil
}

// absurd says what is wrong with a box as four numbers.
func absurd(b orb.Bound) string {
	switch {
	case !finite(b.Min) || !finite(b.Max):
		return "all four must be numbers"
	case math.Abs(b.Min[0]) > 180 || math.Abs(b.Max[0]) > 180 || math.Abs(b.Min[1]) > 90 || math.Abs(b.Max[1]) > 90:
		return "is not in degrees; give west, south, east, north as longitude and latitude"
	case b.Min[0] >= b.Max[0]:
		return "its west is not west of its east; give west, south, east, north"
	case b.Min[1] >= b.Max[1]:
		return "its south is not south of its north; give west, south, east, north"
	}
	return ""
}

func offBritain(b orb.Bound) string {
	exchanged := orb.Bound{Min: swapped(b.Min), Max: swapped(b.Max)}
	switch {
	case inFrame(exchanged.Min) && inFrame(exchanged.Max):
		return "is outside Great Britain; longitude comes before latitude: west, south, east, north"
	case inIreland(b.Min) && inIreland(b.Max):
		return onIrishGrid
	}
	return outsideModel
}

// roughGrid converts a place in [frame], with an extrapolated shift where
// OSTN15 has none.
func roughGrid(lonlat orb.Point) orb.Point {
	p, _ := fromETRS89(lonlat)
	return p
}

const (
	// A narrower box, in degrees, might cross itself: each edge may stray by
	// 10 mm. This is 6 cm or more.
	leastSide = 1e-6
	// An edge is cut until it keeps this close, in metres, to the places
	// probed along it; the rest of the 10 mm is for what lies between the
	// probes and for rounding.
	probeTolerance = 0.005
	// Longer pieces, in metres, could hide several kilometre cells of the
	// grid between two probes.
	longestPiece = 2000
)

// appendEdge adds the way from one corner (without it) to the next, along a
// meridian or a parallel.
func appendEdge(ring orb.Ring, from, to orb.Point) orb.Ring {
	const firstCuts = 4
	at := func(t float64) orb.Point {
		if t == 1 {
			return to // exactly, so that the ring closes
		}
		return orb.Point{from[0] + t*(to[0]-from[0]), from[1] + t*(to[1]-from[1])}
	}
	var cut func(t0, t1 float64, p0, p1 orb.Point)
	cut = func(t0, t1 float64, p0, p1 orb.Point) {
		middle := (t0 + t1) / 2
		pm := roughGrid(at(middle))
		if middle > t0 && middle < t1 && !isStraight(p0, p1,
			roughGrid(at(t0+(t1-t0)/4)), pm, roughGrid(at(t1-(t1-t0)/4))) {
			cut(t0, middle, p0, pm)
			cut(middle, t1, pm, p1)
			return
		}
		ring = append(ring, p1)
	}
	last := roughGrid(from)
	for i := range firstCuts {
		t0, t1 := float64(i)/firstCuts, float64(i+1)/firstCuts
		next := roughGrid(at(t1))
		cut(t0, t1, last, next)
		last = next
	}
	return ring
}

// isStraight reports whether the segment from a to b passes the probes.
func isStraight(a, b orb.Point, probes ...orb.Point) bool {
	length := math.Hypot(b[0]-a[0], b[1]-a[1])
	if length > longestPiece {
		return false
	}
	for _, p := range probes {
		off := (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
		if math.Abs(off) > probeTolerance*length {
			return false
		}
	}
	return true
}

// rounded rounds to millimetres and drops vertices that fall together.
func rounded(ring orb.Ring) orb.Ring {
	kept := ring[:0]
	for _, p := range ring {
		p = RoundPoint(p)
		if len(kept) == 0 || kept[len(kept)-1] != p {
			kept = append(kept, p)
		}
	}
	return kept
}

// touchesModel reports whether some kilometre cell of the model lies in or
// across a box of eastings and northings.
func touchesModel(b orb.Bound) bool {
	g := ostn15()
	cell := func(metres float64, last int) int {
		return min(max(int(math.Floor(metres/nodeSpacing)), 0), last)
	}
	if b.Max[0] < 0 || b.Max[1] < 0 || b.Min[0] > gridEastEnd || b.Min[1] > gridNorthEnd {
		return false
	}
	for row := cell(b.Min[1]-g.leastNorth, nodeRows-2); row <= cell(b.Max[1]-g.leastNorth, nodeRows-2); row++ {
		for column := cell(b.Min[0]-g.leastEast, nodeColumns-2); column <= cell(b.Max[0]-g.leastEast, nodeColumns-2); column++ {
			if g.cellWithin(row*nodeColumns + column) {
				return true
			}
		}
	}
	return false
}
