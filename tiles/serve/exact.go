package serve

import "net/http"

// private is what exact answers may be kept for: by nobody, and here neither.
var private = []string{Private}

// exactTile answers with a tile in the reader's own view.
func (s *Server) exactTile(w http.ResponseWriter, r *http.Request) error {
	view, err := s.cleared(r)
	if err != nil {
		return err
	}
	set, request, err := s.request(r)
	if err != nil {
		return err
	}
	request.View = view
	tile, err := s.draw(r.Context(), s.config.Exact, set, request, set.gzips() && takesGzip(r))
	if err != nil {
		return failed(request, err)
	}
	sendTile(w, r, tile, private)
	return nil
}

func (s *Server) exactDocument(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.cleared(r); err != nil {
		return err
	}
	return s.describe(w, r, s.config.Exact, "/tiles/exact/", Private)
}

// cleared is the view of who asks. Nobody is cleared where there is nothing to tell who may see what, and nobody for the view that
// is the public's.
func (s *Server) cleared(r *http.Request) (view string, err error) {
	if s.config.Clearance == nil || s.config.Exact == nil {
		return "", notSignedIn()
	}
	if view, err = s.config.Clearance(r); err == nil && view == "" {
		err = notSignedIn()
	}
	return view, err
}

// notSignedIn refuses those whose view is not known.
func notSignedIn() *Error {
	return &Error{Status: http.StatusForbidden, code: "not-signed-in", Message: "Exact tiles are for those who may see them.",
		Remedy: "Sign in, or ask for the public's tiles at /tiles/{tileset}/{z}/{x}/{y}.mvt."}
}
