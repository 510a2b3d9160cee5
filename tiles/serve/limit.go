package serve

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

// limiter lets so many tiles be made at a time. A few more wait for their turn; the rest are sent away at once, since a queue that
// grows serves nobody: by the time that its end is reached, those who asked have gone.
type limiter struct {
	places  chan struct{}
	waiting atomic.Int64
	most    int64 // that may wait
}

// queueFor is how many wait for each that is made.
const queueFor = 16

// longestWait is after which a reader is better told to come again.
const longestWait = 5 * time.Second

func newLimiter(places int) *limiter {
	return &limiter{places: make(chan struct{}, places), most: int64(places) * queueFor}
}

// enter takes a place, which leave gives back. The error is that there is none, or that of the context.
func (l *limiter) enter(ctx context.Context) error {
	select {
	case l.places <- struct{}{}:
		return nil
	default:
	}
	defer l.waiting.Add(-1)
	if l.waiting.Add(1) > l.most {
		return busy()
	}
	tooLong := time.NewTimer(longestWait)
	defer tooLong.Stop()
	select {
	case l.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-tooLong.C:
		return busy()
	}
}

func (l *limiter) leave() { <-l.places }

func busy() *Error {
	return &Error{Status: http.StatusServiceUnavailable, code: "busy", Message: "More maps are asked for at the moment than can be drawn.",
		Remedy: "Ask again in a second."}
}
