package web

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/tiles/serve"
	"terrier/tiles/style"
)

// styles serves the map's cartography as a MapLibre style document.
type styles struct{ *site }

func (s styles) routes(r chi.Router) { r.Get("/styles/overlay.json", s.handle(s.overlay)) }

var themes = plans.CodeList{{Slug: string(style.Light), Name: "Light"}, {Slug: string(style.Dark), Name: "Dark"}}

func (s styles) overlay(w http.ResponseWriter, r *http.Request) error {
	q, err := readQuery(r, "theme", "exact")
	if err != nil {
		return err
	}
	theme, err := q.code("theme", themes)
	if err != nil {
		return err
	}
	exact, err := q.code("exact", yesOrNo)
	if err != nil {
		return err
	}
	options := s.Style
	options.Exact = exact == "yes"
	options.Basemap, _ = s.ground.get(r.Context()) // the last answer stands while the registers cannot be reached
	options.Theme, options.Origin = style.Theme(theme), s.originFor(r)
	document, err := style.Document(options)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false) // some readers of styles do not know ">=" by its escape
	if err := enc.Encode(document); err != nil {
		return err
	}
	serve.Send(w, r, serve.Answer{Type: "application/json", Cache: serve.Fresh, Body: body.Bytes()})
	return nil
}
