// Package serve answers requests for tiles: their addresses, the TileJSON documents that describe them, and how long and under
// which entity tag they may be kept.
//
// What a tile holds comes from a Source, which layers there are from tiles/layer. How an error is shown is for the server
// around it (plans/web), which gives Problem. Answers are made by Send, which that server uses for its own documents too.
package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"

	"terrier/tiles/archive"
	"terrier/tiles/layer"
)

// TileType is the registered media type of a vector tile.
const TileType = "application/vnd.mapbox-vector-tile"

// Config is what a Server needs. All but the archives must be given.
type Config struct {
	Tilesets []layer.Tileset
	Source   Source                      // of the tilesets that no archive answers for, as the public may see them
	Archives map[string]*archive.Archive // tilesets that are served from an archive, by name; they may be none of Tilesets
	Origin   func(*http.Request) string  // scheme and host that addresses begin with, without a slash at the end
	Problem  func(http.ResponseWriter, *http.Request, error)
}

// Server answers for tilesets. It may be used by several goroutines at once.
type Server struct {
	config Config
	sets   []*tileset
}

// New makes a server.
func New(config Config) *Server { return &Server{config, tilesets(config)} }

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
			s.config.Problem(w, r, err)
		}
	}
}

// tile answers 204 for a tile with nothing in it, which every map client draws as nothing. Where there is no picture it sends
// one that is transparent: MapLibre takes 204 and 404 alike for an error.
func (s *Server) tile(w http.ResponseWriter, r *http.Request) error {
	set, request, err := s.request(r)
	if err != nil {
		return err
	}
	body, err := s.body(r.Context(), set, request)
	if err != nil {
		return fmt.Errorf("make tile %s/%v: %w", set.Name, request.At, err)
	}
	mediaType := set.mediaType
	if len(body) == 0 && mediaType != TileType {
		mediaType, body = "image/png", noPicture
	}
	if len(body) == 0 {
		w.Header().Set("Cache-Control", set.cache)
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	Send(w, r, Answer{Type: mediaType, Cache: set.cache, Body: body})
	return nil
}

// request reads which tile is asked for.
func (s *Server) request(r *http.Request) (set *tileset, request layer.Request, err error) {
	if set, err = s.find(parameter(r, "tileset")); err != nil {
		return nil, request, err
	}
	row, ok := strings.CutSuffix(parameter(r, "row"), "."+set.suffix)
	if !ok {
		return nil, request, &Error{Status: http.StatusNotFound, code: "not-found", Field: "y",
			Message: "The addresses of these tiles end in ." + set.suffix + ".",
			Remedy:  "Ask for /tiles/" + set.Name + "/{z}/{x}/{y}." + set.suffix + "."}
	}
	request.Tileset = set.Name
	if request.At, err = ReadAddress(parameter(r, "z"), parameter(r, "x"), row); err != nil {
		return nil, request, err
	}
	request.Filter, err = readFilter(&set.Tileset, r.URL.RawQuery)
	return set, request, err
}

func (s *Server) body(ctx context.Context, set *tileset, request layer.Request) ([]byte, error) {
	if set.archive != nil {
		return set.archive.Unpacked(request.At)
	}
	return s.config.Source.Tile(ctx, request)
}

func (s *Server) document(w http.ResponseWriter, r *http.Request) error {
	name, ok := strings.CutSuffix(parameter(r, "document"), ".json")
	set, err := s.find(name)
	if err != nil {
		return err
	}
	if !ok {
		return &Error{Status: http.StatusNotFound, code: "not-found", Field: "tileset",
			Message: "This is the name of a tileset, not the address of a document.", Remedy: "Ask for /tiles/" + name + ".json."}
	}
	if set.archive != nil {
		return send(w, r, describeArchive(set.described, s.config.Origin(r)))
	}
	extent, ok, err := s.config.Source.Extent(r.Context())
	if err != nil {
		return fmt.Errorf("find the extent of %s: %w", name, err)
	}
	if !ok {
		extent = Britain
	}
	attributions, err := s.config.Source.Attributions(r.Context())
	if err != nil {
		return fmt.Errorf("find the attributions of %s: %w", name, err)
	}
	return send(w, r, Describe(set.Tileset, s.config.Origin(r), extent, attributions))
}

func send(w http.ResponseWriter, r *http.Request, d Document) error {
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	Send(w, r, Answer{Type: "application/json", Cache: Fresh, Body: body})
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
