// Package serve answers requests for tiles: their addresses, the TileJSON documents that describe them, and how long and under
// which entity tag they may be kept.
//
// A tile that was made is kept, compressed, until its part of the map changes; it is made once at a time, and only so many are made
// at once. Exact tiles hold what their one reader may see: the server around it says who that is, and they are never kept.
//
// What a tile holds comes from a Source or an archive, which layers there are from tiles/layer. How an error is shown is for the server
// around it (plans/web), which gives Problem. Answers are made by Send, which that server uses for its own documents too.
package serve

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"strings"

	"github.com/go-chi/chi/v5"

	"terrier/tiles/archive"
	"terrier/tiles/layer"
)

// TileType is the registered media type of a vector tile.
const TileType = "application/vnd.mapbox-vector-tile"

// Config is what a Server needs. Tilesets, Source, Origin and Problem must be given.
type Config struct {
	Tilesets []layer.Tileset
	Source   Source                      // of the tilesets that no archive answers for, as the public may see them
	Archives map[string]*archive.Archive // tilesets that are served from an archive, by name; they may be none of Tilesets
	Origin   func(*http.Request) string  // scheme and host that addresses begin with, without a slash at the end
	Problem  func(http.ResponseWriter, *http.Request, error)

	CacheBytes int64 // held of tiles that were made; default 64 MiB
	AtOnce     int   // most tiles made at a time; default four for each processor
}

const defaultCacheBytes = 64 << 20

// Server answers for tilesets. It may be used by several goroutines at once.
type Server struct {
	config  Config
	sets    []*tileset
	exact   []*tileset
	cache   *cache
	flights flights
	limiter *limiter
}

// New makes a server.
func New(config Config) *Server {
	if config.CacheBytes == 0 {
		config.CacheBytes = defaultCacheBytes
	}
	if config.AtOnce == 0 {
		config.AtOnce = 4 * runtime.GOMAXPROCS(0)
	}
	return &Server{config: config, sets: tilesets(config), exact: exactTilesets(config), cache: newCache(config.CacheBytes),
		flights: flights{under: map[flightKey]*flight{}}, limiter: newLimiter(config.AtOnce)}
}

// Routes are mounted at /tiles: {tileset}.json and {tileset}/{z}/{x}/{y}.mvt.
func (s *Server) Routes() chi.Router {
	r := chi.NewRouter()
	r.Get("/{document}", s.withProblem(s.document))
	r.Get("/{tileset}/{z}/{x}/{row}", s.withProblem(s.tile))
	return r
}

func (s *Server) withProblem(handle func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := handle(w, r); err != nil {
			s.config.Problem(w, r, later(w, err))
		}
	}
}

// later tells a reader who is sent away for now when to come again.
func later(w http.ResponseWriter, err error) error {
	var refused *Error
	if errors.As(err, &refused) && refused.Status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1")
	}
	return err
}

func (s *Server) document(w http.ResponseWriter, r *http.Request) error {
	return s.describe(w, r, s.sets, s.config.Source, "/tiles/", Fresh)
}

// describe sends the document of a tileset whose tiles come from the source and lie under that path.
func (s *Server) describe(w http.ResponseWriter, r *http.Request, sets []*tileset, source Maker, under, cache string) error {
	name, ok := strings.CutSuffix(parameter(r, "document"), ".json")
	set, err := find(sets, name)
	if err != nil {
		return err
	}
	if !ok {
		return &Error{Status: http.StatusNotFound, code: "not-found", Field: "tileset",
			Message: "This is the name of a tileset, not the address of a document.", Remedy: "Ask for " + under + name + ".json."}
	}
	d, err := document(r.Context(), set, source, s.config.Origin(r)+under)
	if err != nil {
		return fmt.Errorf("describe %s: %w", name, err)
	}
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	Send(w, r, Answer{Type: "application/json", Cache: cache, Body: body})
	return nil
}

// parameter is a part of the path as its writer meant it; chi hands it over still escaped where anything was.
func parameter(r *http.Request, name string) string {
	raw := chi.URLParam(r, name)
	if text, err := url.PathUnescape(raw); err == nil {
		return text
	}
	return raw
}
