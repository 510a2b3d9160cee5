package serve_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/paulmach/orb"

	tiles "terrier/geo/grid"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
)

// country is a source whose tiles tell how often it changed, counted as grid.Generations asks for.
type country struct {
	generations tiles.Generations
	edition     atomic.Int64
	asked       atomic.Int64
	before      func(context.Context, layer.Request) error // called in Tile; nil does nothing
	bytes       int                                        // of a tile, about
	of          string                                     // whose tiles they are
}

func (c *country) Tile(ctx context.Context, r layer.Request) ([]byte, error) {
	c.asked.Add(1)
	edition := c.edition.Load()
	if c.before != nil {
		if err := c.before(ctx, r); err != nil {
			return nil, err
		}
	}
	line := fmt.Appendf(nil, "%d %s %v %s %q\n", edition, r.Tileset, r.At, r.Filter, c.of)
	return bytes.Repeat(line, 1+c.bytes/len(line)), nil
}

func (c *country) Generation(r layer.Request) (uint64, bool) { return c.generations.At(r.At), true }

// edit publishes first and raises after.
func (c *country) edit(at ...tiles.Tile) int64 {
	edition := c.edition.Add(1)
	c.generations.Raise(at...)
	return edition
}

func (*country) Extent(context.Context) (orb.Bound, bool, error) { return orb.Bound{}, false, nil }
func (*country) Attributions(context.Context) ([]string, error)  { return nil, nil }

// site serves a source with the changes that a test makes to the usual configuration.
func site(source serve.Source, change func(*serve.Config)) (*serve.Server, http.Handler) {
	c := serve.Config{
		Tilesets: layer.Registers(terms), Source: source,
		Origin: func(*http.Request) string { return "https://maps.example" },
		Problem: func(w http.ResponseWriter, _ *http.Request, err error) {
			var e *serve.Error
			if errors.As(err, &e) {
				http.Error(w, e.Code(), e.Status)
				return
			}
			http.Error(w, err.Error(), http.StatusInternalServerError)
		},
	}
	if change != nil {
		change(&c)
	}
	s := serve.New(c)
	r := chi.NewRouter()
	r.Use(middleware.GetHead)
	r.Mount("/", s.Routes())
	return s, r
}

func request(method, path string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func answer(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// get asks for a compressed tile.
func get(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	return answer(h, request(http.MethodGet, path, append(headers, "Accept-Encoding", "gzip")...))
}

// askedFor counts how often the source was asked in the meantime.
func (c *country) askedFor(do func()) int64 {
	before := c.asked.Load()
	do()
	return c.asked.Load() - before
}

// together runs a function several times at once.
func together(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}

func unzip(t *testing.T, r *http.Response) []byte {
	t.Helper()
	z, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func wantStatus(t *testing.T, w *httptest.ResponseRecorder, want int) {
	t.Helper()
	if w.Code != want {
		t.Errorf("%d %.200s, want %d", w.Code, w.Body, want)
	}
}
