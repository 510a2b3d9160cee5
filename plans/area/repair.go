package area

import (
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans"
)

// Repairs are what can be done about a shape (UX section 5).
var Repairs = plans.CodeList{
	{Slug: "trim", Name: "Trim to an edge"},
	{Slug: "close-gap", Name: "Close a gap"},
	{Slug: "follow-parish", Name: "Follow the parish edge"},
	{Slug: "fix-crossing", Name: "Fix a crossing"},
	{Slug: "drop-slivers", Name: "Drop tiny pieces"},
	{Slug: "drop-small-parts", Name: "Leave out small parts"},
	{Slug: "fill-small-holes", Name: "Take in small holes"},
	{Slug: "snap", Name: "Lay the line on the edges"},
}

// Mend does a repair on a shape. The result is valid, on the millimetre, and never the shape itself; the argument is not changed.
// A repair that does not fit the shape as it is now is a plans.Error.
func Mend(q Question, g Ground, r Repair) (orb.MultiPolygon, error) {
	if r.Kind != "fix-crossing" {
		if broken := judgeShape(q.Shape); broken != nil {
			return nil, plans.Refuse("shape-broken", "geometry", broken.Title+". "+broken.Text, "Mend that first.")
		}
	}
	mended, err := mend(q, g, r)
	var problem *shape.Problem
	if errors.As(err, &problem) {
		if problem.Kind != shape.Empty && problem.Kind != shape.TooFewPoints {
			return nil, plans.Refuse("shape-broken", "geometry", problem.Message, problem.Remedy)
		}
		mended, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	if len(mended) == 0 {
		return nil, plans.Refuse("nothing-left", "repair", "Nothing of the area would be left.", "Draw it somewhere else, or ask the planning authority about one area for both.")
	}
	return mended, nil
}

func mend(q Question, g Ground, r Repair) (orb.MultiPolygon, error) {
	switch r.Kind {
	case "trim":
		edge, err := g.target(r.Target)
		if err != nil {
			return nil, err
		}
		return shape.TrimTo(q.Shape, edge)
	case "close-gap":
		edge, err := g.target(r.Target)
		if err != nil {
			return nil, err
		}
		return shape.CloseGaps(q.Shape, edge, MostGap)
	case "follow-parish":
		edge, err := g.target(r.Target)
		if err != nil {
			return nil, err
		}
		return followEdge(q.Shape, edge)
	case "fix-crossing":
		return shape.FixCrossings(q.Shape)
	case "drop-slivers":
		mended, _ := shape.WithoutSlivers(q.Shape, LeastPiece)
		return mended, nil
	case "drop-small-parts":
		_, others, _ := smallPieces(q.Shape)
		return shape.FixCrossings(others)
	case "fill-small-holes":
		_, _, holes := smallPieces(q.Shape)
		filled, err := shape.Union(q.Shape, holes)
		if err != nil {
			return nil, err
		}
		return shape.FixCrossings(filled)
	case "snap":
		return Clean(q, g)
	}
	return nil, plans.Refuse("repair", "repair", fmt.Sprintf("There is no repair called %q.", r.Kind), "Name one of those that the verdict offers.")
}

// Clean is what a draft becomes when a version of it is kept: lines that come within the snap distance of an edge are laid on it, and pieces and
// overlaps that are slips of the hand are taken away.
func Clean(q Question, g Ground) (orb.MultiPolygon, error) {
	keepOut, edges := g.edges(q)
	cleaned, _ := shape.WithoutSlivers(q.Shape, LeastPiece)
	cleaned, _, err := shape.Snap(cleaned, SnapDistance, edges...)
	if err != nil {
		return nil, err
	}
	for _, other := range keepOut {
		if err := g.ended(); err != nil {
			return nil, err
		}
		shared, err := shape.Shared(cleaned, other)
		if err != nil {
			return nil, err
		}
		if len(shared) == 0 {
			continue
		}
		if slip, err := isSlip(shared); err != nil || !slip {
			if err != nil {
				return nil, err
			}
			continue
		}
		if cleaned, err = shape.TrimTo(cleaned, other); err != nil {
			return nil, err
		}
	}
	return cleaned, nil
}

// edges are the outlines that a line is laid on where it comes near, and those of them that a shape may not reach over by a slip.
func (g Ground) edges(q Question) (keepOut, all []orb.MultiPolygon) {
	for _, other := range g.Neighbours {
		if other.Status != "draft" {
			keepOut = append(keepOut, other.Shape)
		}
	}
	all = slices.Clone(keepOut)
	for i := range g.Parishes {
		parish := &g.Parishes[i]
		all = append(all, parish.Shape)
		if q.keepsOutOf(parish) {
			keepOut = append(keepOut, parish.Shape)
		}
	}
	return keepOut, all
}

// target is the outline that a repair names: a neighbour's, or a parish's as "parish:CODE".
func (g Ground) target(name string) (orb.MultiPolygon, error) {
	if i := slices.Index(g.keys(), name); i >= 0 {
		return g.Neighbours[i].Shape, nil
	}
	for _, parish := range g.Parishes {
		if "parish:"+parish.Code == name {
			return parish.Shape, nil
		}
	}
	return nil, plans.Refuse("repair-target", "repair", "What the repair would go by is not near the area any more.", "Look at the checks again: they are made anew at every change.")
}

// followEdge lays a shape on an edge where it leaves it by less than MostGap. A shape that does so all around is the edge.
func followEdge(drawn, edge orb.MultiPolygon) (orb.MultiPolygon, error) {
	slips, all, err := slipsAlong(drawn, edge)
	if err != nil {
		return nil, err
	}
	if all {
		return shape.FixCrossings(edge)
	}
	more, err := shape.Union(drawn, slips)
	if err != nil {
		return nil, err
	}
	over, err := shape.Difference(slips, edge)
	if err != nil || len(over) == 0 {
		return more, err
	}
	return shape.TrimTo(more, over)
}

// slipsAlong is the land between a shape and an edge that it nearly follows: every piece that one has and the other has not, save what is wider than
// MostGap somewhere, which is meant, and what is no wider than the snap distance, which is none. all says that none is meant.
func slipsAlong(drawn, edge orb.MultiPolygon) (slips orb.MultiPolygon, all bool, err error) {
	off, err := shape.Departure(drawn, edge)
	if err != nil {
		return nil, false, err
	}
	all = true
	for _, piece := range off {
		one := orb.MultiPolygon{piece}
		meant, err := shape.Wider(one, MostGap)
		if err != nil {
			return nil, false, err
		}
		if meant {
			all = false
			continue
		}
		wide, err := shape.Wider(one, SnapDistance)
		if err != nil {
			return nil, false, err
		}
		if wide {
			slips = append(slips, piece)
		}
	}
	return slips, all, nil
}
