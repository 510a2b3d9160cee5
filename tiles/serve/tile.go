package serve

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"terrier/tiles/archive"
	"terrier/tiles/layer"
)

// tile answers 204 for a tile with nothing in it, which every map client draws as nothing. Where there is no picture it sends
// one that is transparent: MapLibre takes 204 and 404 alike for an error.
func (s *Server) tile(w http.ResponseWriter, r *http.Request) error {
	set, request, err := read(s.sets, r)
	if err != nil {
		return err
	}
	tile, err := s.public(r.Context(), set, request, set.gzips() && takesGzip(r))
	if err != nil {
		return failed(request, err)
	}
	sendTile(w, r, tile, set.cache)
	return nil
}

func failed(r layer.Request, err error) error {
	return fmt.Errorf("make tile %s/%v: %w", r.Tileset, r.At, err)
}

func sendTile(w http.ResponseWriter, r *http.Request, tile *encoded, cache []string) {
	if len(tile.body) == 0 {
		w.Header()["Cache-Control"] = cache
		w.WriteHeader(http.StatusNoContent)
		return
	}
	tile.send(w, r, cache)
}

// read reads which tile is asked for.
func read(sets []*tileset, r *http.Request) (set *tileset, request layer.Request, err error) {
	if set, err = find(sets, parameter(r, "tileset")); err != nil {
		return nil, request, err
	}
	row, ok := strings.CutSuffix(parameter(r, "row"), set.suffix)
	if !ok {
		return nil, request, &Error{Status: http.StatusNotFound, code: "not-found", Field: "y",
			Message: "The addresses of these tiles end in " + set.suffix + ".",
			Remedy:  "Ask for /tiles/" + set.Name + "/{z}/{x}/{y}" + set.suffix + "."}
	}
	request.Tileset = set.Name // not a part of the address, which would be held with it
	if request.At, err = ReadAddress(parameter(r, "z"), parameter(r, "x"), row); err != nil {
		return nil, request, err
	}
	request.Filter, err = readFilter(&set.Tileset, r.URL.RawQuery)
	return set, request, err
}

// public is the tile from the cache, or made and kept there. The generation is read first and the source after: see
// grid.Generations.
func (s *Server) public(ctx context.Context, set *tileset, request layer.Request, gzip bool) (*encoded, error) {
	var generation uint64 // an archive stays as it is
	if set.archive == nil {
		var known bool
		if generation, known = s.config.Source.Generation(request); !known {
			return s.draw(ctx, s.config.Source, set, request, gzip, levelOf(request))
		}
	}
	k := key{request, gzip}
	kept := s.cache.of(!request.Filter.All() || set.gzips() && !gzip)
	if tile, ok := kept.find(k, generation); ok {
		return tile, nil
	}
	return s.flights.join(ctx, flightKey{k, generation}, func(ctx context.Context) (*encoded, error) {
		if tile, ok := kept.find(k, generation); ok {
			return tile, nil // the one before ended in between
		}
		tile, err := s.draw(ctx, s.config.Source, set, request, gzip, levelOf(request))
		if err == nil {
			kept.keep(k, generation, tile)
		}
		return tile, err
	})
}

// draw makes a tile, when it is its turn.
func (s *Server) draw(ctx context.Context, source Maker, set *tileset, request layer.Request, gzip bool, level archive.Level) (*encoded, error) {
	if err := s.limiter.enter(ctx); err != nil {
		return nil, err
	}
	defer s.limiter.leave()
	var body []byte
	var err error
	switch {
	case set.archive != nil:
		body, err = fromArchive(set.archive, request, gzip)
	default:
		if body, err = source.Tile(ctx, request); gzip && len(body) > 0 {
			body = archive.Compress(body, level)
		}
	}
	switch {
	case err != nil:
		return nil, err
	case len(body) > 0:
		return encode(set.mediaType, body, gzip), nil
	case set.mediaType != TileType:
		return encode("image/png", noPicture, false), nil
	}
	return encode(set.mediaType, nil, false), nil
}

// fromArchive returns a tile as it is stored where it is asked for so.
func fromArchive(a *archive.Archive, request layer.Request, gzip bool) ([]byte, error) {
	if !gzip {
		return a.Unpacked(request.At)
	}
	body, encoding, _, err := a.Tile(request.At.Z, request.At.X, request.At.Y)
	if encoding == "" && len(body) > 0 {
		body = archive.Compress(body, archive.Kept)
	}
	return body, err
}

// levelOf depends on what is asked for alone, so that the same tile is the same bytes on every server.
func levelOf(r layer.Request) archive.Level {
	if r.Filter.All() {
		return archive.Kept
	}
	return archive.Quick
}
