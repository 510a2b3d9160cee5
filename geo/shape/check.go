package shape

import (
	"math"

	"github.com/paulmach/orb"
)

// MaxVertices is how many vertices a shape may have where [Limits] say nothing,
// each ring's repeated first point counted too. A London borough at full detail
// has some 20,000.
const MaxVertices = 50_000

// Limits bound the work that [Check] takes on.
type Limits struct {
	Vertices int // most vertices allowed; zero means [MaxVertices]
}

// Check reports the first thing found that keeps a polygon or multipolygon from
// being valid, as a *[Problem], or nil. The verdict is that of PostGIS'
// ST_IsValid (OGC Simple Features): rings are closed and do not meet themselves;
// two rings of a shape may touch in points but neither cross nor run along each
// other; holes lie inside their outline, and not in one another; the inside of
// each part is in one piece; parts do not overlap.
//
// Check refuses three things that ST_IsValid lets pass: an empty shape, part or
// ring; any other type of geometry; and coordinates beyond 1e100. Repeated points
// are no problem. Numbers nearer to zero than 1e-100 count as zero.
//
// The work is n log n for any input, on purpose bad input too. Orientation is
// decided exactly, so no tolerance can tip a verdict.
func Check(g orb.Geometry, limits Limits) error {
	if p := check(g, limits); p != nil {
		return p
	}
	return nil
}

func check(g orb.Geometry, limits Limits) *Problem {
	parts, p := partsOf(g)
	if p != nil {
		return p
	}
	if p := countVertices(parts, limits); p != nil {
		return p
	}
	plan := make([]ring, 0, len(parts))
	for i, part := range parts {
		if len(part) == 0 || len(part[0]) == 0 {
			if len(parts) == 1 {
				return problem(Empty, "The shape has no points.")
			}
			return problem(Empty, "Part %d of %d has no points.", i+1, len(parts))
		}
		for j, points := range part {
			r := ring{part: int32(i), hole: int32(j), manyParts: len(parts) > 1}
			if p := r.read(points); p != nil {
				return p
			}
			plan = append(plan, r)
		}
	}
	s := newSweep(plan)
	if p := s.run(); p != nil {
		return p
	}
	if p := nested(plan); p != nil {
		return p
	}
	return s.disconnected
}

func partsOf(g orb.Geometry) (orb.MultiPolygon, *Problem) {
	switch g := g.(type) {
	case nil:
		return nil, problem(Empty, "There is no shape.")
	case orb.Polygon:
		return orb.MultiPolygon{g}, nil
	case orb.MultiPolygon:
		if len(g) == 0 {
			return nil, problem(Empty, "The shape has no parts.")
		}
		return g, nil
	default:
		return nil, problem(WrongType, "A %s is not an area.", plainType(g))
	}
}

func plainType(g orb.Geometry) string {
	switch g.(type) {
	case orb.Point:
		return "point"
	case orb.MultiPoint:
		return "set of points"
	case orb.LineString:
		return "line"
	case orb.MultiLineString:
		return "set of lines"
	case orb.Ring:
		return "single ring"
	case orb.Collection:
		return "collection of shapes"
	case orb.Bound:
		return "bounding box"
	}
	return "shape of unknown type"
}

func countVertices(parts orb.MultiPolygon, limits Limits) *Problem {
	limit := limits.Vertices
	if limit <= 0 {
		limit = MaxVertices
	}
	n := Vertices(parts)
	if n <= limit {
		return nil
	}
	p := problem(TooManyVertices, "The shape has %s points; at most %s are allowed.", thousands(n), thousands(limit))
	for _, part := range parts { // the place is the first point too many
		for _, r := range part {
			if limit < len(r) {
				p.Where, p.Placed = r[limit], finite(r[limit])
				return p
			}
			limit -= len(r)
		}
	}
	return p
}

// finite reports whether a point can be worked with and shown.
func finite(p orb.Point) bool {
	const largest = 1e100
	return math.Abs(p[0]) <= largest && math.Abs(p[1]) <= largest // false for NaN
}
