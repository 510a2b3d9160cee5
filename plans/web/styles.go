package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/atlas"
	"terrier/tiles/serve"
	"terrier/tiles/style"
)

// styles serves the map's cartography as a MapLibre style document.
type styles struct{ *site }

func (s styles) routes(r chi.Router) {
	r.Get("/styles/overlay.json", s.handle(s.overlay))
	r.Get("/styles/embed.json", s.handle(s.embed))
}

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
	options := s.styleOptions(r, theme)
	options.Exact = exact == "yes"
	return sendStyle(w, r, options)
}

// embed is the style of embeds. What it is about is not looked up: a style with nothing in focus tells nobody whether there is such a thing.
func (s styles) embed(w http.ResponseWriter, r *http.Request) error {
	q, err := readQuery(r, "theme", "focus", "layers")
	if err != nil {
		return err
	}
	theme, err := q.code("theme", themes)
	if err != nil {
		return err
	}
	options := s.styleOptions(r, theme)
	options.Embed = true
	if options.Focus, err = readFocus(q); err != nil {
		return err
	}
	if options.Layers, err = readLayers(q); err != nil {
		return err
	}
	return sendStyle(w, r, options)
}

// readFocus reads what a map is about: areas/hollin-vale, or several of them with commas between.
func readFocus(q query) (all []style.Focus, err error) {
	for _, text := range q.list("focus") {
		kind, ref, _ := strings.Cut(text, "/")
		if !slices.Contains(style.FocusKinds, kind) || !isRef(ref) {
			return nil, plans.Refuse("unknown-value", "focus", fmt.Sprintf("%q is nothing that a map can be about.", shorten(text)),
				"Write it as in addresses: "+strings.Join(style.FocusKinds, "/…, ")+"/….")
		}
		all = append(all, style.Focus{Kind: kind, Ref: ref})
	}
	if len(all) > mostInFocus {
		return nil, plans.Refuse("too-many", "focus", fmt.Sprintf("%d things are in focus; there can be %d.", len(all), mostInFocus), "Leave some out.")
	}
	return all, nil
}

// mostInFocus is as many as a map that people compose is about.
const mostInFocus = 2 * atlas.MostThings

func (s styles) styleOptions(r *http.Request, theme string) style.Options {
	options := s.Style
	options.Basemap, _ = s.ground.get(r.Context()) // the last answer stands while the registers cannot be reached
	options.Theme, options.Origin = style.Theme(theme), s.originFor(r)
	return options
}

func sendStyle(w http.ResponseWriter, r *http.Request, options style.Options) error {
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
