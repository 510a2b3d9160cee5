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
	"terrier/plans/disclosure"
)

// Releases plans and builds public releases for people in a browser, who need not wait for the end. Where the server stops meanwhile nothing
// has happened, and it is to be started again. The last plan is kept in memory alone: what an outsider could subtract is for nobody to find.
type Releases struct {
	*postgis.Releases
	now func() time.Time
	ctx context.Context // of the server: when it stops, what is being done is cut off

	mu      sync.Mutex
	task    disclosure.Task
	planned *disclosure.Planned // nil for none
	moment  postgis.Moment      // of that
}

// NewReleases makes one over what builds releases, for as long as the context goes on.
func NewReleases(ctx context.Context, releases *postgis.Releases, now func() time.Time) *Releases {
	r := &Releases{now: now, ctx: ctx}
	r.Releases = releases.Telling(r.doing)
	return r
}

// patience is how long somebody who starts a task waits for its end.
const patience = 5 * time.Second

// Start has a release built, and waits a moment: most are built then. While one is being built or planned it is a plans.Conflict error.
func (r *Releases) Start(ctx context.Context, who audit.Who) error {
	return r.start(ctx, false, func() error {
		_, _, err := r.Build(r.ctx, r.now(), who)
		if err == nil {
			r.keep(nil, postgis.Moment{})
		}
		return err
	})
}

// StartPlan has it worked out what a release built now would change, and waits as Start does. The plan before it stands until then.
func (r *Releases) StartPlan(ctx context.Context) error {
	return r.start(ctx, true, func() error {
		at := r.now()
		plan, moment, err := r.PlanAt(r.ctx)
		if err == nil {
			r.keep(&disclosure.Planned{Plan: plan, At: at}, moment)
		}
		return err
	})
}

func (r *Releases) start(ctx context.Context, planning bool, do func() error) error {
	r.mu.Lock()
	if !r.task.Since.IsZero() {
		r.mu.Unlock()
		return postgis.BeingBuilt
	}
	r.task = disclosure.Task{Planning: planning, Since: r.now()}
	r.mu.Unlock()
	done := make(chan error, 1)
	go func() {
		err := safely(do)
		if err != nil {
			slog.WarnContext(ctx, "a public release came to nothing", "planning", planning, "error", err)
		}
		r.mu.Lock()
		r.task = disclosure.Task{Planning: planning, Failed: err}
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

// safely does something in which a fault must not end the server, which answers the public.
func safely(do func() error) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a public release: %v\n%s", fault, debug.Stack())
		}
	}()
	return do()
}

func (r *Releases) doing(words string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.task.Doing = words
}

func (r *Releases) keep(planned *disclosure.Planned, moment postgis.Moment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.planned, r.moment = planned, moment
}

// State is the task that is being done here, or was last, and the last plan that was made here and that no release followed; nil for none.
func (r *Releases) State(ctx context.Context) (disclosure.Task, *disclosure.Planned, error) {
	r.mu.Lock()
	task, planned, moment := r.task, r.planned, r.moment
	r.mu.Unlock()
	if planned == nil {
		return task, nil, nil
	}
	late, err := r.ChangedSince(ctx, moment)
	is := *planned
	is.Late = late
	return task, &is, err
}
