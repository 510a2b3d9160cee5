package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/intake"
)

// Stock does the tasks of uploads, one after the other. Several servers may have one each.
type Stock struct {
	*postgis.Uploads
	loader *postgis.Loader
	now    func() time.Time
	wake   chan struct{}
}

// NewStock makes one over what keeps uploads and what loads homes.
func NewStock(uploads *postgis.Uploads, loader *postgis.Loader, now func() time.Time) *Stock {
	return &Stock{Uploads: uploads, loader: loader, now: now, wake: make(chan struct{}, 1)}
}

// KeepUpload keeps a file of at most so many bytes, whole or not at all, and asks for it to be checked. It is taken in before the database is
// asked for anything: a slow line holds up nobody.
func (s *Stock) KeepUpload(ctx context.Context, up intake.Upload, from io.Reader, most int64) (kept intake.Upload, err error) {
	file, err := unnamed()
	if err != nil {
		return up, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	n, err := io.Copy(file, io.LimitReader(from, most+1))
	if err != nil {
		return up, err
	}
	if n > most {
		return up, postgis.TooLarge(most)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return up, err
	}
	return s.Uploads.KeepUpload(ctx, up, file, most)
}

// beatEvery is how often whoever does a task says so.
const beatEvery = 2 * time.Second

// Wake has tasks looked for at once.
func (s *Stock) Wake() {
	select {
	case s.wake <- struct{}{}:
	default: // it is awake
	}
}

// Follow does tasks until the context ends; it looks for new ones that often beside being woken. told hears of trouble once, and of nil when
// it is over.
func (s *Stock) Follow(ctx context.Context, every time.Duration, told func(error)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for was := ""; ; {
		did, err := s.Step(ctx)
		if ctx.Err() != nil {
			return
		}
		now := ""
		if err != nil {
			now = err.Error()
		}
		if now != was {
			told(err)
		}
		was = now
		if did && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-s.wake:
		}
	}
}

// Step does one task, where there is one.
func (s *Stock) Step(ctx context.Context) (did bool, err error) {
	up, ok, err := s.TakeUpload(ctx)
	if err != nil || !ok {
		return false, err
	}
	if up.Tries > intake.MostTries {
		return true, s.fail(ctx, up, &plans.Error{Kind: plans.Unavailable, Code: "given-up",
			Message: fmt.Sprintf("This was tried %d times, and was cut off each time.", intake.MostTries), Remedy: "Ask whoever runs this server to look into its log."})
	}
	beating, stop := context.WithCancel(ctx)
	p := &progress{}
	gone := make(chan struct{})
	go func() { defer close(gone); s.beat(beating, up, p, stop) }()
	began := time.Now()
	err = s.do(beating, up, p)
	lost := beating.Err() != nil && ctx.Err() == nil
	stop()
	<-gone
	switch {
	case lost:
		slog.Warn("a task of an uploaded file was taken over by another server", "upload", up.ID, "task", up.Task)
		return true, nil
	case ctx.Err() != nil: // this server stops: another goes on, or this one when it is back
		return true, s.RestUpload(context.WithoutCancel(ctx), up)
	case err == nil:
		slog.Info("uploaded file", "upload", up.ID, "task", up.Task, "bytes", up.Bytes, "took", time.Since(began).Round(time.Millisecond))
		return true, nil
	}
	return true, s.fail(ctx, up, err)
}

// do does the task.
func (s *Stock) do(ctx context.Context, up intake.Upload, p *progress) error {
	if up.Task == intake.Undo {
		return s.undo(ctx, up)
	}
	return s.bring(ctx, up, p)
}

// beat says every few seconds that the task is being done, and ends it where it is another's by now.
func (s *Stock) beat(ctx context.Context, up intake.Upload, p *progress, end func()) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			rows, read, total := p.get()
			mine, err := s.BeatUpload(ctx, up, rows, read, total)
			if err == nil && !mine {
				end()
				return
			}
		}
	}
}

// fail keeps why a task came to nothing. What is not the file's fault is tried again.
func (s *Stock) fail(ctx context.Context, up intake.Upload, err error) error {
	var known *plans.Error
	if !errors.As(err, &known) || known.Kind == plans.Unavailable && known.Code != "given-up" {
		slog.Warn("uploaded file", "upload", up.ID, "task", up.Task, "try", up.Tries, "error", err)
		return s.RestUpload(ctx, up)
	}
	if known.Code == "register-changed" && up.Task == intake.Apply {
		return s.again(ctx, up)
	}
	stage := up.Stage
	if up.Task == intake.Check {
		stage = intake.Unfit
	}
	return s.EndUpload(ctx, up, stage, nil, "", failureOf(up.Task, known), postgis.UploadParts{})
}

// again has what was checked against homes that have changed checked once more.
func (s *Stock) again(ctx context.Context, up intake.Upload) error {
	by := up.TaskBy
	if err := s.EndUpload(ctx, up, intake.IsChecked, nil, "", intake.StaleFailure(), postgis.UploadParts{}); err != nil {
		return err
	}
	return s.AskUpload(ctx, up.Organisation, up.ID, intake.Check, by, 0, nil)
}

// undo takes an applied upload out of the register.
func (s *Stock) undo(ctx context.Context, up intake.Upload) error {
	var left []intake.Problem
	undone, err := s.loader.Undo(ctx, up.Import, intake.UndoOptions{Who: whoOf(up.TaskBy)}, func(p intake.Problem) { left = append(left, p) })
	var known *plans.Error
	if errors.As(err, &known) && known.Code == "already-undone" { // before this task was cut off
		err, undone.Whole = nil, true
	}
	if err != nil {
		return err
	}
	if undone.Whole {
		return s.EndUpload(ctx, up, intake.TakenBack, nil, "", nil, postgis.UploadParts{})
	}
	first := left[0]
	return s.EndUpload(ctx, up, intake.Applied, nil, "", &intake.Failure{Task: up.Task, Code: "partly-undone",
		Message: fmt.Sprintf("%d homes were removed and %d stand as before, but %d were changed since and were left. The first is %s: %s", undone.Removed, undone.Restored, undone.Refused, first.Value, first.Reason),
		Remedy:  "Take back what changed them first, and take this file back again then."}, postgis.UploadParts{})
}
