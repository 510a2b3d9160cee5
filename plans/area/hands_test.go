package area

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

// several are hands of which so many are to spare.
func several(n int) (hands Hands, held *atomic.Int64) {
	held = &atomic.Int64{}
	return func() (func(), bool) {
		if held.Add(1) > int64(n) {
			held.Add(-1)
			return nil, false
		}
		return func() { held.Add(-1) }, true
	}, held
}

func TestHandsDoEachPieceOnce(t *testing.T) {
	for _, spare := range []int{-1, 0, 1, 3, 100} {
		hands, held := several(spare)
		if spare < 0 {
			hands = nil
		}
		for n := range 20 {
			var mu sync.Mutex
			var done []int
			if err := hands.each(n, func(i int) error {
				mu.Lock()
				defer mu.Unlock()
				done = append(done, i)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			slices.Sort(done)
			for i := range n {
				if len(done) != n || done[i] != i {
					t.Fatalf("of %d pieces with %d hands were done: %v", n, spare, done)
				}
			}
			if held.Load() != 0 {
				t.Fatalf("%d hands were not given back", held.Load())
			}
		}
	}
}

// TestHandsHelp lets no piece end before two are under way.
func TestHandsHelp(t *testing.T) {
	hands, _ := several(1)
	met := make(chan struct{})
	if err := hands.each(2, func(int) error {
		select {
		case met <- struct{}{}:
		case <-met:
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestHandsGiveTheFirstError(t *testing.T) {
	hands, _ := several(3)
	third, fourth := errors.New("the third"), errors.New("the fourth")
	for range 100 {
		var last atomic.Int64
		err := hands.each(1000, func(i int) error {
			last.Store(max(last.Load(), int64(i)))
			switch i {
			case 2:
				return third
			case 3:
				return fourth
			}
			return nil
		})
		if !errors.Is(err, third) {
			t.Fatalf("%v, want %v", err, third)
		}
		if last.Load() == 999 {
			t.Fatal("all were begun after an error")
		}
	}
}

func TestHandsPanicWhereTheyAreAsked(t *testing.T) {
	hands, held := several(3)
	defer func() {
		if p := recover(); p != "in a piece" {
			t.Fatalf("recovered %v", p)
		}
		if held.Load() != 0 {
			t.Fatal("hands were not given back")
		}
	}()
	_ = hands.each(10, func(int) error { panic("in a piece") })
	t.Fatal("it did not panic")
}
