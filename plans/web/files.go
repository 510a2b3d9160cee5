package web

import (
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/go-chi/chi/v5"

	"terrier/static"
	"terrier/tiles/serve"
)

// files serves the built front end.
type files struct {
	handle func(handler) http.HandlerFunc
}

func (f files) routes(r chi.Router) {
	r.Get(static.Prefix+"*", f.handle(f.file))
	r.Get("/embed.js", f.handle(f.element))
	r.Get("/favicon.ico", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, static.Prefix+"favicon.svg", http.StatusMovedPermanently)
	})
}

// fileTypes are ours, not the machine's: its table of types may be missing or wrong.
var fileTypes = map[string]string{
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
	".json": "application/json", ".map": "application/json", ".pbf": "application/x-protobuf",
}

func (f files) file(w http.ResponseWriter, r *http.Request) error {
	name := strings.TrimPrefix(r.URL.Path, static.Prefix)
	kind, known := fileTypes[path.Ext(name)]
	if !known || !fs.ValidPath(name) {
		return nothingHere(w, r)
	}
	body, err := fs.ReadFile(static.Dist, name)
	if err != nil {
		return nothingHere(w, r)
	}
	keep := serve.Slow
	if strings.HasPrefix(name, "assets/") { // their names carry a hash of their bytes
		keep = serve.Immutable
	}
	serve.Send(w, r, serve.Answer{Type: kind, Cache: keep, Body: body})
	return nil
}

// element serves the script of <terrier-map> where other websites ask for it: at an address that stays, and so not for long.
func (f files) element(w http.ResponseWriter, r *http.Request) error {
	name, found := strings.CutPrefix(static.Build.Entry("element").Script, static.Prefix)
	if !found { // the front end is not built
		return nothingHere(w, r)
	}
	body, err := fs.ReadFile(static.Dist, name)
	if err != nil {
		return err
	}
	serve.Send(w, r, serve.Answer{Type: fileTypes[".js"], Cache: serve.Slow, Body: body})
	return nil
}
