package web

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/paulmach/orb"

	"terrier/plans/home"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
)

// Tilesets are the layers of the registers in the words of their code lists.
func Tilesets() []layer.Tileset {
	var terms layer.Terms
	for _, group := range home.TenureGroups {
		terms.TenureGroups = append(terms.TenureGroups, layer.Term{Slug: group.Slug, Name: group.Name})
	}
	for _, g := range home.PublicGroupings {
		key := layer.FilterKey{Name: g.Key}
		if g.Codes != nil {
			key.Values = append(g.Codes.Slugs(), home.Unknown)
		}
		if g.Key == "home-type" {
			key.Alias = "type"
		}
		terms.Filters = append(terms.Filters, key)
	}
	return layer.Registers(terms)
}

func (s *site) tiles() *serve.Server {
	return serve.New(serve.Config{Tilesets: Tilesets(), Source: described{s.Tiles, s}, Archives: s.Archives, Origin: s.originFor, Problem: s.failNamed,
		CacheBytes: s.TileBytes})
}

// quickly answers for tiles. They are asked for by the dozen, so what pages need on the way to an answer is left out: headers that
// mean nothing to a tile, a name for each request, and a line in the log for each that went well.
func (s *site) quickly(tiles http.Handler) http.Handler {
	r := chi.NewRouter()
	r.Use(s.observeTile, s.recoverPanic, tileHeaders, middleware.GetHead)
	named := func(h handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { s.failNamed(w, r, h(w, r)) }
	}
	r.NotFound(named(nothingHere))
	r.MethodNotAllowed(named(func(_ http.ResponseWriter, req *http.Request) error { return methodNotAllowed(r, req) }))
	r.Mount("/tiles", tiles)
	return r
}

// tileRoute is the pattern of all that is answered quickly.
const tileRoute = "/tiles/{tileset}/{z}/{x}/{y}"

// observeTile logs what goes well only where everything is wanted in the log.
func (s *site) observeTile(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		seen := watchers.Get().(*watcher)
		*seen = watcher{ResponseWriter: w}
		next.ServeHTTP(seen, r)
		level := slog.LevelDebug
		if seen.status == 0 || seen.status >= http.StatusBadRequest {
			level = slog.LevelInfo
		}
		s.observed(r, w.Header().Get("X-Request-Id"), level, tileRoute, seen.status, seen.bytes, time.Since(began))
		seen.ResponseWriter = nil
		watchers.Put(seen)
	})
}

// watcher sees which status and how many bytes are sent.
type watcher struct {
	http.ResponseWriter
	status, bytes int
}

var watchers = sync.Pool{New: func() any { return new(watcher) }}

// WriteHeader sees the status.
func (w *watcher) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write sees how much is sent.
func (w *watcher) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// What each tile carries, made once: nothing of it runs or is framed, and scripts of other sites may read it. They must not be changed.
var (
	noSniff     = []string{"nosniff"}
	crossOrigin = []string{"cross-origin"}
	anyOrigin   = []string{"*"}
	mayBeRead   = []string{exposed}
)

func tileHeaders(next http.Handler) http.Handler {
	preflight := cors(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["X-Content-Type-Options"], h["Cross-Origin-Resource-Policy"] = noSniff, crossOrigin
		if r.Method == http.MethodOptions {
			preflight.ServeHTTP(w, r)
			return
		}
		h["Access-Control-Allow-Origin"], h["Access-Control-Expose-Headers"] = anyOrigin, mayBeRead
		next.ServeHTTP(w, r)
	})
}

// failNamed is fail for a request that may have no name yet, and whose answer may be a page.
func (s *site) failNamed(w http.ResponseWriter, r *http.Request, err error) {
	fail := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, err) })
	if requestID(r) != "" {
		fail(w, r)
		return
	}
	s.requestID(headers(fail)).ServeHTTP(w, r)
}

// described answers what stands in a tileset's document from what the site remembers, so that a map opens while the registers cannot
// be reached.
type described struct {
	serve.Source
	site *site
}

func (d described) Extent(ctx context.Context) (orb.Bound, bool, error) {
	e, err := d.site.extent.get(ctx)
	return e.bound, e.some, err
}

func (d described) Attributions(ctx context.Context) ([]string, error) {
	a, err := d.site.about.get(ctx)
	return a.attributions, err
}

// extent is where there is something to see, WGS 84.
type extent struct {
	bound orb.Bound
	some  bool
}

func (s *site) askExtent(ctx context.Context) (e extent, err error) {
	e.bound, e.some, err = s.Tiles.Extent(ctx)
	return e, err
}
