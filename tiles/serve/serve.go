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
	"github.com/paulmach/orb"

	"terrier/tiles/archive"
	"terrier/tiles/layer"
)

// TileType is the registered media type of a vector tile.
const TileType = "application/vnd.mapbox-vector-tile"

// Source makes tiles as the public may see them.
type Source interface {
	// Tile is one uncompressed vector tile; nil is an empty one.
	Tile(ctx context.Context, tileset string, z uint8, x, y uint32) ([]byte, error)
	// Extent is where there is something to see, in WGS 84; ok is false where there is nothing yet.
	Extent(ctx context.Context) (b orb.Bound, ok bool, err error)
	// Attributions are the lines, in plain text, that must stand beside the map.
	Attributions(ctx context.Context) ([]string, error)
}

// Config is what a Server needs. Every field must be given.
type Config struct {
	Tilesets []layer.Tileset
	Source   Source
	Origin   func(*http.Request) string // scheme and host that addresses begin with, without a slash at the end
	Problem  func(http.ResponseWriter, *http.Request, error)
}

// Server answers for tilesets. It may be used by several goroutines at once.
type Server struct{ config Config }

// New makes a server.
func New(config Config) *Server { return &Server{config} }

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
	set, err := s.tileset(parameter(r, "tileset"))
	if err != nil {
		return err
	}
	suffix, mediaType := s.form(set.Name)
	row, ok := strings.CutSuffix(parameter(r, "row"), "."+suffix)
	if !ok {
		return &Error{Status: http.StatusNotFound, code: "not-found", Field: "y",
			Message: "The addresses of these tiles end in ." + suffix + ".",
			Remedy:  "Ask for /tiles/" + set.Name + "/{z}/{x}/{y}." + suffix + "."}
	}
	at, err := ReadAddress(parameter(r, "z"), parameter(r, "x"), row)
	if err != nil {
		return err
	}
	body, err := s.config.Source.Tile(r.Context(), set.Name, at.Z, at.X, at.Y)
	if err != nil {
		return fmt.Errorf("make tile %s/%d/%d/%d: %w", set.Name, at.Z, at.X, at.Y, err)
	}
	if len(body) == 0 && mediaType != TileType {
		mediaType, body = "image/png", noPicture
	}
	if len(body) == 0 {
		w.Header().Set("Cache-Control", keep(set.Name))
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	Send(w, r, Answer{Type: mediaType, Cache: keep(set.Name), Body: body})
	return nil
}

// describer is a Source that serves tilesets made by others, such as an operator's basemap.
type describer interface {
	Describe(tileset string) (archive.Description, bool)
}

// foreign describes a tileset that others made; ok is false for those of the registers.
func (s *Server) foreign(tileset string) (d archive.Description, ok bool) {
	if source, describes := s.config.Source.(describer); describes {
		return source.Describe(tileset)
	}
	return d, false
}

// form is what the addresses of a tileset's tiles end in, and their media type.
func (s *Server) form(tileset string) (suffix, mediaType string) {
	if d, ok := s.foreign(tileset); ok {
		return d.Suffix, d.MediaType
	}
	return "mvt", TileType
}

func (s *Server) document(w http.ResponseWriter, r *http.Request) error {
	name, ok := strings.CutSuffix(parameter(r, "document"), ".json")
	set, err := s.tileset(name)
	if err != nil {
		return err
	}
	if !ok {
		return &Error{Status: http.StatusNotFound, code: "not-found", Field: "tileset",
			Message: "This is the name of a tileset, not the address of a document.", Remedy: "Ask for /tiles/" + name + ".json."}
	}
	if d, ok := s.foreign(name); ok {
		return send(w, r, describeForeign(d, s.config.Origin(r)))
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
	return send(w, r, Describe(set, s.config.Origin(r), extent, attributions))
}

func send(w http.ResponseWriter, r *http.Request, d Document) error {
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	Send(w, r, Answer{Type: "application/json", Cache: Fresh, Body: body})
	return nil
}

func (s *Server) tileset(name string) (layer.Tileset, error) {
	set, ok := layer.Find(s.config.Tilesets, name)
	if !ok {
		return set, unknownTileset(name, s.config.Tilesets)
	}
	return set, nil
}

// keep says how long a tile may be kept: those without homes in them longer.
func keep(tileset string) string {
	if tileset == "basemap" || tileset == "boundaries" {
		return Slow
	}
	return Fresh
}

// parameter is a part of the path as its writer meant it; chi hands it over still escaped where anything was.
func parameter(r *http.Request, name string) string {
	raw := chi.URLParam(r, name)
	if text, err := url.PathUnescape(raw); err == nil {
		return text
	}
	return raw
}
