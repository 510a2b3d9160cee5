package audit

import (
	"context"
	"sync"
	"time"

	"terrier/geo/grid"
)

// Looks sees to it that a map is noted before any of it is shown, and once: of a person, what is looked for, and a part of the map one
// entry tells for a while, however many tiles are drawn. Safe for several goroutines.
type Looks struct {
	every, tried time.Duration

	mu    sync.Mutex
	under map[LookKey]*look
	swept time.Time
}

// LookKey tells what one entry is about.
type LookKey struct {
	Who   Who
	Part  grid.Tile // PartOf what is drawn
	Asked [32]byte  // digest of which homes, of whose
}

// look is an entry that is being written, or has been.
type look struct {
	until time.Time
	done  chan struct{}
	err   error // to be read after done
}

// NewLooks makes an empty Looks. An entry holds for every; that the trail can still be written is tried anew after tried.
func NewLooks(every, tried time.Duration) *Looks {
	return &Looks{every: every, tried: tried, under: map[LookKey]*look{}}
}

// partZoom is the deepest zoom whose tiles are parts: some twelve kilometres wide in Britain, so that none tells where a home is.
const partZoom = 11

// writtenWithin is how long an entry may take.
const writtenWithin = 5 * time.Second

// PartOf is the part of the map that a tile is noted with: it is eight tiles wide, or larger.
func PartOf(t grid.Tile) grid.Tile { return t.Ancestor(min(partZoom, t.Z-min(t.Z, 3))) }

// Note records a look unless it has been, and otherwise makes sure that it still could be. It returns when that is done; after an error
// nothing may be shown. Who asks may go away meanwhile: others may wait for the same.
func (l *Looks) Note(ctx context.Context, key LookKey, now time.Time, record, writable func(context.Context) error) error {
	if recorded, err := l.once(ctx, key, now, l.every, record); recorded || err != nil {
		return err
	}
	_, err := l.once(ctx, LookKey{}, now, l.tried, writable)
	return err
}

// once does something unless it has been done for the key of late. done is true where it was done for this call.
func (l *Looks) once(ctx context.Context, key LookKey, now time.Time, holds time.Duration, do func(context.Context) error) (done bool, err error) {
	l.mu.Lock()
	one := l.under[key]
	if one == nil || !now.Before(one.until) {
		one = &look{until: now.Add(holds), done: make(chan struct{})}
		l.under[key] = one
		l.sweep(now)
		done = true
		go func() {
			ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), writtenWithin)
			defer stop()
			one.err = do(ctx)
			if one.err != nil {
				l.forget(key, one)
			}
			close(one.done)
		}()
	}
	l.mu.Unlock()
	select {
	case <-one.done:
		return done, one.err
	case <-ctx.Done():
		return done, ctx.Err()
	}
}

// forget lets the next who asks begin anew.
func (l *Looks) forget(key LookKey, one *look) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.under[key] == one {
		delete(l.under, key)
	}
}

// sweep drops what holds no more, once in a while. l.mu is held.
func (l *Looks) sweep(now time.Time) {
	if now.Sub(l.swept) < l.every {
		return
	}
	l.swept = now
	for key, one := range l.under {
		if !now.Before(one.until) {
			delete(l.under, key)
		}
	}
}
