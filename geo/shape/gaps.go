package shape

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/peterstace/simplefeatures/geom"
)

// Bounds of what counts as a gap between two areas.
const (
	leastGapWidth = 0.01 // metres; what is narrower is the rounding of one area trimmed to another
	leastGap      = 0.01 // square metres
)

// Gaps are the strips of land between a valid area and its neighbour, in metres, that are narrower than most and wider than a
// centimetre: one polygon each, on the millimetre grid, for showing and measuring.
//
// They are what closes when both areas together are grown by half of most and shrunk again. That fills too the corner where
// the two meet at an angle, which is no gap: of a gap's outline two thirds lie along the two areas, and a tenth at least along
// each. So a wedge between them counts where it is sharper than about 50 degrees, and an opening that is as wide as it is long
// does not. The open end of a strip is straight, from line to line where it is nearly as wide as most.
func Gaps(area, neighbour orb.MultiPolygon, most float64) (orb.MultiPolygon, error) {
	return gaps(nil, area, neighbour, most)
}

func gaps(known *Memory, area, neighbour orb.MultiPolygon, most float64) (orb.MultiPolygon, error) {
	gaps, err := gapsBetween(known, area, neighbour, most)
	if err != nil {
		return nil, err
	}
	return rounded(gaps), nil
}

// rounded are gaps on the grid, each for itself.
func rounded(gaps orb.MultiPolygon) orb.MultiPolygon {
	out := orb.MultiPolygon{}
	for _, gap := range gaps {
		mended, err := FixCrossings(orb.MultiPolygon{gap})
		if err != nil {
			continue // shrunk to nothing by rounding
		}
		out = append(out, mended...)
	}
	return out
}

// CloseGaps is an area together with its [Gaps] to a neighbour, up to the neighbour's line. The result is valid, on the grid,
// and shares nothing with the neighbour that it did not share before; see [TrimTo]. Other than there, small
// parts stay. An area without gaps is only rounded.
func CloseGaps(area, neighbour orb.MultiPolygon, most float64) (orb.MultiPolygon, error) {
	gaps, err := gapsBetween(nil, area, neighbour, most)
	if err != nil {
		return nil, err
	}
	if len(gaps) == 0 {
		return FixCrossings(area)
	}
	// A corner of a gap in the middle of an edge is rounded off that edge: the mesh leads the edge through it, where a union would leave a hair between.
	filled, err := meshed(slices.Concat(area, gaps))
	if err != nil {
		return nil, err
	}
	near := []orb.MultiPolygon{reaching(neighbour, filled.Bound())}
	rest, err := Difference(filled, near...)
	if err != nil {
		return nil, err
	}
	return keptOutside(area, rest, near, leastClosed(area))
}

// leastClosed is how large, in square metres, a part must be that stays when the gaps of an area are closed: neither a part that was there, nor what
// closes a gap and is left as a part by itself, may be dropped for being small.
func leastClosed(area orb.MultiPolygon) float64 {
	least := leastGap
	for _, part := range area {
		least = min(least, math.Abs(signedArea(part[0])))
	}
	return least / 2 // for rounding may take some of it
}

func gapsBetween(known *Memory, area, neighbour orb.MultiPolygon, most float64) (orb.MultiPolygon, error) {
	if !(most > 0) || len(area) == 0 {
		return nil, nil
	}
	if err := refused(area); err != nil {
		return nil, err
	}
	around := area.Bound().Pad(4 * most)
	here := near(neighbour, around) // of an authority only what is near
	if len(here) == 0 {
		return nil, nil
	}
	meeting, meet := meetingPlace(area, here, most)
	if !meet {
		return nil, nil
	}
	// What closes at a place depends on the land within most of it. So a gap that lies in a window, but for its rim, is the same in the window
	// as it is in the whole. Mostly the places where the lines come near each other and somewhat more are enough; where a gap runs
	// on, the window is made larger. One window with all of the places is found faster than each by itself.
	for rim := 4 * most; ; rim *= 4 {
		window := meeting.Pad(rim)
		whole := holds(window, around)
		if whole {
			window = window.Union(around.Pad(4 * most)) // no gap reaches its rim
		}
		found, err := gapsInWindow(known, window, area, here, most)
		if found.within || whole || err != nil {
			return found.land, err
		}
	}
}

// meetingPlace is the box of the line of an area where it comes within a distance of its neighbour's. A gap has a place from which both lines
// are as far, and less than half of its width.
func meetingPlace(area, neighbour orb.MultiPolygon, distance float64) (box orb.Bound, ok bool) {
	lines := newNearby(area.Bound().Pad(distance), neighbour)
	for _, part := range area {
		for _, r := range part {
			for i := 1; i < len(r); i++ {
				a, b := r[i-1], r[i]
				lines.around(a, b, distance, func(c, d orb.Point) {
					from, to, touches := stretch(a, b, c, d, distance)
					if !touches {
						return
					}
					for _, share := range [...]float64{from, to} {
						p := orb.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])}
						if !ok {
							box, ok = p.Bound(), true
						}
						box = box.Extend(p)
					}
				})
			}
		}
	}
	return box, ok
}

// gapsInWindow is gapsIn, which may be known.
func gapsInWindow(known *Memory, window orb.Bound, area, neighbour orb.MultiPolygon, most float64) (answer, error) {
	ours, theirs := near(area, window), near(neighbour, window)
	if len(ours) == 0 || len(theirs) == 0 {
		return answer{within: true}, nil
	}
	numbers := []float64{most, window.Min[0], window.Min[1], window.Max[0], window.Max[1]}
	return known.recall("gaps", []orb.MultiPolygon{ours, theirs}, numbers, func() (answer, error) {
		gaps, within, err := gapsIn(window, ours, theirs, most)
		return answer{gaps, within}, err
	})
}

func holds(outer, inner orb.Bound) bool {
	return outer.Contains(inner.Min) && outer.Contains(inner.Max)
}

// gapsIn are the gaps in a window, between what is in it of both areas and a little more. within is false where one of them may reach beyond it.
func gapsIn(window orb.Bound, area, neighbour orb.MultiPolygon, most float64) (gaps orb.MultiPolygon, within bool, err error) {
	both, err := Union(area, neighbour)
	if err != nil {
		return nil, false, err
	}
	// A corner is simplified by no more than a millimetre or two, and an arc is off by three.
	grown, err := buffer(both, most/2, geom.BufferQuadSegments(16), geom.BufferSimplifyFactor(0.0005))
	if err != nil {
		return nil, false, err
	}
	closed, err := buffer(grown, -most/2, geom.BufferQuadSegments(16), geom.BufferSimplifyFactor(0.0005))
	if err != nil {
		return nil, false, err
	}
	pieces, err := Difference(closed, both)
	if err != nil {
		return nil, false, err
	}
	ours, theirs := newNearby(window, area), newNearby(window, neighbour)
	settled := window.Pad(-2 * most)
	gaps = orb.MultiPolygon{}
	for _, piece := range pieces {
		if ours.beside(piece) == 0 || theirs.beside(piece) == 0 {
			continue // a bay of one of the two
		}
		parts, err := thickParts(piece, leastGapWidth)
		if err != nil {
			return nil, false, err
		}
		for _, part := range parts {
			if !holds(settled, part.Bound()) {
				return nil, false, nil
			}
			if gap := straightened(part, ours, theirs); Area(gap) >= leastGap && isStrip(gap, part, ours, theirs) {
				gaps = append(gaps, gap)
			}
		}
	}
	return gaps, true, nil
}

// thickParts are what is left of a piece without what is narrower than a width. What closes is off the lines by some nanometres, so hairs run from a
// piece along them, which would count as its outline; and the rounding of a trimmed line joins the corners at both of its ends, which are no gaps.
func thickParts(piece orb.Polygon, width float64) (orb.MultiPolygon, error) {
	cores, err := buffer(orb.MultiPolygon{piece}, -width/2)
	if err != nil || len(cores) == 0 {
		return nil, err
	}
	around, err := buffer(cores, width) // so far that square corners are in it
	if err != nil {
		return nil, err
	}
	return Intersection(orb.MultiPolygon{piece}, around)
}

// onLine is how near to a line is on it, in metres: more than rounding, less than the narrowest gap.
const onLine = 0.002

// straightened leaves out the corners of the arc at the open end of a piece. The straight line instead lies in the circle of
// which the arc is a part, where no land of either area is.
func straightened(piece orb.Polygon, ours, theirs *nearby) orb.Polygon {
	out := orb.Polygon{}
	for i, r := range piece {
		kept := slices.DeleteFunc(slices.Clone(cycle(r)), func(p orb.Point) bool {
			_, a := ours.line(p, onLine)
			_, b := theirs.line(p, onLine)
			return !a && !b
		})
		if len(kept) >= 3 {
			out = append(out, append(orb.Ring(kept), kept[0]))
		} else if i == 0 {
			return nil
		}
	}
	return out
}

// isStrip reports whether enough of a piece's outline lies along the two areas. What lies along both at once says nothing: in a
// bay that two overlapping areas share there is nothing between them.
func isStrip(gap, piece orb.Polygon, ours, theirs *nearby) bool {
	var a, b, whole float64
	for _, r := range piece {
		for i := 1; i < len(r); i++ {
			length := planar.Distance(r[i-1], r[i])
			our, their := ours.along(r[i-1], r[i], onLine), theirs.along(r[i-1], r[i], onLine)
			both := max(0, our+their-length)
			a, b, whole = a+our-both, b+their-both, whole+length
		}
	}
	return len(gap) > 0 && a+b >= whole*2/3 && a >= whole/10 && b >= whole/10
}

// beside is how much of a piece's outline is on the lines, in metres.
func (n *nearby) beside(piece orb.Polygon) float64 {
	length := 0.0
	for _, r := range piece {
		for i := 1; i < len(r); i++ {
			length += n.along(r[i-1], r[i], onLine)
		}
	}
	return length
}
