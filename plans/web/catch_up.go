package web

import (
	"context"
	"sync"
	"time"
)

// catchUpEvery is how often at most the database is asked for the sake of tokens that the roster does not know, however many come: anybody
// can make some up. catchUpWithin is how long it may take, and how long a request waits for it.
const (
	catchUpEvery  = 100 * time.Millisecond
	catchUpWithin = 2 * time.Second
)

// catchUp brings the roster up to date for requests with a token that it does not know, which may have been given by another server a moment
// ago. Those that come before a turn has begun share it.
type catchUp struct {
	bring func(context.Context) error

	mu      sync.Mutex
	next    *turn     // that has not begun; nil for none
	begun   time.Time // when the last one did
	running sync.Mutex
}

type turn struct {
	ended chan struct{}
	err   error
}

// wait returns when the roster has all that was committed before it was called, or says why it has not.
func (c *catchUp) wait(ctx context.Context) error {
	ctx, done := context.WithTimeout(ctx, catchUpWithin)
	defer done()
	c.mu.Lock()
	t := c.next
	if t == nil {
		t = &turn{ended: make(chan struct{})}
		c.next = t
		go c.take(t, time.Until(c.begun.Add(catchUpEvery)))
	}
	c.mu.Unlock()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.ended:
		return t.err
	}
}

func (c *catchUp) take(t *turn, pause time.Duration) {
	time.Sleep(pause)
	c.running.Lock() // one that hangs holds up the next, and no more
	defer c.running.Unlock()
	c.mu.Lock()
	c.next, c.begun = nil, time.Now() // who comes from now on is not seen by this one
	c.mu.Unlock()
	ctx, done := context.WithTimeout(context.Background(), catchUpWithin)
	defer done()
	t.err = c.bring(ctx)
	close(t.ended)
}
