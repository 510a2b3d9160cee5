package serve

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
)

// flights makes each tile once at a time: who asks for one that is being made waits for it. The generation is part of what is
// asked for, so that nobody is given a tile that was begun before a change they could know of.
type flights struct {
	mu    sync.Mutex
	under map[flightKey]*flight
}

type flightKey struct {
	key
	generation uint64
}

// flight is the making of one tile. It belongs to all who wait for it: it is stopped when the last of them has gone away.
type flight struct {
	waiting int // guarded by flights.mu
	stop    context.CancelFunc
	done    chan struct{}
	tile    *encoded // as err, to be read after done
	err     error
}

var errUnfinished = errors.New("the making of a tile ended without a result")

// join waits for the tile, and makes it where nobody does. It returns ctx's error when that ends first.
func (f *flights) join(ctx context.Context, k flightKey, draw func(context.Context) (*encoded, error)) (*encoded, error) {
	f.mu.Lock()
	one := f.under[k]
	if one == nil {
		one = f.begin(ctx, k, draw)
	}
	one.waiting++
	f.mu.Unlock()
	select {
	case <-one.done:
		return one.tile, one.err
	case <-ctx.Done():
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if one.waiting--; one.waiting == 0 {
		f.forget(k, one)
		one.stop()
	}
	return nil, ctx.Err()
}

func (f *flights) begin(ctx context.Context, k flightKey, draw func(context.Context) (*encoded, error)) *flight {
	own, stop := context.WithCancel(context.WithoutCancel(ctx))
	one := &flight{stop: stop, done: make(chan struct{}), err: errUnfinished}
	f.under[k] = one
	go func() {
		defer stop()
		defer close(one.done)
		defer func() {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.forget(k, one)
		}()
		defer func() {
			// No request stands above this goroutine to catch a panic, which would end the program.
			if cause := recover(); cause != nil {
				one.err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
			}
		}()
		one.tile, one.err = draw(own)
	}()
	return one
}

// forget lets the next who asks begin anew. f.mu is held.
func (f *flights) forget(k flightKey, one *flight) {
	if f.under[k] == one {
		delete(f.under, k)
	}
}
