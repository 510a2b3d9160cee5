package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"terrier/data/postgis"
	"terrier/plans/audit"
)

// Releases builds public releases for people in a browser, who need not wait for the end. Where the server stops meanwhile nothing has
// happened, and it is to be started again.
type Releases struct {
	*postgis.Releases
	now func() time.Time
	ctx context.Context // of the server: when it stops, what is being built is cut off

	mu     sync.Mutex
	since  time.Time // one is being built since then; zero for none
	failed error     // why the last one was not built; nil where it was
}

// NewReleases makes one over what builds releases, for as long as the context goes on.
func NewReleases(ctx context.Context, releases *postgis.Releases, now func() time.Time) *Releases {
	return &Releases{Releases: releases, now: now, ctx: ctx}
}

// patience is how long somebody who starts a release waits for its end.
const patience = 5 * time.Second

// Start has a release built, and waits a moment: most are built then. While one is being built it is a plans.Conflict error.
func (r *Releases) Start(ctx context.Context, who audit.Who) error {
	r.mu.Lock()
	if !r.since.IsZero() {
		r.mu.Unlock()
		return postgis.BeingBuilt
	}
	r.since, r.failed = r.now(), nil
	r.mu.Unlock()
	done := make(chan error, 1)
	go func() {
		err := r.build(who)
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

// build builds one. A fault in it must not end the server, which answers the public.
func (r *Releases) build(who audit.Who) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("build a public release: %v\n%s", fault, debug.Stack())
		}
	}()
	_, _, err = r.Build(r.ctx, r.now(), who)
	return err
}

// State says since when a release is being built, the zero time for none, and why the last one that was started here was not built.
func (r *Releases) State() (since time.Time, failed error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.since, r.failed
}
