package jobs

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/audit"
)

// Releases builds public releases for people in a browser, who need not wait for the end. Where the server stops meanwhile nothing has
// happened, and it is to be started again.
type Releases struct {
	*postgis.Releases
	now func() time.Time

	mu     sync.Mutex
	since  time.Time // one is being built since then; zero for none
	failed error     // why the last one was not built; nil where it was
}

// NewReleases makes one over what builds releases.
func NewReleases(releases *postgis.Releases, now func() time.Time) *Releases {
	return &Releases{Releases: releases, now: now}
}

// patience is how long somebody who starts a release waits for its end.
const patience = 5 * time.Second

// Start has a release built, and waits a moment: most are built then. While one is being built it is a plans.Conflict error.
func (r *Releases) Start(ctx context.Context, who audit.Who) error {
	r.mu.Lock()
	if !r.since.IsZero() {
		r.mu.Unlock()
		return &plans.Error{Kind: plans.Conflict, Code: "release-being-built", Message: "A public release is being built already.", Remedy: "Wait until it stands in the list."}
	}
	r.since, r.failed = r.now(), nil
	r.mu.Unlock()
	done := make(chan error, 1)
	go func() {
		_, _, err := r.Build(context.WithoutCancel(ctx), r.now(), who)
		if err != nil {
			slog.WarnContext(ctx, "a public release was not built", "error", err)
		}
		r.mu.Lock()
		r.since, r.failed = time.Time{}, err
		r.mu.Unlock()
		done <- err
	}()
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// State says since when a release is being built, the zero time for none, and why the last one that was started here was not built.
func (r *Releases) State() (since time.Time, failed error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.since, r.failed
}
