package postgis

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/geo/within"
	"terrier/plans/area"
)

// mostEdgeVertices is how many corners of outlines are given to snap to at once: more than a screen can show apart.
const mostEdgeVertices = 20_000

// areaKind is what plan areas are called among the kinds of edges.
const areaKind = "area"

// Edges are the edges of outlines that reach into a box, whole, to snap to. kinds are parish, ward, local-authority, local-planning-authority,
// and area for the plan areas that stand. plans.Invalid where there are too many, or a kind is another.
func (r *Reader) Edges(ctx context.Context, box orb.Bound, kinds []string) ([]area.Edge, error) {
	var of []string
	for _, kind := range kinds {
		switch {
		case slices.Contains(landKinds, kind):
			of = append(of, kind)
		case kind != areaKind:
			return nil, errLandKind(kind)
		}
	}
	lands, areas, err := r.near(ctx, box, of, slices.Contains(kinds, areaKind))
	if err != nil {
		return nil, err
	}
	var all []area.Edge
	vertices := 0
	add := func(e area.Edge, outline orb.MultiPolygon) {
		if e.Lines = runsInto(outline, box); e.Lines != nil {
			all = append(all, e)
			vertices += shape.Vertices(e.Lines)
		}
	}
	for _, l := range lands {
		add(area.Edge{Kind: l.Kind, Ref: l.Code, Name: l.Name}, l.held.shape)
	}
	for _, a := range areas {
		add(area.Edge{Kind: areaKind, Ref: a.Ref, Name: a.Name}, a.held.shape)
	}
	if vertices > mostEdgeVertices {
		return nil, errTooLarge
	}
	return all, nil
}

// runsInto are the edges of an outline that have a point in common with a box, those that follow each other as one line.
func runsInto(outline orb.MultiPolygon, box orb.Bound) (lines orb.MultiLineString) {
	for _, part := range outline {
		for _, ring := range part {
			lines = append(lines, ringRuns(ring, box)...)
		}
	}
	return lines
}

func ringRuns(ring orb.Ring, box orb.Bound) (lines orb.MultiLineString) {
	edges := len(ring) - 1
	meets := func(i int) bool { return within.Meets(ring[i], ring[i+1], box) }
	first := 0 // an edge that does not meet the box: a run may go over the end of the ring
	for first < edges && meets(first) {
		first++
	}
	if first >= edges {
		if edges < 1 {
			return nil
		}
		return orb.MultiLineString{orb.LineString(ring).Clone()}
	}
	var run orb.LineString
	for n := 1; n <= edges; n++ {
		i := (first + n) % edges
		switch {
		case !meets(i):
			if run != nil {
				lines = append(lines, run)
			}
			run = nil
		case run == nil:
			run = orb.LineString{ring[i], ring[i+1]}
		default:
			run = append(run, ring[i+1])
		}
	}
	return lines
}
