package serve

import (
	"context"
	"net/http"

	"terrier/tiles/archive"
	"terrier/tiles/layer"
)

// private is what exact answers may be kept for: by nobody, and here neither.
var private = []string{Private}

// ExactMaker is a Maker that has something to see to before a tile is drawn: no drawing place is held meanwhile, which the public's tiles
// wait for.
type ExactMaker interface {
	Maker
	Ready(ctx context.Context, request layer.Request) error
}

// ExactTile answers with a tile of what one reader may see, which the source draws. Its address is /tiles/exact/{tileset}/{z}/{x}/{row},
// with parameters of those names. The error is for whoever shows errors.
func (s *Server) ExactTile(w http.ResponseWriter, r *http.Request, source ExactMaker) error {
	set, request, err := read(s.exact, r)
	if err != nil {
		return err
	}
	if err := source.Ready(r.Context(), request); err != nil {
		return later(w, failed(request, err))
	}
	tile, err := s.draw(r.Context(), source, set, request, takesGzip(r), archive.Quick)
	if err != nil {
		return later(w, failed(request, err))
	}
	sendTile(w, r, tile, private)
	return nil
}

// ExactDocument describes such tiles. Its address is /tiles/exact/{document}.
func (s *Server) ExactDocument(w http.ResponseWriter, r *http.Request, source ExactMaker) error {
	return s.describe(w, r, s.exact, source, "/tiles/exact/", Private)
}
