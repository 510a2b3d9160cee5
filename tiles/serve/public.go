package serve

import (
	"context"

	"terrier/tiles/archive"
	"terrier/tiles/layer"
)

// Tile is a tile as the public gets it, without compression and without a request over HTTP: from the cache where it is there, or made and
// kept. nil is an empty one. The bytes are shared, and must not be changed. An unknown tileset is an Error.
func (s *Server) Tile(ctx context.Context, request layer.Request) ([]byte, error) {
	set, err := find(s.sets, request.Tileset)
	if err != nil {
		return nil, err
	}
	if body, ok, err := s.kept(set, request); ok {
		return body, err
	}
	tile, err := s.public(ctx, set, request, false)
	if err != nil {
		return nil, failed(request, err)
	}
	return tile.body, nil
}

// kept is the tile if somebody was sent it compressed.
func (s *Server) kept(set *tileset, request layer.Request) (body []byte, ok bool, err error) {
	if set.archive != nil || !set.gzips() {
		return nil, false, nil // archives unpack by themselves
	}
	generation, known := s.config.Source.Generation(request)
	if !known {
		return nil, false, nil
	}
	k := key{request, true}
	tile, ok := s.cache.of(!request.Filter.All()).find(k, generation)
	if !ok || tile.encoding == nil {
		return nil, ok && len(tile.body) == 0, nil
	}
	body, err = archive.Decompress(tile.body)
	return body, true, err
}

// MaxZoom is the deepest zoom of which a tileset has tiles; deeper ones are drawn from those. It is 0 where there is no such tileset.
func (s *Server) MaxZoom(tileset string) int {
	set, err := find(s.sets, tileset)
	if err != nil {
		return 0
	}
	if set.archive != nil {
		return set.described.MostZoom
	}
	return layer.DataMaxZoom
}
