package main

import (
	"context"
	"fmt"
	"time"

	"github.com/paulmach/orb"

	"terrier/data/postgis"
	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans/area"
)

// makeDemoDraft gives somebody a draft to look at: an area that exists, made larger in two steps, of which the last reaches into its neighbour.
func makeDemoDraft(ctx context.Context, reader *postgis.Reader, w *postgis.Writer, account int64, now time.Time) error {
	vale, err := reader.Area(ctx, "hollin-vale")
	if err != nil {
		return fmt.Errorf("the demonstration's draft: %w", err)
	}
	draft, err := w.MakeDraft(ctx, area.Draft{Owner: account, Name: "Hollin Vale, enlarged", BodyType: "neighbourhood-forum", Revises: vale.Ref, Viewers: "private", Shape: vale.Shape,
		Why: "People on both sides of Station Lane use the same shop, school and park."}, "demonstration", now)
	if err != nil {
		return err
	}
	for i, step := range []struct {
		east   float64 // metres
		trim   bool
		reason string
	}{{0, true, "The area as it was designated"}, {-120, true, "With the land to the west, after the walk round the edge"}, {90, false, ""}} {
		larger, err := enlarged(ctx, reader, draft, step.east, step.trim)
		if err != nil {
			return err
		}
		change := area.Saved{Draft: draft, Had: draft.Version, Edit: fmt.Sprintf("demonstration-%d", i)}
		change.Shape = larger
		if draft, err = w.SaveDraft(ctx, change, now); err != nil {
			return err
		}
		if step.reason == "" {
			continue
		}
		if _, err := w.KeepVersion(ctx, draft.Token, draft.Version, account, step.reason, i, now); err != nil {
			return err
		}
	}
	return nil
}

// enlarged is the area of a draft with the land that it comes over when it is moved to the east, and where trim is true without its neighbours' land.
func enlarged(ctx context.Context, reader *postgis.Reader, draft area.Draft, east float64, trim bool) (orb.MultiPolygon, error) {
	if east == 0 {
		return draft.Shape, nil
	}
	moved := draft.Shape.Clone()
	for _, part := range moved {
		for _, ring := range part {
			for i := range ring {
				ring[i][0] += east
			}
		}
	}
	larger, err := shape.Union(draft.Shape, bng.RoundGeometry(moved).(orb.MultiPolygon))
	if err != nil {
		return nil, err
	}
	if larger, err = shape.FixCrossings(larger); err != nil || !trim {
		return larger, err
	}
	ground, err := reader.Ground(ctx, larger.Bound(), draft.Revises)
	if err != nil {
		return nil, err
	}
	var neighbours []orb.MultiPolygon
	for _, n := range ground.Neighbours {
		neighbours = append(neighbours, n.Shape)
	}
	return shape.TrimTo(larger, neighbours...)
}
