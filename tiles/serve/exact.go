package serve

import (
	"net/http"

	"terrier/tiles/archive"
)

// private is what exact answers may be kept for: by nobody, and here neither.
var private = []string{Private}

// ExactTile answers with a tile of what one reader may see, which the source draws. Its address is /tiles/exact/{tileset}/{z}/{x}/{row},
// with parameters of those names. The error is for whoever shows errors.
func (s *Server) ExactTile(w http.ResponseWriter, r *http.Request, source Maker) error {
	set, request, err := read(s.exact, r)
	if err != nil {
		return err
	}
	tile, err := s.draw(r.Context(), source, set, request, takesGzip(r), archive.Quick)
	if err != nil {
		return later(w, failed(request, err))
	}
	sendTile(w, r, tile, private)
	return nil
}

// ExactDocument describes such tiles. Its address is /tiles/exact/{document}.
func (s *Server) ExactDocument(w http.ResponseWriter, r *http.Request, source Maker) error {
	return s.describe(w, r, s.exact, source, "/tiles/exact/", Private)
}
