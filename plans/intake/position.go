package intake

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans"
)

// Located is a position or shape brought to the National Grid.
type Located struct {
	Shape     orb.Geometry // EPSG:27700, not rounded yet: see At and Outline
	Source    orb.Geometry // as given
	SourceCRS CRS          // that it was read in
	Repaired  bool         // it was read otherwise than the file says; Reason and Remedy tell how
	Code      string
	Reason    string
	Remedy    string
}

// Locate brings a point, line or area, said to be in a system, to the National Grid. Where it does not lie in Britain as said, the
// other readings are tried: in another system, or with the two numbers exchanged. Where exactly one of those puts every
// vertex in Britain it is taken and told as a repair; otherwise the error is a *plans.Error that says why nothing fits.
// With an unknown system the numbers alone decide, and nothing counts as repaired unless they are exchanged.
func Locate(g orb.Geometry, said CRS) (Located, error) {
	switch g.(type) {
	case orb.Point, orb.LineString, orb.MultiLineString, orb.Polygon, orb.MultiPolygon:
	default:
		return Located{}, plans.Refuse("wrong-geometry", "geometry", "The geometry is neither one point nor a line nor an area.", "Send a point, a polygon or a multipolygon.")
	}
	first, err := firstVertex(g)
	if err != nil {
		return Located{}, err
	}
	asSaid := readingOf(said)
	var whyNot error
	if asSaid != noReading {
		shape, err := project(g, asSaid)
		if err == nil {
			return Located{Shape: shape, Source: g, SourceCRS: said}, nil
		}
		whyNot = err
	}
	fitting := fits(g, first, asSaid)
	switch len(fitting) {
	case 0:
		return Located{}, outside(first, whyNot)
	case 1:
	default:
		return Located{}, plans.Refuse("ambiguous-position", "position",
			fmt.Sprintf("The numbers %s and %s fit more than one place in Britain.", Number(first[0]), Number(first[1])),
			"Say which coordinate system they are in with --crs, and which column is which with --map.")
	}
	r := fitting[0]
	shape, err := project(g, r)
	if err != nil {
		return Located{}, outside(first, err)
	}
	l := Located{Shape: shape, Source: g, SourceCRS: r.crs(), Repaired: r.swaps() || asSaid != noReading}
	l.Code, l.Reason, l.Remedy = repair(first, asSaid, r)
	return l, nil
}

// fits lists the readings, save the one said, that put every vertex in Britain: those that keep the order of the numbers, and
// only if there is none those that exchange them.
func fits(g orb.Geometry, first orb.Point, not reading) []reading {
	for _, group := range [][]reading{straight, turned} {
		var fitting []reading
		for _, r := range group {
			if r != not && r.plausible(first) && EveryVertex(g, r.plausible) {
				fitting = append(fitting, r)
			}
		}
		if fitting != nil {
			return fitting
		}
	}
	return nil
}

func repair(first orb.Point, said, taken reading) (code, reason, remedy string) {
	remedy = "Read as " + taken.tell(first) + "."
	switch {
	case taken.crs() != said.crs() && said != noReading:
		return "wrong-crs", fmt.Sprintf("The numbers are said to be %s, but they are %s.", said.crs().Name(), taken.crs().Name()), remedy
	case taken == latLon:
		return "swapped-axes", "Latitude and longitude are swapped.", remedy
	case taken == northEast:
		return "swapped-axes", "Easting and northing are swapped.", remedy
	}
	return "", "", ""
}

func outside(p orb.Point, why error) error {
	if p == (orb.Point{}) {
		return plans.Refuse("zero-position", "position", "The position is 0, 0, which is no place in Britain.",
			"Give the position, or leave it blank where there is a postcode.")
	}
	message := "The position " + Number(p[0]) + ", " + Number(p[1]) + " is outside Great Britain."
	var grid *bng.OutsideError
	if errors.As(why, &grid) {
		message = strings.ToUpper(grid.Error()[:1]) + grid.Error()[1:] + "."
	}
	e := plans.Refuse("outside-britain", "position", message, "Correct the numbers, or say which coordinate system they are in with --crs.")
	e.Where = []float64{p[0], p[1]}
	return e
}

// firstVertex is the first vertex of a geometry; an empty one, or one with a coordinate that is no number, is refused.
func firstVertex(g orb.Geometry) (first orb.Point, err error) {
	n := 0
	EveryVertex(g, func(p orb.Point) bool {
		if n == 0 {
			first = p
		}
		n++
		if math.IsNaN(p[0]) || math.IsInf(p[0], 0) || math.IsNaN(p[1]) || math.IsInf(p[1], 0) {
			err = plans.Refuse("not-a-number", "position", fmt.Sprintf("Point %d has a coordinate that is not a number.", n), "Correct the number.")
		}
		return err == nil
	})
	if n == 0 {
		return first, plans.Refuse("empty-geometry", "geometry", "The geometry has no points.", "Draw it again, or take the row out.")
	}
	return first, err
}

// EveryVertex reports whether ok holds of every vertex, stopping at the first for which it does not.
func EveryVertex(g orb.Geometry, ok func(orb.Point) bool) bool {
	line := func(points []orb.Point) bool {
		for _, p := range points {
			if !ok(p) {
				return false
			}
		}
		return true
	}
	switch g := g.(type) {
	case orb.Point:
		return ok(g)
	case orb.MultiPoint:
		return line(g)
	case orb.LineString:
		return line(g)
	case orb.MultiLineString:
		for _, part := range g {
			if !line(part) {
				return false
			}
		}
	case orb.Collection:
		for _, part := range g {
			if !EveryVertex(part, ok) {
				return false
			}
		}
	case orb.Polygon:
		for _, ring := range g {
			if !line(ring) {
				return false
			}
		}
	case orb.MultiPolygon:
		for _, part := range g {
			if !EveryVertex(part, ok) {
				return false
			}
		}
	}
	return true
}

func project(g orb.Geometry, r reading) (orb.Geometry, error) {
	at := r.toGrid
	switch g := g.(type) {
	case orb.Point:
		return at(g)
	case orb.LineString:
		return projectLine(g, at)
	case orb.MultiLineString:
		return projectEach(g, at, projectLine[orb.LineString])
	case orb.Polygon:
		return projectPolygon(g, at)
	case orb.MultiPolygon:
		return projectEach(g, at, projectPolygon)
	}
	panic(fmt.Sprintf("intake: %T is refused before it is projected", g))
}

type projector func(orb.Point) (orb.Point, error)

func projectPolygon(p orb.Polygon, at projector) (orb.Polygon, error) {
	return projectEach(p, at, projectLine[orb.Ring])
}

func projectEach[Whole ~[]Part, Part any](whole Whole, at projector, one func(Part, projector) (Part, error)) (Whole, error) {
	projected := make(Whole, len(whole))
	for i, part := range whole {
		var err error
		if projected[i], err = one(part, at); err != nil {
			return nil, err
		}
	}
	return projected, nil
}

func projectLine[Line ~[]orb.Point](line Line, at projector) (Line, error) {
	projected := make(Line, len(line))
	for i, vertex := range line {
		var err error
		if projected[i], err = at(vertex); err != nil {
			return nil, err
		}
	}
	return projected, nil
}
