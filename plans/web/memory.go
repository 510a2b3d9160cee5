package web

import (
	"context"
	"sync"
	"time"

	"github.com/paulmach/orb"
)

// keepFor is how long facts about the whole server are kept before they are asked again. With the 60 seconds that caches may
// keep an answer it must not let a home newly marked withheld linger, so it is short.
const keepFor = 5 * time.Second

// memory keeps the answer to a question that every page asks. One asks at a time; the others wait for its answer.
type memory[T any] struct {
	load  func(context.Context) (T, error)
	keep  time.Duration
	clock func() time.Time

	mu    sync.Mutex
	value T
	at    time.Time
	known bool
}

func remember[T any](clock func() time.Time, load func(context.Context) (T, error)) *memory[T] {
	return rememberFor(keepFor, clock, load)
}

// rememberFor keeps the answer for that long.
func rememberFor[T any](keep time.Duration, clock func() time.Time, load func(context.Context) (T, error)) *memory[T] {
	return &memory[T]{load: load, keep: keep, clock: clock}
}

// get returns what is known, asking again where that is too old. The answer outlives the request that asked for it, so a
// reader who goes away does not make the others wait again. While the registers cannot be reached what was known stands: pages say
// how old it is.
func (m *memory[T]) get(ctx context.Context) (T, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known && m.clock().Sub(m.at) < m.keep {
		return m.value, nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	value, err := m.load(ctx)
	if err != nil && m.known && unreachable(err) {
		m.at = m.clock() // one reader in a while tries again, not each
		return m.value, nil
	}
	if err != nil {
		return m.value, err
	}
	m.value, m.at, m.known = value, m.clock(), true
	return value, nil
}

// about is what every page says of the server.
type about struct {
	demo         string
	attributions []string
	ground       []string  // those of the basemap alone
	view         orb.Bound // where maps open, WGS 84
	hasView      bool
}

func (s *site) askAbout(ctx context.Context) (a about, err error) {
	if a.demo, err = s.Registers.Demo(ctx); err != nil {
		return a, err
	}
	if a.attributions, err = s.Registers.Attributions(ctx); err != nil {
		return a, err
	}
	if a.ground, err = s.Registers.GroundAttributions(ctx); err != nil {
		return a, err
	}
	a.view, a.hasView, err = s.Registers.FirstView(ctx)
	if err == nil && !a.hasView {
		var all extent
		all, err = s.extent.get(ctx)
		a.view, a.hasView = all.bound, all.some
	}
	return a, err
}
