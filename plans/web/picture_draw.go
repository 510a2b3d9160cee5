package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"terrier/plans/provenance"
	still "terrier/tiles/picture"
	"terrier/tiles/style"
)

// draw makes the picture of an exhibit in a format: what its embed shows, with the figure that its page tells and where it is from.
func (p pictures) draw(r *http.Request, x exhibit, o pictureOptions, suffix string) ([]byte, error) {
	ctx := r.Context()
	about, _ := p.about.get(ctx) // as pages do, it does without
	view := p.shownBy(x, o, about)
	look := camera{still.Center(view), view.Zoom}
	near, err := p.around(ctx, look.box(float64(o.width), float64(o.height)), x.layers, x.where)
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
	around := still.Furniture{Theme: o.theme, Sources: sourceLines(about, append(near.sources, told.sources...))}
	if o.names {
		around.Figure, around.Link = told.sentence, told.link
	}
	furniture, keep := still.LayOut(view, around)
	scene, err := still.Compose(ctx, p.tiles, document, view, still.Options{NoText: !o.names, Keep: keep})
	if err != nil {
		return nil, err
	}
	if x.figure != nil && x.figure.Question.Within.Area == "" {
		outline, err := lonLat(nil, x.figure.Question.Within.Shape)
		if err != nil {
			return nil, err
		}
		scene.Marks = append(scene.Marks, still.Outline(view, outline.(orb.MultiPolygon), o.theme)...)
	}
	scene.Marks = append(scene.Marks, furniture...)
	scene.Title, scene.About = x.Heading, told.about(x, around.Sources)
	if suffix == "svg" {
		return still.SVG(scene), nil
	}
	return still.PNG(scene, float64(o.scale)), nil
}

// styleOf is the style of an exhibit's embed, drawn from tiles that show the homes it is about.
func (p pictures) styleOf(r *http.Request, x exhibit, o pictureOptions) (style.Style, error) {
	options := styles{p.site}.styleOptions(r, string(o.theme))
	options.Origin = "" // the tiles are asked for in here
	options.Embed, options.Focus, options.Layers = true, style.Focus{Kind: x.Kind, Ref: x.Ref}, x.layers
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

// sourceLines are the lines that must stand beside a map, and that the place is invented where it is.
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
