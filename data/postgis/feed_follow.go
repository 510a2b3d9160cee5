package postgis

import (
	"context"
	"time"
)

// Progress says how a store stands to its database.
type Progress struct {
	At   time.Time // it was equal to the database then; zero before it was first read
	Err  error     // why it may not be by now; nil while it can be kept equal
	Deaf error     // why changes are only looked for every so often, and not at once; nil while they are
}

// Progress is as of the last step. Safe at any time.
func (f *Feed) Progress() Progress {
	f.telling.Lock()
	defer f.telling.Unlock()
	return f.progress
}

// firstRetry is how soon after a failed step another one is tried; each further one waits twice as long, up to the poll.
const firstRetry = 50 * time.Millisecond

// Follow steps at every commit that writes what is followed, and at least every poll, until the context ends. It goes on through lost
// connections and a failing apply. told hears, from this goroutine, of each step that changed something, and of troubles as they
// come and go.
func (f *Feed) Follow(ctx context.Context, poll time.Duration, apply Apply, told func(Progress)) {
	woken, stop := listen(ctx, f.pool, f.channel, f.hear)
	defer stop()
	retry := firstRetry
	for was := (Progress{}); ; {
		changed, err := f.Step(ctx, apply)
		if ctx.Err() != nil {
			return
		}
		now := f.Progress()
		if changed || message(now.Err) != message(was.Err) || message(now.Deaf) != message(was.Deaf) {
			told(now)
		}
		was = now
		if err != nil { // a commit is no reason to try again sooner
			sleep(ctx, retry)
			retry = min(2*retry, poll)
			continue
		}
		retry = firstRetry
		select {
		case <-ctx.Done():
		case <-woken:
		case <-time.After(poll):
		}
	}
}

func (f *Feed) hear(deaf error) {
	f.telling.Lock()
	defer f.telling.Unlock()
	f.progress.Deaf = deaf
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
