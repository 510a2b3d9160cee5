package serve_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tiles "terrier/geo/grid"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
)

// gate holds tiles back until it is opened, or until nobody waits for them any more.
type gate chan struct{}

func (g gate) wait(ctx context.Context, _ layer.Request) error {
	select {
	case <-g:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// asking sends requests that do not wait for their answer.
type asking struct {
	sync.WaitGroup
	mu      sync.Mutex
	answers []*httptest.ResponseRecorder
}

func (a *asking) get(h http.Handler, ctx context.Context, path string) {
	a.Go(func() {
		w := answer(h, request(http.MethodGet, path, "Accept-Encoding", "gzip").WithContext(ctx))
		a.mu.Lock()
		defer a.mu.Unlock()
		a.answers = append(a.answers, w)
	})
}

// codes waits for all and counts their statuses.
func (a *asking) codes() map[int]int {
	a.Wait()
	codes := map[int]int{}
	for _, w := range a.answers {
		codes[w.Code]++
	}
	return codes
}

func TestMadeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		open := make(gate)
		c := &country{bytes: 1000, before: open.wait}
		s, h := site(c, nil)
		var all asking
		for range 50 {
			all.get(h, t.Context(), path("homes", leeds))
		}
		synctest.Wait()
		if c.asked.Load() != 1 || s.Flights() != 1 {
			t.Errorf("one tile is made %d times", c.asked.Load())
		}
		close(open)
		if codes := all.codes(); codes[200] != 50 {
			t.Errorf("%v", codes)
		}
		for _, w := range all.answers {
			if w.Header().Get("ETag") != all.answers[0].Header().Get("ETag") {
				t.Error("the answers differ")
			}
		}
	})
}

// TestGoingAway lets the first who asked go away: the others get their tile, and when all have gone its making ends.
func TestGoingAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		open := make(gate)
		c := &country{bytes: 1000, before: open.wait}
		s, h := site(c, nil)
		first, goes := context.WithCancel(t.Context())
		var gone, stays asking
		gone.get(h, first, path("homes", leeds))
		synctest.Wait()
		stays.get(h, t.Context(), path("homes", leeds))
		synctest.Wait()
		goes()
		if codes := gone.codes(); codes[200] != 0 {
			t.Errorf("who went away was answered: %v", codes)
		}
		synctest.Wait()
		if s.Flights() != 1 || s.Making() != 1 {
			t.Fatalf("%d flights: the first took the tile along", s.Flights())
		}
		close(open)
		if codes := stays.codes(); codes[200] != 1 || c.asked.Load() != 1 {
			t.Errorf("%v, made %d times", codes, c.asked.Load())
		}
	})
	synctest.Test(t, func(t *testing.T) {
		open := make(gate)
		c := &country{bytes: 1000, before: open.wait}
		s, h := site(c, nil)
		ctx, go1 := context.WithCancel(t.Context())
		var gone asking
		for range 3 {
			gone.get(h, ctx, path("homes", leeds))
		}
		synctest.Wait()
		go1()
		gone.codes()
		synctest.Wait()
		if s.Flights() != 0 || s.Making() != 0 {
			t.Errorf("%d flights, %d being made for nobody", s.Flights(), s.Making())
		}
		close(open)
		wantStatus(t, get(h, path("homes", leeds)), 200)
		if c.asked.Load() != 2 {
			t.Errorf("made %d times, want once for those who went and once for the next", c.asked.Load())
		}
	})
}

// TestNotJoinedAcrossAChange holds that who asks after a change is not given the tile that was begun before it, and that this one,
// ready last, does not take the place of the newer.
func TestNotJoinedAcrossAChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first, second := make(gate), make(gate)
		c := &country{}
		gates := make(chan gate, 2)
		gates <- first
		gates <- second
		c.before = func(ctx context.Context, r layer.Request) error { return (<-gates).wait(ctx, r) }
		_, h := site(c, nil)
		var early, late asking
		early.get(h, t.Context(), path("homes", leeds))
		synctest.Wait()
		c.edit(leeds)
		late.get(h, t.Context(), path("homes", leeds))
		synctest.Wait()
		close(second)
		late.Wait()
		close(first)
		early.Wait()
		if body := string(unzip(t, late.answers[0].Result())); body[0] != '1' {
			t.Errorf("asked after the change, given %.20s", body)
		}
		if n := c.askedFor(func() { get(h, path("homes", leeds)) }); n != 0 {
			t.Error("the older tile took the place of the newer")
		}
	})
}

// TestChangedWhileMade holds that a tile whose part of the map changes while it is made is not kept as if it were made after.
func TestChangedWhileMade(t *testing.T) {
	c := &country{}
	var once sync.Once
	c.before = func(context.Context, layer.Request) error {
		once.Do(func() { c.edit(leeds) })
		return nil
	}
	_, h := site(c, nil)
	for _, want := range "01" {
		if body := string(unzip(t, get(h, path("homes", leeds)).Result())); body[0] != byte(want) {
			t.Errorf("given %.20s, want edition %c", body, want)
		}
	}
}

func TestShedding(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		open := make(gate)
		c := &country{bytes: 1000}
		const atOnce = 2
		s, h := site(c, func(config *serve.Config) { config.AtOnce = atOnce })
		kept := get(h, path("homes", bath))
		c.before = open.wait
		tile := func(i int) string { return path("homes", tiles.Tile{Z: 14, X: 8100 + uint32(i), Y: 5300}) }
		var served, shed asking
		const held = atOnce * (1 + serve.QueueFor)
		for i := range held {
			served.get(h, t.Context(), tile(i))
		}
		synctest.Wait()
		if s.Making() != atOnce || s.Waiting() != held-atOnce {
			t.Fatalf("%d are made and %d wait, want %d and %d", s.Making(), s.Waiting(), atOnce, held-atOnce)
		}
		for i := range 100 {
			shed.get(h, t.Context(), tile(1000+i))
		}
		if codes := shed.codes(); codes[503] != 100 {
			t.Errorf("beyond the queue: %v", codes)
		}
		w := shed.answers[0]
		if w.Header().Get("Retry-After") != "1" || w.Body.String() != "busy\n" {
			t.Errorf("%v %s", w.Header(), w.Body)
		}
		for range 20 { // what is kept is never shed, nor is one more who waits for what is being made
			wantStatus(t, get(h, path("homes", bath)), 200)
			wantStatus(t, get(h, path("homes", bath), "If-None-Match", kept.Header().Get("ETag")), 304)
			served.get(h, t.Context(), tile(0))
		}
		close(open)
		if codes := served.codes(); codes[200] != held+20 {
			t.Errorf("within the queue: %v", codes)
		}
		if s.Making() != 0 || s.Waiting() != 0 || s.Flights() != 0 {
			t.Errorf("%d are made, %d wait, %d flights", s.Making(), s.Waiting(), s.Flights())
		}
		for i := range 100 {
			wantStatus(t, get(h, tile(1000+i)), 200)
		}
	})
}

// TestWaitingTooLong holds that a place in the queue is not for ever, and that who goes away gives it back.
func TestWaitingTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		open := make(gate)
		c := &country{before: open.wait}
		s, h := site(c, func(config *serve.Config) { config.AtOnce = 1 })
		var served, waiting, left asking
		served.get(h, t.Context(), path("homes", leeds))
		synctest.Wait()
		ctx, leave := context.WithCancel(t.Context())
		waiting.get(h, t.Context(), path("homes", bath))
		left.get(h, ctx, path("areas", bath))
		synctest.Wait()
		leave()
		left.Wait()
		synctest.Wait()
		if s.Waiting() != 1 {
			t.Errorf("%d wait, want the one who stayed", s.Waiting())
		}
		began := time.Now()
		if codes := waiting.codes(); codes[503] != 1 || time.Since(began) != serve.LongestWait {
			t.Errorf("%v after %v", codes, time.Since(began))
		}
		close(open)
		if codes := served.codes(); codes[200] != 1 {
			t.Errorf("%v", codes)
		}
	})
}

// TestLoad sends a mixed load with impatient readers over real goroutines; at the end nothing is left of it.
func TestLoad(t *testing.T) {
	c := &country{bytes: 3000, before: func(ctx context.Context, r layer.Request) error {
		time.Sleep(time.Duration(r.At.X%3) * 100 * time.Microsecond)
		return ctx.Err()
	}}
	s, h := site(c, func(config *serve.Config) { config.AtOnce = 2; config.CacheBytes = 1 << 18 })
	var mu sync.Mutex
	codes := map[int]int{}
	together(64, func(i int) {
		for n := range 60 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(1+(i*n)%20)*time.Millisecond)
			at := tiles.Tile{Z: 12, X: 2000 + uint32(i*n%23), Y: 1300}
			w := answer(h, request(http.MethodGet, path("homes", at), "Accept-Encoding", "gzip").WithContext(ctx))
			if n%7 == 0 {
				c.edit(at)
			}
			late := ctx.Err() != nil
			cancel()
			mu.Lock()
			if codes[w.Code]++; !slices.Contains([]int{200, 503}, w.Code) && !late {
				t.Errorf("%d %s", w.Code, w.Body)
			}
			mu.Unlock()
		}
	})
	t.Log(fmt.Sprint(codes))
	if codes[200] == 0 {
		t.Error("nobody was served")
	}
	for end := time.Now().Add(5 * time.Second); (s.Flights() > 0 || s.Making() > 0 || s.Waiting() > 0) && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	if s.Making() != 0 || s.Waiting() != 0 || s.Flights() != 0 {
		t.Errorf("%d are made, %d wait, %d flights", s.Making(), s.Waiting(), s.Flights())
	}
}
