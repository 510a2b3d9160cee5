package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"terrier/plans/provenance"
	still "terrier/tiles/picture"
	"terrier/tiles/style"
)

// draw makes the picture of an exhibit in a format: what its embed shows, with the figure that its page tells and where it is from. Words are
// asked for each time; what was drawn with the same words is kept until that part of the map changes.
func (p pictures) draw(r *http.Request, x exhibit, o pictureOptions, suffix string) ([]byte, error) {
	ctx := r.Context()
	about, _ := p.about.get(ctx) // as pages do, it does without
	look, width, height := o.looks(x, about), float64(o.width), float64(o.height)
	near, err := p.around(ctx, look.box(width, height), x.layers, x.where)
	if err != nil {
		return nil, err
	}
	told, err := p.told(ctx, x)
	if err != nil {
		return nil, err
	}
	document, err := p.styleOf(r, x, o)
	if err != nil {
		return nil, err
	}
	d := painting{view: still.At(look.center, look.zoom, width, height), document: document, wordless: !o.names, around: still.Furniture{Theme: o.theme, Sources: sourceLines(about, append(near.sources, told.sources...))}}
	d.title, d.about = x.Heading, told.about(x, d.around.Sources)
	if o.names {
		d.around.Figure, d.around.Link = told.sentence, told.link
	}
	key, keepable := p.keyOf(x, o, look, suffix, fmt.Sprint(document.Metadata["terrier:basemap"]), d.title, d.about)
	if body, ok := p.kept.find(key); ok && keepable {
		return body, nil
	}
	leave, err := p.turns.enter(ctx, o.pixels())
	if err != nil {
		return nil, err
	}
	defer leave()
	scene, err := p.compose(ctx, x, d)
	if err != nil {
		return nil, err
	}
	var body []byte
	if suffix == "svg" {
		body = still.SVG(scene)
	} else {
		body = still.PNG(scene, float64(o.scale))
	}
	if keepable {
		p.kept.keep(key, body)
	}
	return body, nil
}

// painting is what a picture is made of, beside tiles.
type painting struct {
	view         still.View
	document     style.Style
	around       still.Furniture
	wordless     bool // names and numbers are left out
	title, about string
}

func (p pictures) compose(ctx context.Context, x exhibit, d painting) (*still.Scene, error) {
	furniture, keep := still.LayOut(d.view, d.around)
	scene, err := still.Compose(ctx, p.tiles, d.document, d.view, still.Options{NoText: d.wordless, Keep: keep})
	if err != nil {
		return nil, err
	}
	if x.figure != nil && x.figure.Question.Within.Area == "" {
		outline, err := drawnIn(x.figure.Question.Within)
		if err != nil {
			return nil, err
		}
		scene.Under(still.Outline(d.view, outline, d.around.Theme))
	}
	scene.Marks = append(scene.Marks, furniture...)
	scene.Title, scene.About = d.title, d.about
	if names := scene.Names(); len(names) > 0 {
		scene.About += "\nNamed on it: " + strings.Join(names, "; ") + "."
	}
	return scene, nil
}

// styleOf is the style of an exhibit's embed, drawn from tiles that show the homes it is about.
func (p pictures) styleOf(r *http.Request, x exhibit, o pictureOptions) (style.Style, error) {
	options := styles{p.site}.styleOptions(r, string(o.theme))
	options.Origin = "" // the tiles are asked for in here
	options.Embed, options.Focus, options.Layers = true, x.focus(), x.layers
	document, err := style.Document(options)
	if err != nil {
		return document, err
	}
	if query := x.homes(); !query.All() {
		for name, source := range document.Sources {
			source.URL += "?" + query.String()
			document.Sources[name] = source
		}
	}
	return document, nil
}

// sourceLines are the lines that must stand beside a map, and that the place is invented where it is: once, for the sources of a demonstration
// say so themselves.
func sourceLines(a about, from []provenance.Source) []string {
	lines := slices.Clone(a.ground)
	for _, s := range from {
		if s.Attribution != "" && !slices.Contains(lines, s.Attribution) {
			lines = append(lines, s.Attribution)
		}
	}
	slices.Sort(lines)
	if a.demo != "" && !strings.Contains(strings.Join(lines, " "), "demonstration") {
		lines = append([]string{a.demo + ": an invented place, demonstration data"}, lines...)
	}
	return lines
}
