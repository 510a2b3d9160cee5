package web

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"terrier/static"
	"terrier/tiles/serve"
)

// Page is what the layout needs of every page. The view of each page embeds it.
type Page struct {
	Title        string
	Nav          string   // map, areas, homes, assets, associations or account: where the reader is
	Demo         string   // name of the invented place, "" where it is a real one
	Attributions []string // shown on every page
	Canonical    string   // the page's one address, without filters
	Stale        string   // how old maps and counts are, while the registers cannot be reached: "12:04 on 3 May 2026"; "" when they can

	Doors bool // people can sign in here
	// Shared is what others show of the page when its address is passed on; nil: its title.
	Shared *shared

	Sharing *sharing // how the thing of this page is embedded; nil where it is not

	build static.Manifest
}

// Asset is what an entry of the front end needs in the head.
func (p Page) Asset(name string) static.Entry { return p.build.Entry(name) }

// Wanted is the data of a page elsewhere: link relations and downloads.
type Wanted struct {
	Name, Type, Address string
}

// frame starts a view. Where the server cannot say what it holds, the page does without.
func (s *site) frame(ctx context.Context, nav, title, path string) (Page, about) {
	a, err := s.about.get(ctx)
	if err != nil {
		s.Logger.WarnContext(ctx, "what the registers hold as a whole is not known", "error", err.Error())
	}
	p := Page{Title: title, Nav: nav, Demo: a.demo, Attributions: a.attributions, Stale: s.stale(), Doors: s.Doors != nil, build: s.Build}
	if path != "" {
		p.Canonical = s.PublicURL + path
	}
	return p, a
}

// pages are the parsed templates by file name: "area/page.html".
type pages map[string]*template.Template

// commonFiles hold what pages share: the layout, the frame of embeds, and parts.
var commonFiles = []string{"layout.html", "embed.html", "parts.html"}

// readPages parses every page together with the layout and the parts. The templates are in the program and its tests show each
// of them, so one that cannot be parsed is no state that a running program can be in.
func readPages(files fs.FS) pages {
	common := template.Must(template.New("").Funcs(functions).ParseFS(files, commonFiles...))
	all := pages{}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".html") || slices.Contains(commonFiles, name) {
			return err
		}
		text, err := fs.ReadFile(files, name)
		if err == nil {
			all[name], err = template.Must(common.Clone()).Parse(string(text))
		}
		return err
	})
	if err != nil {
		panic(fmt.Sprintf("read the templates: %v", err))
	}
	return all
}

// functions are all that templates may call of ours. Numbers of the domain are printed by count, and by nothing else: a test looks at
// every template.
var functions = template.FuncMap{
	"count":    count,
	"opens":    opens,
	"plain":    plain,
	"date":     longDate,
	"hectares": hectares,
	"km":       perimeterKm,
}

// show sends a page.
func (s *site) show(w http.ResponseWriter, r *http.Request, name string, view any) error {
	body, err := s.render(name, "layout", view)
	if err != nil {
		return err
	}
	serve.Send(w, r, serve.Answer{Type: "text/html; charset=utf-8", Cache: serve.Fresh, Body: body})
	return nil
}

func (s *site) render(name, block string, view any) ([]byte, error) {
	t, ok := s.pages[name]
	if !ok {
		return nil, fmt.Errorf("there is no template %s", name)
	}
	var body bytes.Buffer
	if err := t.ExecuteTemplate(&body, block, view); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	return body.Bytes(), nil
}

type problemView struct {
	Page
	Problem Problem
	Heading string
}

// problemPage shows a problem to a browser. Embeds get a notice that fits where they stand.
func (s *site) problemPage(r *http.Request, p Problem) ([]byte, error) {
	headings := map[int]string{
		http.StatusNotFound:            "This page is not here",
		http.StatusInternalServerError: "Something went wrong here",
		http.StatusServiceUnavailable:  "The registers cannot be reached",
	}
	heading := headings[p.Status]
	if heading == "" {
		heading = "This cannot be answered"
	}
	page, _ := s.frame(r.Context(), "", heading, "")
	view := problemView{page, p, heading}
	if isEmbed(r) {
		return s.render("embed/gone.html", "embed", goneView{page, heading, p.Detail, p.Remedy, s.PublicURL + "/"})
	}
	return s.render("problem.html", "layout", view)
}

// bounds writes a box in WGS 84 for a map: "w,s,e,n".
func bounds(b orb.Bound) string {
	return fmt.Sprintf("%.5f,%.5f,%.5f,%.5f", b.Min[0], b.Min[1], b.Max[0], b.Max[1])
}

func position(p orb.Point) string { return fmt.Sprintf("%.6f,%.6f", p[0], p[1]) }
