package web

import (
	"context"
	"encoding/json"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"terrier/geo/grid"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/home"
	"terrier/plans/provenance"
	"terrier/tiles/layer"
)

// embedWidth and embedHeight are the size that an embed's picture has, and its map in a frame as wide.
const embedWidth, embedHeight = 640, 400

// embedView is what every embed has. The view of each kind embeds it.
type embedView struct {
	Page
	Heading     string
	PageAddress string // of the thing, to be opened beside
	Theme       string
	Picture     embedPicture
	Legend      []legendRow
	Far         bool // the picture shows homes as squares
	ShowLegend  bool
	ShowList    bool
	ShowTable   bool
	Sources     []embedSource
	Config      template.JS // embedConfig as JSON
	Preloads    []preload
	Ahead       template.JS // fetchAhead
	about       about
}

// embedPicture is the still map: addresses of its light and dark form. Without Dark there is but one.
type embedPicture struct{ Address, Dark, Alt string }

// pixels is the address of the same picture as PNG, for pages that take no SVG: newsletters and editors of websites.
func (p embedPicture) pixels() string { return strings.Replace(p.Address, ".svg?", ".png?", 1) }

// embedSource is who says so, and as at when.
type embedSource struct{ Publisher, AsAt string }

// embedConfig is what the script of an embed reads (decision 20).
type embedConfig struct {
	Kind    string            `json:"kind"`
	Ref     string            `json:"ref"`
	Label   string            `json:"label"`
	Bounds  *[4]float64       `json:"bounds"` // null where the view was chosen
	Center  [2]float64        `json:"center"`
	Zoom    float64           `json:"zoom"`
	Theme   string            `json:"theme"`
	Tiles   string            `json:"tiles"`
	MinZoom int               `json:"minzoom"`
	MaxZoom int               `json:"maxzoom"`
	Styles  map[string]string `json:"styles"`
	Pages   string            `json:"pages"`
	Legend  bool              `json:"legend"`
	List    bool              `json:"list"`
	Labels  bool              `json:"labels"`
	Kinds   map[string]string `json:"kinds"` // names of kinds of assets that are not what their code says
	First   []firstIn         `json:"first"`
}

// preload is something that the script will ask for at once; Media says for which readers.
type preload struct{ Address, Media string }

// embedded is the frame of an embed, and what lies around its thing.
func (s *site) embedded(r *http.Request, x exhibit, o *embedOptions) (v embedView, near surroundings, err error) {
	ctx := r.Context()
	page, about := s.frame(ctx, "", x.Heading, x.Path)
	look := o.looks(x, about, embedWidth, embedHeight)
	if near, err = s.around(ctx, look.box(embedWidth, embedHeight), o.Layers, x.where); err != nil {
		return v, near, err
	}
	config := s.embedConfig(r, x, o, look)
	config.First = firstTiles(func(width, height float64) []grid.Tile { return o.looks(x, about, width, height).tiles(width, height) })
	text, err := json.Marshal(config) // with < > & escaped, as it stands in a page
	if err != nil {
		return v, near, err
	}
	v = embedView{Page: page, Heading: x.Heading, PageAddress: s.PublicURL + x.Path, Theme: o.Theme, ShowLegend: o.Legend, ShowList: o.List, ShowTable: o.Table,
		Picture: s.embedPicture(x, o, look), Legend: near.legend(), Far: look.zoom < layer.HomeMinZoom, Config: template.JS(text), Preloads: config.preloads(o.Theme), Ahead: fetchAhead}
	v.about = about
	return v, near, nil
}

func (s *site) embedPicture(x exhibit, o *embedOptions, look camera) embedPicture {
	kind, ref, ok := x.pictured()
	if !ok {
		return embedPicture{}
	}
	light := "/pictures/" + kind + "/" + ref + ".svg?h=400&w=640"
	if o.look != nil || x.begin != nil {
		light += "&bbox=" + bounds(look.box(embedWidth-2*margin, embedHeight-2*margin))
	}
	if !o.Labels {
		light += "&labels=no"
	}
	if o.layers {
		light += "&layers=" + strings.Join(o.Layers, ",")
	}
	dark := light + "&theme=dark"
	p := embedPicture{Address: light, Alt: "Map of " + x.Heading + ". What it shows stands below in words and figures."}
	switch o.Theme {
	case "auto":
		p.Dark = dark
	case "dark":
		p.Address = dark
	}
	return p
}

// kindsNamedOtherwise are the names of kinds of assets that their codes do not say.
var kindsNamedOtherwise = func() map[string]string {
	names := map[string]string{}
	for _, kind := range asset.Kinds {
		if strings.ReplaceAll(kind.Slug, "-", " ") != strings.ToLower(kind.Name) {
			names[kind.Slug] = kind.Name
		}
	}
	return names
}()

func (s *site) embedConfig(r *http.Request, x exhibit, o *embedOptions, look camera) embedConfig {
	origin := s.originFor(r)
	c := embedConfig{Kind: x.Kind, Ref: x.Ref, Label: "Map of " + x.Heading, Center: [2]float64{plans.Round(look.center[0], 6), plans.Round(look.center[1], 6)}, Zoom: plans.Round(look.zoom, 3),
		Theme: o.Theme, Tiles: origin + "/tiles/embed/{z}/{x}/{y}.mvt" + x.tileQuery(), MaxZoom: deepestTiles, Styles: map[string]string{}, Pages: s.PublicURL, Legend: o.Legend, List: o.List, Labels: o.Labels, Kinds: kindsNamedOtherwise}
	if x.placed && o.look == nil && x.begin == nil {
		c.Bounds = &[4]float64{plans.Round(x.bounds.Min[0], 6), plans.Round(x.bounds.Min[1], 6), plans.Round(x.bounds.Max[0], 6), plans.Round(x.bounds.Max[1], 6)}
	}
	for _, theme := range []string{"light", "dark"} {
		address := origin + "/styles/embed.json?theme=" + theme + focusQuery(x.focus())
		if o.layers || x.Kind == "maps" {
			address += "&layers=" + strings.Join(o.Layers, ",")
		}
		c.Styles[theme] = address
	}
	return c
}

// preloads are the style documents, of which a reader needs one.
func (c embedConfig) preloads(theme string) []preload {
	if theme == "auto" {
		return []preload{{c.Styles["light"], "not all and (prefers-color-scheme: dark)"}, {c.Styles["dark"], "(prefers-color-scheme: dark)"}}
	}
	return []preload{{c.Styles[theme], ""}}
}

// sourced says whose facts an embed shows. Their lines stand beside those of the ground, and cannot be left out.
func (v *embedView) sourced(all []provenance.Source) {
	days := map[string][2]time.Time{}
	var publishers []string
	for _, source := range provenance.Once(all) {
		if source.Publisher == "" {
			continue
		}
		span, known := days[source.Publisher]
		if !known {
			publishers = append(publishers, source.Publisher)
		}
		if day := source.AsAt; !day.IsZero() {
			if span[0].IsZero() || day.Before(span[0]) {
				span[0] = day
			}
			if day.After(span[1]) {
				span[1] = day
			}
		}
		days[source.Publisher] = span
	}
	slices.Sort(publishers)
	for _, name := range publishers {
		said := longDate(days[name][1])
		if first := longDate(days[name][0]); first != said {
			said = first + " to " + said
		}
		v.Sources = append(v.Sources, embedSource{name, said})
	}
	v.Attributions = sourceLines(v.about, all)
}

// surroundings are what else is on a map: the kinds of it, and where it is from.
type surroundings struct {
	tenures  *provenance.Figure
	statuses []string // of areas
	assets   bool
	sources  []provenance.Source
}

// around asks what lies in a box, of the layers that are shown. Where there is no such box on the grid there is nothing.
func (s *site) around(ctx context.Context, b orb.Bound, layers []string, where map[string][]string) (near surroundings, err error) {
	onGrid, err := degreeBox(b)
	if err != nil {
		return near, nil // outside Great Britain there is nothing to explain
	}
	in := box{given: b, system: degrees, onGrid: onGrid}
	if slices.Contains(layers, "areas") {
		found, err := areas{s}.find(ctx, areasAsked{filter: area.Filter{Box: onGrid.Bound(), HasBox: true}, box: in})
		if err != nil {
			return near, err
		}
		for _, one := range found {
			stage, _ := area.Stages.Find(one.Stage)
			if !slices.Contains(near.statuses, stage.Group) {
				near.statuses = append(near.statuses, stage.Group)
			}
			near.sources = append(near.sources, one.Source)
		}
	}
	if slices.Contains(layers, "assets") {
		found, err := assets{s}.find(ctx, assetsAsked{filter: asset.Filter{Box: onGrid.Bound(), HasBox: true}, box: in})
		if err != nil {
			return near, err
		}
		near.assets = len(found) > 0
		near.sources = append(near.sources, sourcesOf(found, func(a asset.Asset) provenance.Source { return a.Source })...)
	}
	if slices.Contains(layers, "homes") {
		counted, err := s.countTold(ctx, in.boundary(), []string{"tenure"}, where)
		if err != nil {
			return near, err
		}
		near.tenures = counted.figure
		near.sources = append(near.sources, counted.Sources...)
	}
	return near, nil
}

// countTold counts homes; where the release has no such table, those that are published.
func (s *site) countTold(ctx context.Context, b boundary, by []string, where map[string][]string) (summary, error) {
	counted, err := s.countHomes(ctx, b, by, where)
	var refused *plans.Error
	if asError(err, &refused) && refused.Kind == plans.Invalid {
		return s.countHomes(ctx, b, by, published(where))
	}
	return counted, err
}

// published narrows filters to homes that are published home by home, of which everything can be asked.
func published(where map[string][]string) map[string][]string {
	narrowed := maps.Clone(where)
	if narrowed == nil {
		narrowed = map[string][]string{}
	}
	narrowed[home.PublishedOnly] = []string{provenance.Published}
	return narrowed
}
