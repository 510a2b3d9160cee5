package audit_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"terrier/geo/grid"
	"terrier/plans/audit"
)

func TestLooks(t *testing.T) {
	now := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	l := audit.NewLooks(time.Hour, time.Second)
	var recorded, tried atomic.Int64
	var broken atomic.Bool
	do := func(n *atomic.Int64) func(context.Context) error {
		return func(ctx context.Context) error {
			n.Add(1)
			time.Sleep(time.Millisecond)
			if broken.Load() {
				return audit.Unwritten()
			}
			return ctx.Err()
		}
	}
	note := func(ctx context.Context, key audit.LookKey) error {
		return l.Note(ctx, key, now, do(&recorded), do(&tried))
	}
	want := func(t *testing.T, entries, tries int64) {
		t.Helper()
		if recorded.Load() != entries || tried.Load() != tries {
			t.Errorf("recorded %d and tried %d times, want %d and %d", recorded.Load(), tried.Load(), entries, tries)
		}
		recorded.Store(0)
		tried.Store(0)
	}
	key := audit.LookKey{Who: audit.Account(1), Part: grid.Tile{Z: 11, X: 3, Y: 4}}
	t.Run("many tiles at once are one entry", func(t *testing.T) {
		var all sync.WaitGroup
		for range 30 {
			all.Go(func() {
				if err := note(t.Context(), key); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if tried.Load() > 1 {
			t.Errorf("tried %d times", tried.Load())
		}
		tried.Store(0)
		want(t, 1, 0)
	})
	t.Run("and so are those of an hour, while it can be written", func(t *testing.T) {
		for range 3 {
			now = now.Add(10 * time.Minute)
			for range 4 {
				if err := note(t.Context(), key); err != nil {
					t.Error(err)
				}
			}
		}
		want(t, 0, 3)
	})
	t.Run("other people, parts and questions are others", func(t *testing.T) {
		for _, other := range []audit.LookKey{{Who: audit.Account(2), Part: key.Part}, {Who: key.Who, Part: grid.Tile{Z: 11, X: 3, Y: 5}}, {Who: key.Who, Part: key.Part, Asked: [32]byte{1}}} {
			if err := note(t.Context(), other); err != nil {
				t.Error(err)
			}
		}
		want(t, 3, 0)
	})
	t.Run("after an hour it is noted anew", func(t *testing.T) {
		now = now.Add(time.Hour)
		if err := note(t.Context(), key); err != nil {
			t.Error(err)
		}
		want(t, 1, 0)
	})
	t.Run("nothing is shown that cannot be noted", func(t *testing.T) {
		broken.Store(true)
		now = now.Add(time.Second)
		for _, k := range []audit.LookKey{key, {Who: audit.Account(9)}} {
			if err := note(t.Context(), k); err == nil {
				t.Errorf("%v", err)
			}
		}
		broken.Store(false)
		for _, k := range []audit.LookKey{key, {Who: audit.Account(9)}} {
			if err := note(t.Context(), k); err != nil {
				t.Error(err)
			}
		}
		want(t, 2, 2)
	})
	t.Run("who goes away stops it for nobody else", func(t *testing.T) {
		gone, leave := context.WithCancel(t.Context())
		leave()
		k := audit.LookKey{Who: audit.Account(10)}
		if err := note(gone, k); err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if err := note(t.Context(), k); err != nil {
			t.Error(err)
		}
		if recorded.Load() != 1 {
			t.Errorf("recorded %d times", recorded.Load())
		}
	})
}

func TestPartOf(t *testing.T) {
	for z, want := range map[uint8]uint8{0: 0, 2: 0, 3: 0, 5: 2, 13: 10, 14: 11, 15: 11, 22: 11} {
		if got := audit.PartOf(grid.Tile{Z: z, X: 1<<z - 1, Y: 0}); got.Z != want || got.X != 1<<want-1 {
			t.Errorf("zoom %d is noted with %v, want zoom %d", z, got, want)
		}
	}
}
