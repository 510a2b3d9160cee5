package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/atlas"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

// savedMaps are maps that people composed and published. Their pages are for everybody, and no cookie is looked at: their owners change them
// on pages of their own (mapDesk).
type savedMaps struct{ *site }

func (m savedMaps) routes(r chi.Router) {
	r.Get("/maps", m.handle(m.list))
	r.Get("/maps/{ref}", m.handle(m.one))
}

// composed is what a map is about, as the registers have it now. What has left them since is left out.
type composed struct {
	atlas.Map
	areas  []composedArea
	assets []asset.Asset
}

type composedArea struct {
	area.Area
	homes    provenance.Number // inside, of those that the map shows
	sentence string            // the public's, where there is no number
	sources  []provenance.Source
}

func (s *site) exhibitMap(ctx context.Context, x *exhibit) error {
	if s.SavedMaps == nil {
		return noExhibit
	}
	found, err := s.SavedMaps.PublishedMap(ctx, x.Ref)
	if err != nil {
		return err
	}
	return s.compose(ctx, x, found)
}

// compose makes an exhibit of a map.
func (s *site) compose(ctx context.Context, x *exhibit, m atlas.Map) error {
	x.Heading, x.layers, x.theme, x.where, x.composed = m.Title, m.Layers, m.Theme, m.Where, composed{Map: m}
	if len(m.Hosts) > 0 {
		x.allowed = append([]string{"'self'"}, m.Hosts...)
	}
	if m.Look != nil {
		x.begin = &camera{orb.Point{m.Look.Lon, m.Look.Lat}, m.Look.Zoom}
	}
	add := func(stored, grid orb.Geometry) error {
		shape, err := lonLat(stored, grid)
		if err != nil {
			return err
		}
		box := shape.Bound()
		if x.placed {
			box = box.Union(x.bounds)
		}
		x.place(box)
		return nil
	}
	for _, ref := range m.Areas {
		one, err := s.Areas.Area(ctx, ref)
		if isMissing(err) {
			continue
		}
		if err == nil {
			err = add(one.LonLat, one.Shape)
		}
		if err != nil {
			return err
		}
		x.composed.areas = append(x.composed.areas, composedArea{Area: one})
	}
	for _, ref := range m.Assets {
		one, err := s.Assets.Asset(ctx, ref)
		if isMissing(err) {
			continue
		}
		if err == nil {
			err = add(one.LonLat, one.Shape)
		}
		if err != nil {
			return err
		}
		x.composed.assets = append(x.composed.assets, withoutPerson(one))
	}
	if x.placed && len(x.composed.areas) == 0 {
		x.place(roomAround(x.bounds))
	}
	return nil
}

// countComposed counts the homes in each area of a map.
func (s *site) countComposed(ctx context.Context, c *composed) error {
	for i := range c.areas {
		one := &c.areas[i]
		b, err := s.storedArea(ctx, one.Ref)
		if isMissing(err) {
			continue
		}
		if err != nil {
			return err
		}
		counted, err := s.countTold(ctx, b, nil, c.Where)
		if err != nil {
			return err
		}
		one.homes, one.sentence, one.sources = totalOf(counted.figure), counted.sentence(), counted.Sources
	}
	return nil
}

// pictured is the exhibit that a still map is to be had of: a map that is not saved yet borrows that of the first thing in it.
func (x exhibit) pictured() (kind, ref string, ok bool) {
	switch {
	case x.Kind != "maps" || x.Ref != newMap:
		return x.Kind, x.Ref, true
	case len(x.composed.areas) > 0:
		return "areas", x.composed.areas[0].Ref, true
	case len(x.composed.assets) > 0:
		return "assets", x.composed.assets[0].Ref, true
	}
	return "", "", false
}

// newMap is where a map is composed, and so no ref of one.
const newMap = "new"

// mapRow is an area or asset in the table of a map.
type mapRow struct {
	Path, Name, What string
	Hectares         string
	Homes            provenance.Number
	Counted          bool
}

func (c composed) rows() (rows []mapRow) {
	for _, one := range c.areas {
		stage, _ := area.Stages.Find(one.Stage)
		rows = append(rows, mapRow{"/areas/" + one.Ref, area.Title(one.Name), stage.Name, hectares(one.Hectares), one.homes, one.homes.Figure() != nil && one.sentence == ""})
	}
	for _, one := range c.assets {
		rows = append(rows, mapRow{Path: "/assets/" + one.Ref, Name: one.Name, What: asset.Kinds.Name(one.Kind)})
	}
	return rows
}

func (c composed) sources() (all []provenance.Source) {
	for _, one := range c.areas {
		all = append(append(all, one.Source), one.sources...)
	}
	return append(all, sourcesOf(c.assets, func(a asset.Asset) provenance.Source { return a.Source })...)
}

// paragraphs are a text as it was parted by empty lines.
func paragraphs(text string) (parts []string) {
	for part := range strings.SplitSeq(text, "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// mapFiltersSaid says which homes a map shows, in words.
func mapFiltersSaid(where map[string][]string) []said {
	return filtersSaid(provenance.Question{Of: "homes", Where: where})
}

type savedMapsView struct {
	Page
	Rows []savedMapRow
	Mine bool // people compose maps here
}

type savedMapRow struct{ Ref, Title, Since string }

// mostMapsListed is how many published maps are listed.
const mostMapsListed = 200

func (m savedMaps) list(w http.ResponseWriter, r *http.Request) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	found, err := m.SavedMaps.PublishedMaps(r.Context(), mostMapsListed)
	if err != nil {
		return err
	}
	page, _ := m.frame(r.Context(), "map", "Maps that people made", "/maps")
	view := savedMapsView{Page: page, Mine: m.MapKeeper != nil && m.Doors != nil}
	for _, one := range found {
		view.Rows = append(view.Rows, savedMapRow{one.Ref, one.Title, longDate(one.PublishedAt.In(london))})
	}
	return m.show(w, r, "saved/list.html", view)
}

type savedMapView struct {
	Page
	Heading    string
	Paragraphs []string
	Frame      string // address of its embed
	Rows       []mapRow
	Homes      bool // they are shown, and counted
	Filters    []said
	Sources    []embedSource
	Since      string
	Changed    string
	Share      string
}

func (m savedMaps) one(w http.ResponseWriter, r *http.Request) error {
	if _, err := readQuery(r); err != nil {
		return err
	}
	x, err := m.exhibit(r.Context(), "maps", pathPart(r, "ref"))
	if err != nil {
		return err
	}
	if err := m.countComposed(r.Context(), &x.composed); err != nil {
		return err
	}
	page, _ := m.frame(r.Context(), "map", x.Heading, x.Path)
	page.shares(m.site, x)
	page.Shared = m.sharedPicture("maps", x.Ref, x.Heading, x.composed.Text)
	c := x.composed
	var sources embedView
	sources.sourced(c.sources())
	return m.show(w, r, "saved/page.html", savedMapView{Page: page, Heading: x.Heading, Paragraphs: paragraphs(c.Text), Frame: "/embed" + x.Path + "?list=no&table=no", Rows: c.rows(),
		Homes: slices.Contains(x.layers, "homes"), Filters: mapFiltersSaid(c.Where), Sources: sources.Sources, Since: longDate(c.PublishedAt.In(london)), Changed: longDate(c.ChangedAt.In(london)), Share: "/share" + x.Path})
}

type mapEmbedView struct {
	embedView
	Paragraphs []string
	Rows       []mapRow
	Homes      bool
	Filters    []said
	Preview    bool
}

func (e embeds) mapView(r *http.Request, x exhibit, frame embedView, around []provenance.Source) (mapEmbedView, error) {
	v := mapEmbedView{embedView: frame, Paragraphs: paragraphs(x.composed.Text), Homes: slices.Contains(x.layers, "homes"), Filters: mapFiltersSaid(x.where), Preview: x.Ref == newMap}
	if v.ShowTable {
		if err := e.countComposed(r.Context(), &x.composed); err != nil {
			return v, err
		}
		v.Rows = x.composed.rows()
	}
	v.sourced(append(around, x.composed.sources()...))
	return v, nil
}

// previewKeys are what the preview of a map reads: nothing that whoever made the link has written.
func previewKeys() []string {
	keys := append([]string{"areas", "assets"}, embedKeys...)
	for _, g := range home.PublicGroupings {
		keys = append(keys, g.Key)
	}
	return keys
}

// preview is a map that is being composed, from what its address names. It says no words of its author, so nobody makes this server say theirs.
func (s *site) preview(r *http.Request) (x exhibit, o *embedOptions, err error) {
	q, err := readQuery(r, previewKeys()...)
	if err != nil {
		return x, nil, err
	}
	m := atlas.Map{Title: "Preview of your map", Areas: q.list("areas"), Assets: q.list("assets"), Layers: q.list("layers"), Where: map[string][]string{}}
	for _, g := range home.PublicGroupings {
		if list := q.list(g.Key); len(list) > 0 {
			m.Where[g.Key] = list
		}
	}
	if len(m.Layers) == 0 {
		m.Layers = mapLayers.Slugs()
	}
	m = m.Tidied()
	if err := m.Check(); err != nil {
		return x, nil, err
	}
	if m.Where, err = filtersKnown(m.Where); err != nil {
		return x, nil, err
	}
	x = exhibit{Kind: "maps", Ref: newMap}
	if err := s.compose(r.Context(), &x, m); err != nil {
		return x, nil, err
	}
	x.allowed, x.Path = []string{"'self'"}, "/maps/"+newMap
	o, err = embedOptionsIn(q, x)
	return x, o, err
}

// filtersKnown refuses values of filters that are in no list, so that every tile of the map can be had.
func filtersKnown(where map[string][]string) (map[string][]string, error) {
	for key, list := range where {
		g, ok := home.FindPastGrouping(key)
		if !ok {
			return nil, unknownParameter(key, nil)
		}
		if g.Codes == nil {
			continue
		}
		for _, value := range list {
			if value == home.Unknown || key == "bedrooms" {
				continue
			}
			if err := unknownValue(g.Codes.Check(key, value), value); err != nil {
				return nil, err
			}
		}
	}
	return where, nil
}
