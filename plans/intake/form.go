package intake

import (
	"fmt"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// SliverArea is the area in square metres under which a part or hole of an outline is too small to be meant.
const SliverArea = 0.5

// Form is a shape in one of the forms that registers keep: a point, or an area.
type Form struct {
	Shape   orb.Geometry // Point, Polygon or MultiPolygon
	Code    string       // of what was done to the given shape, "" for nothing
	Reason  string
	Remedy  string
	Outcome Outcome
}

// Shape brings a shape as files give it into the form of a register. A collection of one shape is that shape; a collection of
// areas is one area. A closed line is taken for the outline that it goes round, where areas is true. With repair, a line whose
// ends are apart is closed, and of a collection of areas and other things the areas are taken. Anything else is a *plans.Error
// with the code wrong-geometry.
func Shape(g orb.Geometry, areas, repair bool) (Form, error) {
	switch g := g.(type) {
	case nil:
		return Form{}, plans.Refuse("empty-geometry", "geometry", "The geometry has no points.", "Draw it again, or take the row out.")
	case orb.Point, orb.Polygon, orb.MultiPolygon:
		return Form{Shape: g}, nil
	case orb.MultiPoint:
		if len(g) == 1 {
			return Form{Shape: g[0]}, nil
		}
	case orb.LineString:
		if areas {
			return outlineOf(orb.MultiLineString{g}, repair)
		}
	case orb.MultiLineString:
		if areas {
			return outlineOf(g, repair)
		}
	case orb.Collection:
		return oneOf(g, areas, repair)
	}
	return Form{}, wrongForm(g, areas)
}

func wrongForm(g orb.Geometry, areas bool) *plans.Error {
	if lines, ok := g.(orb.MultiLineString); ok && len(lines) == 1 {
		g = lines[0]
	}
	is := map[string]string{"MultiPoint": "a set of points", "LineString": "a line", "MultiLineString": "a set of lines", "GeometryCollection": "a collection of different shapes"}[g.GeoJSONType()]
	wanted, remedy := "a point", "Export it as Point."
	if areas {
		wanted, remedy = "a point or an area made of straight edges", "Export it as Point, Polygon or MultiPolygon."
	}
	return plans.Refuse("wrong-geometry", "geometry", fmt.Sprintf("The geometry is %s; %s is wanted.", is, wanted), remedy)
}

// outlineOf makes an area of lines that come back to where they began.
func outlineOf(lines orb.MultiLineString, repair bool) (Form, error) {
	var area orb.MultiPolygon
	open := 0
	for _, line := range lines {
		ring := orb.Ring(line)
		switch {
		case len(line) >= 4 && line[0] == line[len(line)-1]:
		case len(line) >= 3 && line[0] != line[len(line)-1]:
			ring = append(append(orb.Ring{}, ring...), line[0])
			open++
		default:
			return Form{}, wrongForm(lines, true)
		}
		area = append(area, orb.Polygon{ring})
	}
	f := Form{Shape: area, Code: "closed-line", Outcome: Noted, Reason: "The geometry is a closed line.", Remedy: "It was taken for the outline that it goes round."}
	if len(area) == 0 || open > 0 && !repair {
		refused := wrongForm(lines, true)
		if open > 0 {
			refused.Remedy = "If the line goes round an area, close it (end it where it begins), or let --repair join its ends."
		}
		return Form{}, refused
	}
	if open > 0 {
		f.Code, f.Outcome, f.Reason, f.Remedy = "open-line", Repaired, "The geometry is a line that does not end where it begins.", "Its ends were joined, and it was taken for the outline that it goes round."
	}
	return f, nil
}

// oneOf makes one shape of a collection.
func oneOf(c orb.Collection, areas, repair bool) (Form, error) {
	c = flattened(c)
	if len(c) == 0 {
		return Form{}, plans.Refuse("empty-geometry", "geometry", "The geometry has no points.", "Draw it again, or take the row out.")
	}
	if len(c) == 1 {
		return Shape(c[0], areas, repair)
	}
	var area orb.MultiPolygon
	left := 0
	for _, g := range c {
		switch g := g.(type) {
		case orb.Polygon:
			area = append(area, g)
		case orb.MultiPolygon:
			area = append(area, g...)
		default:
			left++
		}
	}
	switch {
	case len(area) > 0 && left == 0:
		return Form{Shape: area}, nil
	case len(area) > 0 && areas && repair:
		return Form{Shape: area, Code: "mixed-geometry", Outcome: Repaired, Reason: "The geometry is a collection of areas and other shapes.",
			Remedy: fmt.Sprintf("The areas were taken; %d other shapes were left out.", left)}, nil
	}
	return Form{}, wrongForm(c, areas)
}

// flattened takes collections within a collection apart.
func flattened(c orb.Collection) (flat orb.Collection) {
	for _, g := range c {
		if inner, ok := g.(orb.Collection); ok {
			flat = append(flat, flattened(inner)...)
		} else {
			flat = append(flat, g)
		}
	}
	return flat
}
