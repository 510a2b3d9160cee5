package serve_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	tiles "terrier/geo/grid"
	"terrier/scripts/sweep"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
)

var (
	leeds = tiles.Tile{Z: 13, X: 4060, Y: 2637}
	bath  = tiles.Tile{Z: 13, X: 4042, Y: 2726}
)

func path(tileset string, at tiles.Tile) string { return fmt.Sprintf("/%s/%v.mvt", tileset, at) }

func TestKept(t *testing.T) {
	c := &country{bytes: 2000}
	_, h := site(c, nil)
	both := func() {
		wantStatus(t, get(h, path("homes", leeds)), 200)
		wantStatus(t, get(h, path("homes", bath)), 200)
	}
	if n := c.askedFor(both); n != 2 {
		t.Errorf("%d tiles were made, want 2", n)
	}
	if n := c.askedFor(both); n != 0 {
		t.Errorf("%d tiles were made of those that are kept", n)
	}
	c.edit(leeds)
	if n := c.askedFor(both); n != 1 {
		t.Errorf("%d tiles were made after an edit in Leeds, want the one of Leeds", n)
	}
	if body := string(unzip(t, get(h, path("homes", leeds)).Result())); !strings.HasPrefix(body, "1 ") {
		t.Errorf("Leeds before its edit: %.40s", body)
	}
	if n := c.askedFor(func() { wantStatus(t, get(h, path("homes", leeds.Ancestor(4))), 200) }); n != 1 {
		t.Error("the tile above was there already")
	}
	c.edit(leeds, bath)
	if n := c.askedFor(func() { both(); get(h, path("homes", leeds.Ancestor(4))) }); n != 3 {
		t.Errorf("%d tiles were made after an edit in both towns, want 3", n)
	}
	c.generations.RaiseAll()
	if n := c.askedFor(both); n != 2 {
		t.Errorf("%d tiles were made after everything changed, want 2", n)
	}
}

// TestKeys holds that what is asked for differently is kept apart, and what is asked for alike together.
func TestKeys(t *testing.T) {
	c := &country{bytes: 2000}
	_, h := site(c, nil)
	different := []string{
		path("homes", leeds), path("overlay", leeds), path("homes", bath), path("homes", leeds.Parent()),
		path("homes", leeds) + "?tenure=shared", path("homes", leeds) + "?tenure=shared,social-rent",
		path("homes", leeds) + "?home-type=flat", path("homes", leeds) + "?owner=shared",
	}
	bodies := map[string]bool{}
	if n := c.askedFor(func() {
		for _, p := range different {
			bodies[get(h, p).Body.String()] = true
		}
	}); n != int64(len(different)) || len(bodies) != len(different) {
		t.Errorf("%d were made, %d differ, want %d", n, len(bodies), len(different))
	}
	same := []string{
		"?tenure=shared,social-rent", "?tenure=social-rent,shared", "?tenure=social-rent&tenure=shared", "?tenure=SHARED,,social-rent,shared&owner=",
	}
	if n := c.askedFor(func() {
		for _, query := range same {
			get(h, path("homes", leeds)+query)
		}
	}); n != 0 {
		t.Errorf("%d were made for other spellings of a filter", n)
	}
	if n := c.askedFor(func() { get(h, path("homes", leeds)+"?type=flat"); get(h, path("homes", leeds)+"?home-type=") }); n != 0 {
		t.Errorf("%d were made for an alias and for a choice that was not made", n)
	}
}

func TestEmptyIsKept(t *testing.T) {
	c := &emptyCountry{}
	_, h := site(c, nil)
	for range 3 {
		w := get(h, path("homes", leeds))
		wantStatus(t, w, 204)
		if w.Header().Get("Cache-Control") != serve.Fresh {
			t.Errorf("%v", w.Header())
		}
	}
	if c.asked.Load() != 1 {
		t.Errorf("an empty tile was made %d times", c.asked.Load())
	}
}

// emptyCountry has nothing in it.
type emptyCountry struct{ country }

func (c *emptyCountry) Tile(ctx context.Context, r layer.Request) ([]byte, error) {
	_, err := c.country.Tile(ctx, r)
	return nil, err
}

func TestErrorsAreNotKept(t *testing.T) {
	var broken atomic.Bool
	broken.Store(true)
	c := &country{before: func(context.Context, layer.Request) error {
		if broken.Load() {
			return errors.New("out of order")
		}
		return nil
	}}
	s, h := site(c, nil)
	wantStatus(t, get(h, path("homes", leeds)), 500)
	broken.Store(false)
	wantStatus(t, get(h, path("homes", leeds)), 200)
	if s.Flights() != 0 || s.Making() != 0 {
		t.Errorf("%d flights, %d being made", s.Flights(), s.Making())
	}
}

func TestPanicIsAnError(t *testing.T) {
	c := &country{before: func(context.Context, layer.Request) error { panic("lost") }}
	s, h := site(c, nil)
	for range 3 {
		if w := get(h, path("homes", leeds)); w.Code != 500 || !strings.Contains(w.Body.String(), "panic: lost") {
			t.Errorf("%d %.100s", w.Code, w.Body)
		}
	}
	if s.Flights() != 0 || s.Making() != 0 {
		t.Errorf("%d flights, %d being made", s.Flights(), s.Making())
	}
}

// TestUnknownGeneration holds that nothing is kept of a source that cannot tell when it changes.
func TestUnknownGeneration(t *testing.T) {
	s, h := site(grid{}, nil)
	wantStatus(t, get(h, path("homes", leeds)), 200)
	if _, _, n := s.Held(); n != 0 {
		t.Errorf("%d tiles are kept", n)
	}
}

// TestBound asks for tiles of random sizes, filters and encodings, while the country changes, and holds the cache to its bytes.
func TestBound(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	const most = 1 << 20
	c := &country{}
	var size atomic.Int64
	s, h := site(sized{c, &size}, func(config *serve.Config) { config.CacheBytes = most })
	requests := sweep.Size(1500, 50_000)
	together(4, func(i int) {
		random := rand.New(rand.NewPCG(seed, uint64(i)))
		for range requests {
			at := tiles.Tile{Z: 12, X: 2000 + random.Uint32N(40), Y: 1300 + random.Uint32N(40)}
			p := path("homes", at)
			if random.IntN(3) == 0 {
				p += "?owner=o" + strconv.Itoa(random.IntN(1000))
			}
			encoding := "gzip"
			if random.IntN(4) == 0 {
				encoding = "identity"
			}
			size.Store(int64(random.IntN(1 << (5 + random.IntN(12)))))
			answer(h, request(http.MethodGet, p, "Accept-Encoding", encoding))
			if random.IntN(20) == 0 {
				c.edit(at)
			}
			if common, rare, n := s.Held(); common > most*3/4 || rare > most/4 || int64(n)*500 > most {
				t.Errorf("%d and %d bytes in %d tiles are held of %d", common, rare, n, most)
				return
			}
		}
	})
	if common, rare, n := s.Held(); common == 0 || rare == 0 {
		t.Errorf("%d and %d bytes in %d tiles: nothing was kept", common, rare, n)
	}
}

// sized makes tiles of a size that the test sets, filled so that gzip does not shrink them.
type sized struct {
	*country
	size *atomic.Int64
}

func (s sized) Tile(ctx context.Context, r layer.Request) ([]byte, error) {
	if _, err := s.country.Tile(ctx, r); err != nil {
		return nil, err
	}
	b := make([]byte, s.size.Load())
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return b, nil
}

// TestFlood holds that a stranger with thousands of filters drives out nothing that is everybody's.
func TestFlood(t *testing.T) {
	c := &country{bytes: 4000}
	s, h := site(c, func(config *serve.Config) { config.CacheBytes = 1 << 20 })
	everybodys := func() {
		for x := range uint32(10) {
			for y := range uint32(10) {
				get(h, path("overlay", tiles.Tile{Z: 14, X: 8100 + x, Y: 5200 + y}))
			}
		}
	}
	everybodys()
	_, before, _ := s.Held()
	for i := range 5000 {
		wantStatus(t, get(h, fmt.Sprintf("%s?owner=o%d", path("overlay", leeds), i)), 200)
	}
	if n := c.askedFor(everybodys); n != 0 {
		t.Errorf("%d of everybody's tiles were driven out", n)
	}
	if _, rare, _ := s.Held(); rare <= before || rare > 1<<18 {
		t.Errorf("%d bytes are held for filters, %d before", rare, before)
	}
}

// TestNeverStale lets readers ask while a writer publishes and raises. What they are given must not be older than what was raised
// before they asked.
func TestNeverStale(t *testing.T) {
	c := &country{bytes: 1000}
	_, h := site(c, nil)
	var raised atomic.Int64
	done := make(chan struct{})
	var readers sync.WaitGroup
	for i := range 6 {
		p := path("homes", []tiles.Tile{leeds, leeds.Parent(), leeds.Ancestor(3)}[i%3])
		if i%2 == 1 {
			p += "?tenure=shared"
		}
		readers.Go(func() {
			for {
				least := raised.Load()
				w := answer(h, request(http.MethodGet, p))
				edition, _, _ := strings.Cut(w.Body.String(), " ")
				if got, err := strconv.ParseInt(edition, 10, 64); err != nil || got < least {
					t.Errorf("%s: edition %s after edition %d was raised", p, edition, least)
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for range 3000 {
		raised.Store(c.edit(leeds))
	}
	close(done)
	readers.Wait()
}

// TestSameEverywhere holds that two servers give the same bytes under the same entity tags.
func TestSameEverywhere(t *testing.T) {
	for _, query := range []string{"", "?tenure=shared"} {
		for _, encoding := range []string{"gzip", "identity"} {
			var tags, bodies []string
			for range 3 {
				c := &country{bytes: 5000}
				_, h := site(c, nil)
				for range 2 { // made, then kept
					w := answer(h, request(http.MethodGet, path("homes", leeds)+query, "Accept-Encoding", encoding))
					tags, bodies = append(tags, w.Header().Get("ETag")), append(bodies, w.Body.String())
				}
				c.generations.RaiseAll()
				w := answer(h, request(http.MethodGet, path("homes", leeds)+query, "Accept-Encoding", encoding))
				tags, bodies = append(tags, w.Header().Get("ETag")), append(bodies, w.Body.String())
			}
			for i := range tags {
				if tags[i] != tags[0] || bodies[i] != bodies[0] || tags[i] != serve.ETag([]byte(bodies[i])) {
					t.Errorf("%s %s: answer %d has %s for %d bytes, the first %s for %d", query, encoding, i, tags[i], len(bodies[i]), tags[0], len(bodies[0]))
				}
			}
		}
	}
}

func TestEncodings(t *testing.T) {
	c := &country{bytes: 100}
	_, h := site(c, nil)
	zipped := get(h, path("homes", leeds))
	plain := answer(h, request(http.MethodGet, path("homes", leeds)))
	if zipped.Header().Get("Content-Encoding") != "gzip" || plain.Header().Get("Content-Encoding") != "" {
		t.Errorf("%v, %v: a small tile too is compressed, as it is in an archive", zipped.Header(), plain.Header())
	}
	if zipped.Header().Get("ETag") == plain.Header().Get("ETag") || !bytes.Equal(unzip(t, zipped.Result()), plain.Body.Bytes()) {
		t.Error("the encodings are not two of one tile")
	}
	if n := c.askedFor(func() {
		for range 2 {
			get(h, path("homes", leeds))
			answer(h, request(http.MethodGet, path("homes", leeds)))
		}
	}); n != 0 {
		t.Errorf("%d were made of what is kept in both encodings", n)
	}
	head := answer(h, request(http.MethodHead, path("homes", leeds), "Accept-Encoding", "gzip"))
	if head.Code != 200 || head.Body.Len() != 0 {
		t.Errorf("HEAD: %d with %d bytes", head.Code, head.Body.Len())
	}
	for _, name := range []string{"ETag", "Content-Length", "Content-Encoding", "Content-Type", "Cache-Control", "Vary"} {
		if head.Header().Get(name) == "" || head.Header().Get(name) != zipped.Header().Get(name) {
			t.Errorf("%s of HEAD is %q, of GET %q", name, head.Header().Get(name), zipped.Header().Get(name))
		}
	}
	unchanged := get(h, path("homes", leeds), "If-None-Match", zipped.Header().Get("ETag"))
	if unchanged.Code != 304 || unchanged.Header().Get("ETag") == "" || unchanged.Header().Get("Vary") == "" || unchanged.Header().Get("Cache-Control") == "" {
		t.Errorf("%d %v", unchanged.Code, unchanged.Header())
	}
	if unchanged.Header().Get("Content-Length") != "" || unchanged.Header().Get("Content-Encoding") != "" {
		t.Errorf("304 describes a body: %v", unchanged.Header())
	}
}
