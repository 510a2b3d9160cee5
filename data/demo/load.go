package demo

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/basemap"
	"terrier/plans/boundary"
	"terrier/plans/home"
	"terrier/plans/intake"
	"terrier/plans/organisation"
	"terrier/plans/place"
)

// Loader takes rows into the registers; each method is one transaction and returns how many rows went where.
type Loader interface {
	Organisations(context.Context, intake.Import, iter.Seq2[intake.Row[organisation.Organisation], error], func(intake.Problem)) (intake.Counts, int64, error)
	Boundaries(context.Context, intake.Import, iter.Seq2[intake.Row[boundary.Boundary], error], func(intake.Problem)) (intake.Counts, int64, error)
	Places(context.Context, intake.Import, iter.Seq2[intake.Row[place.Place], error], func(intake.Problem)) (intake.Counts, int64, error)
	Basemap(context.Context, intake.Import, iter.Seq2[intake.Row[basemap.Feature], error], func(intake.Problem)) (intake.Counts, int64, error)
	Assets(context.Context, intake.Import, iter.Seq2[intake.Row[asset.Asset], error], func(intake.Problem)) (intake.Counts, int64, error)
	Areas(context.Context, intake.Import, iter.Seq2[intake.Row[area.Area], error], func(intake.Problem)) (intake.Counts, int64, error)
	Homes(context.Context, intake.Import, iter.Seq2[intake.Row[home.Home], error], func(intake.Problem)) (intake.Counts, int64, error)
}

// Register is a Loader that can be marked as holding a demonstration.
type Register interface {
	Loader
	SetDemo(ctx context.Context, name string) error
}

// Load puts a town into the registers, which must be empty, and marks them as a demonstration before anything is in them, so
// that no invented row is ever shown without saying so. It stops at the first row that the registers refuse: that is a mistake
// of this package. done is told of each register that is full; nil will do.
func Load(ctx context.Context, to Register, t *Town, done func(kind string, counts intake.Counts)) error {
	if done == nil {
		done = func(string, intake.Counts) {}
	}
	if err := to.SetDemo(ctx, t.Name); err != nil {
		return fmt.Errorf("mark the registers as a demonstration: %w", err)
	}
	for _, step := range []func() error{
		func() error {
			return load(ctx, "organisations", to.Organisations, slices.Values(t.Organisations), done)
		},
		func() error { return load(ctx, "boundaries", to.Boundaries, slices.Values(t.Boundaries), done) },
		func() error { return load(ctx, "places", to.Places, slices.Values(t.Places), done) },
		func() error { return load(ctx, "basemap", to.Basemap, slices.Values(t.Basemap), done) },
		func() error { return load(ctx, "assets", to.Assets, slices.Values(t.Assets), done) },
		func() error { return load(ctx, "areas", to.Areas, slices.Values(t.Areas), done) },
		func() error { return load(ctx, "homes", to.Homes, t.Homes(), done) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

type method[T any] = func(context.Context, intake.Import, iter.Seq2[intake.Row[T], error], func(intake.Problem)) (intake.Counts, int64, error)

func load[T any](ctx context.Context, kind string, put method[T], values iter.Seq[T], done func(string, intake.Counts)) error {
	rows := func(yield func(intake.Row[T], error) bool) {
		line := 1
		for v := range values {
			line++
			if !yield(intake.Row[T]{Line: line, Value: v}, nil) {
				return
			}
		}
	}
	var refused *intake.Problem
	counts, _, err := put(ctx, source(kind), rows, func(p intake.Problem) {
		if p.Outcome == intake.Refused && refused == nil {
			refused = &p
		}
	})
	if err != nil {
		return fmt.Errorf("load the demonstration's %s: %w", kind, err)
	}
	if refused != nil {
		return fmt.Errorf("load the demonstration's %s: row %d, %s %q: %s", kind, refused.Line, refused.Field, refused.Value, refused.Reason)
	}
	done(kind, counts)
	return nil
}

// source says where invented rows come from, as every row must.
func source(kind string) intake.Import {
	return intake.Import{Kind: kind, FileName: "demo-" + kind, Organisation: orgCouncil, Who: "terrier demo", Mapping: map[string]string{}, Options: map[string]string{},
		Source: intake.Source{Publisher: "Invented for demonstration", Licence: "invented", AsAt: time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), SHA256: noFile}}
}

// noFile is the SHA-256 of nothing: invented rows come from no file.
const noFile = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
