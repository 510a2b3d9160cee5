package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
)

// shares say how a public thing is put on another website: choices, a preview, and what to copy. They work by a form that is read, and what
// they show is the same for everybody.
type shares struct{ *site }

func (s shares) routes(r chi.Router) {
	r.Get("/share/{kind}/{ref}", s.handle(s.one))
	r.Get("/oembed", s.handle(oembeds(s).answer))
	r.Get("/embedding", s.handle(s.recipes))
}

var shareKeys = []string{"chosen", "theme", "layers", "show", "width", "height", "view", "title", "background", "at"}

// previewWidths are how wide the preview is shown.
var previewWidths = plans.CodeList{{Slug: "full", Name: "As wide as there is room"}, {Slug: "640", Name: "640 pixels"}, {Slug: "320", Name: "320 pixels, as on a phone"}}

// What a frame on another site measures, in CSS pixels.
const (
	leastFrame, mostFrame = 200, 2000
	usualHeight           = 480
)

// chosenFrame is what somebody chose on the page.
type chosenFrame struct {
	*embedOptions
	width, height int // 0: as wide as there is room, and as high as goes with it
	title         string
	background    string // of their page, #RRGGBB; "" where it is not said
	at            string
}

func readChosen(q query, x exhibit) (c chosenFrame, err error) {
	options := url.Values{}
	for _, key := range []string{"theme", "layers", "view"} {
		options[key] = q.values[key]
	}
	chosen, err := q.code("chosen", yesOrNo)
	if err != nil {
		return c, err
	}
	shown := q.list("show")
	if c.embedOptions, err = embedOptionsIn(query{options}, x); err != nil {
		return c, err
	}
	for _, part := range c.parts() {
		*part.on = chosen != "yes" || slices.Contains(shown, part.key) // a box that is not ticked is not sent
	}
	for _, key := range shown {
		if !slices.ContainsFunc(c.parts(), func(p embedPart) bool { return p.key == key }) {
			return c, plans.Refuse("unknown-value", "show", fmt.Sprintf("There is no part of an embed called %q.", shorten(key)), "There are legend, list, table and labels.")
		}
	}
	if len(c.Layers) == len(x.layers) && !slices.ContainsFunc(x.layers, func(l string) bool { return !slices.Contains(c.Layers, l) }) {
		c.layers = false // all of them go without saying
	}
	if c.width, err = frameSize(q, "width"); err != nil {
		return c, err
	}
	if c.height, err = frameSize(q, "height"); err != nil {
		return c, err
	}
	if c.width > 0 && c.height == 0 {
		c.height = usualHeight
	}
	if c.at, err = q.code("at", previewWidths); err != nil {
		return c, err
	}
	if c.at == "" {
		c.at = "full"
	}
	if c.background, err = readColour(q); err != nil {
		return c, err
	}
	c.title = embedTitle(x)
	if _, said := q.values["title"]; said {
		if c.title, err = q.one("title"); err != nil {
			return c, err
		}
	}
	if n := len([]rune(c.title)); n > 200 {
		return c, plans.Refuse("too-long", "title", fmt.Sprintf("The title has %s characters; it may have 200.", thousands(n)), "Shorten it.")
	}
	return c, nil
}

// embedTitle is what a frame is called to those who cannot see it.
func embedTitle(x exhibit) string { return "Map of " + x.Heading }

func frameSize(q query, key string) (int, error) {
	text, err := q.one(key)
	if err != nil || text == "" || text == "full" {
		return 0, err
	}
	n, err := strconv.Atoi(strings.TrimSuffix(text, "px"))
	if err != nil || n < leastFrame || n > mostFrame {
		return 0, plans.Refuse("bad-size", key, fmt.Sprintf("The %s %q is not a number of pixels between %d and %s.", key, shorten(text), leastFrame, thousands(mostFrame)), "Leave it empty for as much as there is room.")
	}
	return n, nil
}

type shareView struct {
	Page
	Heading    string
	Kind       string
	PageLink   string // of the thing
	Action     string
	Layers     []optionView
	Parts      []optionView
	Themes     []optionView
	Widths     []optionView
	At         string
	Width      string
	Height     string
	Look       string
	FrameTitle string
	Background string
	Frame      string // address of the preview
	FrameName  string
	Snippets   []snippet
	Checks     []shareCheck
	Hosts      []string // that alone may show it
	EmbedRoot  string
}

func (s shares) one(w http.ResponseWriter, r *http.Request) error {
	kind := pathPart(r, "kind")
	if kind == "drafts" {
		return isDraft
	}
	x, err := s.exhibit(r.Context(), kind, pathPart(r, "ref"))
	if err != nil {
		return err
	}
	q, err := readQuery(r, shareKeys...)
	if err != nil {
		return err
	}
	c, err := readChosen(q, x)
	if err != nil {
		return err
	}
	page, _ := s.frame(r.Context(), navOf(kind), "Share or embed: "+x.Heading, "/share"+x.Path)
	page.shares(s.site, x)
	v := shareView{Page: page, Heading: x.Heading, Kind: kind, PageLink: x.Path, Action: "/share" + x.Path, At: c.at, FrameTitle: c.title, Background: c.background, Frame: c.address(x), FrameName: c.title,
		Snippets: s.snippets(x, c), Checks: checksOf(x, c), EmbedRoot: s.PublicURL}
	if v.FrameName == "" {
		v.FrameName = "Preview"
	}
	if len(x.allowed) > 1 {
		v.Hosts = x.allowed[1:]
	}
	for _, layer := range mapLayers {
		if slices.Contains(x.layers, layer.Slug) {
			v.Layers = append(v.Layers, optionView{layer.Slug, layer.Name, slices.Contains(c.Layers, layer.Slug)})
		}
	}
	for _, part := range c.parts() {
		v.Parts = append(v.Parts, optionView{part.key, part.name, *part.on})
	}
	for _, theme := range embedThemes {
		v.Themes = append(v.Themes, optionView{theme.Slug, theme.Name, theme.Slug == c.Theme})
	}
	for _, width := range previewWidths {
		v.Widths = append(v.Widths, optionView{width.Slug, width.Name, width.Slug == c.at})
	}
	if c.width > 0 {
		v.Width = strconv.Itoa(c.width)
	}
	if c.height > 0 {
		v.Height = strconv.Itoa(c.height)
	}
	if c.look != nil {
		v.Look = c.look.String()
	}
	return s.show(w, r, "share/page.html", v)
}

// isDraft is said of drafts, whether there is such a one or not.
var isDraft = &plans.Error{Kind: plans.NotFound, Code: "draft-not-public", Message: "A draft cannot be embedded. It is private, or seen by those who have its link.",
	Remedy: "Share it by its link, on the page of the draft. Once its area is in the register, that can be embedded."}

func navOf(kind string) string {
	if slices.Contains([]string{"areas", "assets", "associations"}, kind) {
		return kind
	}
	return "map"
}

// address is that of the embed as it was chosen, on this server.
func (c chosenFrame) address(x exhibit) string {
	path := "/embed/" + x.Kind + "/" + x.Ref
	if values := c.values(x); len(values) > 0 {
		path += "?" + readableQuery(values)
	}
	return path
}
