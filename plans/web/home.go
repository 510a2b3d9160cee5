package web

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"
)

// homes answers how many homes there are: everywhere, in a stored area, in a box, or in a shape that is posted.
type homes struct{ *site }

// mostBody holds 50,000 points written with 15 decimals and generous white space.
const mostBody = 8 << 20

func (h homes) routes(r chi.Router) {
	r.Get("/homes", h.handle(h.list))
	r.Get("/homes.{suffix}", h.handle(h.list))
	r.Get("/homes/how", h.handle(h.how))
	r.Get("/homes/summary", h.handle(h.summary))
	r.Get("/homes/summary.{suffix}", h.handle(h.summary))
	r.With(limitBody(mostBody)).Post("/homes/summary", h.handle(h.posted))
	r.With(limitBody(mostBody)).Post("/homes/summary.{suffix}", h.handle(h.posted))
}

// list is the page that asks, and the same answers as data.
func (h homes) list(w http.ResponseWriter, r *http.Request) error {
	as, err := h.format(w, r, asPage, asJSON, asCSV)
	if err != nil {
		return err
	}
	answer, err := h.answer(r, as == asPage)
	if err != nil {
		return err
	}
	if as != asPage {
		return h.sendSummary(w, r, answer, as)
	}
	return h.homesPage(w, r, "/homes", answer)
}

func (h homes) summary(w http.ResponseWriter, r *http.Request) error {
	as, err := h.format(w, r, asJSON, asCSV)
	if err != nil {
		return err
	}
	answer, err := h.answer(r, false)
	if err != nil {
		return err
	}
	return h.sendSummary(w, r, answer, as)
}

// format is what the address ends in, or else what the reader likes best.
func (s *site) format(w http.ResponseWriter, r *http.Request, offers ...format) (format, error) {
	if suffix := chi.URLParam(r, "suffix"); suffix != "" {
		_, as, err := split("x."+suffix, offers...)
		return as, err
	}
	return choose(w, r, offers...)
}

// posted counts in the shape that is the body.
func (h homes) posted(w http.ResponseWriter, r *http.Request) error {
	as, err := h.format(w, r, asJSON, asCSV)
	if err != nil {
		return err
	}
	q, err := readQuery(r, questionKeys("crs")...)
	if err != nil {
		return err
	}
	b, err := postedShape(w, r, q)
	if err != nil {
		return err
	}
	answer, err := h.count(r.Context(), q, b, false)
	if err != nil {
		return err
	}
	if as == asCSV {
		return h.export(w, r, answer)
	}
	w.Header().Set("Cache-Control", "no-store")
	send(w, r, http.StatusOK, "application/json", h.document(answer))
	return nil
}

// shapeTypes are the content types that a shape may come as.
var shapeTypes = []string{"application/geo+json", "application/json", "application/vnd.geo+json"}

func postedShape(w http.ResponseWriter, r *http.Request, q query) (boundary, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || !slices.Contains(shapeTypes, kind) || r.Header.Get("Content-Encoding") != "" {
		w.Header().Set("Accept-Post", strings.Join(shapeTypes, ", "))
		what := "There is no content type."
		if given := r.Header.Get("Content-Type"); given != "" {
			what = fmt.Sprintf("A body of type %q is not taken here.", shorten(given))
		}
		return boundary{}, refuse(http.StatusUnsupportedMediaType, "wrong-content-type", "Content-Type", what,
			"Send GeoJSON, not compressed, as application/geo+json or application/json.")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return boundary{}, unread(err)
	}
	given, name, err := readShape(body)
	if err != nil {
		return boundary{}, err
	}
	system, err := crsOf(q, name)
	if err != nil {
		return boundary{}, err
	}
	return fromShape(given, system)
}

// unread tells a body that is too large from one that stopped coming.
func unread(err error) error {
	var tooLarge *http.MaxBytesError
	if asError(err, &tooLarge) {
		return err
	}
	return refuse(http.StatusBadRequest, "unread-body", "", "The body ended before it was all there.", "Send it again.")
}
