package shape

import (
	"slices"

	"github.com/paulmach/orb"
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
	gaps, err := gapsBetween(area, neighbour, most)
	if err != nil {
		return nil, err
	}
	out := orb.MultiPolygon{}
	for _, gap := range gaps {
		mended, err := FixCrossings(orb.MultiPolygon{gap})
		if err != nil {
			continue // shrunk to nothing by rounding
		}
		out = append(out, mended...)
	}
	return out, nil
}

// CloseGaps is an area together with its [Gaps] to a neighbour, up to the neighbour's line. The result is valid, on the grid,
// and shares nothing with the neighbour that it did not share before; see [TrimTo]. An area without gaps is only rounded.
func CloseGaps(area, neighbour orb.MultiPolygon, most float64) (orb.MultiPolygon, error) {
	gaps, err := gapsBetween(area, neighbour, most)
	if err != nil {
		return nil, err
	}
	if len(gaps) == 0 {
		return FixCrossings(area)
	}
	filled, err := Union(area, gaps)
	if err != nil {
		return nil, err
	}
	near := []orb.MultiPolygon{reaching(neighbour, filled.Bound())}
	rest, err := Difference(filled, near...)
	if err != nil {
		return nil, err
	}
	return keptOutside(area, rest, near)
}

func gapsBetween(area, neighbour orb.MultiPolygon, most float64) (orb.MultiPolygon, error) {
	if !(most > 0) || len(area) == 0 {
		return nil, nil
	}
	if err := refused(area); err != nil {
		return nil, err
	}
	around := area.Bound().Pad(4 * most)
	here, err := Intersection(neighbour, orb.MultiPolygon{around.ToPolygon()}) // of an authority only what is near
	if err != nil || len(here) == 0 {
		return nil, err
	}
	both, err := Union(area, here)
	if err != nil {
		return nil, err
	}
	// A corner is simplified by no more than a millimetre or two, and an arc is off by three.
	grown, err := buffer(both, most/2, geom.BufferQuadSegments(16), geom.BufferSimplifyFactor(0.0005))
	if err != nil {
		return nil, err
	}
	closed, err := buffer(grown, -most/2, geom.BufferQuadSegments(16), geom.BufferSimplifyFactor(0.0005))
	if err != nil {
		return nil, err
	}
	pieces, err := Difference(closed, both)
	if err != nil {
		return nil, err
	}
	ours, theirs := newNearby(around, area), newNearby(around, here)
	gaps := orb.MultiPolygon{}
	for _, piece := range pieces {
		wide, err := isWide(piece, leastGapWidth)
		if err != nil {
			return nil, err
		}
		if gap := straightened(piece, ours, theirs); wide && Area(gap) >= leastGap && isStrip(gap, piece, ours, theirs) {
			gaps = append(gaps, gap)
		}
	}
	return gaps, nil
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

// isStrip reports whether enough of a piece's outline lies along the two areas.
func isStrip(gap, piece orb.Polygon, ours, theirs *nearby) bool {
	along := func(lines *nearby) float64 {
		length := 0.0
		for _, r := range piece {
			for i := 1; i < len(r); i++ {
				length += lines.along(r[i-1], r[i], onLine)
			}
		}
		return length
	}
	a, b, whole := along(ours), along(theirs), Perimeter(piece)
	return len(gap) > 0 && a+b >= whole*2/3 && a >= whole/10 && b >= whole/10
}
