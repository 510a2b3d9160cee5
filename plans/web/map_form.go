package web

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"terrier/plans/area"
	"terrier/plans/atlas"
	"terrier/plans/home"
)

// mapFormView is the form of a map.
type mapFormView struct {
	Page
	Action     string // where the form goes
	Ref        string // "" while it is not kept
	Published  bool
	Version    string
	Edit       string
	Name, Text string
	Look       string
	Hosts      string
	Layers     []optionView
	Themes     []optionView
	Things     []thingView // that are chosen, and that were found
	Find       string
	Found      bool // something was looked for
	None       bool // and nothing was found
	Filters    []filterChoice
	Filtered   bool
	Preview    string // address of a preview of what is chosen
	PreviewOf  string // address that the script makes previews from
	Address    string // of its page
	Share      string
	Done       string
	Problem    string
	Remedy     string
	Field      string
}

// thingView is an area or asset to be chosen.
type thingView struct {
	Key, Value string // of the field: areas or assets, and the ref
	Name, What string
	Chosen     bool
}

// filterChoice is a filter with the values that can be chosen.
type filterChoice struct {
	Key, Name string
	Options   []optionView
}

// mapFilters are what the homes of a map can be chosen by.
func mapFilters() (list []home.Grouping) {
	for _, g := range home.PublicGroupings {
		if g.Codes != nil {
			list = append(list, g)
		}
	}
	return list
}

// form shows a map as it stands, or as it was typed.
func (d mapDesk) form(ctx context.Context, m atlas.Map, f mapForm) (view mapFormView, err error) {
	title := "Make a map"
	if m.Ref != "" {
		title = "Change your map"
	}
	page, _ := d.frame(ctx, "account", title, "")
	view = mapFormView{Page: page, Action: "/maps/new", Ref: m.Ref, Published: m.Published(), Edit: f.edit, Name: m.Title, Text: m.Text, Look: f.look, Hosts: f.hosts, Find: f.find,
		Done: f.done, Problem: f.problem, Remedy: f.remedy, Field: f.field, PreviewOf: "/embed/maps/" + newMap, Filtered: len(m.Where) > 0}
	if f.version > 0 {
		view.Version = number(float64(f.version))
	}
	if m.Ref != "" {
		view.Action, view.Address, view.Share = "/maps/"+m.Ref+"/edit", d.PublicURL+"/maps/"+m.Ref, "/share/maps/"+m.Ref
	}
	if view.Look == "" && m.Look != nil && f.problem == "" {
		view.Look = number(m.Look.Lon) + ", " + number(m.Look.Lat) + ", " + number(m.Look.Zoom)
	}
	if view.Hosts == "" && f.problem == "" {
		view.Hosts = strings.Join(m.Hosts, "\n")
	}
	for _, c := range atlas.Layers {
		view.Layers = append(view.Layers, optionView{c.Slug, c.Name, slices.Contains(m.Layers, c.Slug)})
	}
	for _, c := range atlas.Themes {
		view.Themes = append(view.Themes, optionView{c.Slug, c.Name, m.Theme == c.Slug})
	}
	for _, g := range mapFilters() {
		choice := filterChoice{Key: g.Key, Name: g.Name}
		for _, c := range g.Codes {
			choice.Options = append(choice.Options, optionView{c.Slug, c.Name, slices.Contains(m.Where[g.Key], c.Slug)})
		}
		view.Filters = append(view.Filters, choice)
	}
	if view.Things, err = d.things(ctx, m); err != nil {
		return view, err
	}
	if f.find != "" {
		if err := d.lookFor(ctx, &view, f.find); err != nil {
			return view, err
		}
	}
	view.Preview = view.PreviewOf + previewQuery(m)
	return view, nil
}

// things are what a map is about, by name. What has left the registers is named by its ref, to be unticked.
func (d mapDesk) things(ctx context.Context, m atlas.Map) (all []thingView, err error) {
	for _, ref := range m.Areas[:min(len(m.Areas), atlas.MostThings)] {
		name := ref + " (not in the register any more)"
		one, err := d.Areas.Area(ctx, ref)
		if err == nil {
			name = area.Title(one.Name)
		} else if !isMissing(err) {
			return nil, err
		}
		all = append(all, thingView{"areas", ref, name, "Plan area", true})
	}
	for _, ref := range m.Assets[:min(len(m.Assets), atlas.MostThings)] {
		name := ref + " (not in the register any more)"
		one, err := d.Assets.Asset(ctx, ref)
		if err == nil {
			name = one.Name
		} else if !isMissing(err) {
			return nil, err
		}
		all = append(all, thingView{"assets", ref, name, "Community asset", true})
	}
	return all, nil
}

// mostFoundThings is how many areas and assets a search offers, of as many places of the name as mostSearched: streets and postcodes may
// come before them.
const (
	mostFoundThings = 20
	mostSearched    = 400
)

// lookFor adds areas and assets of a name, to be ticked.
func (d mapDesk) lookFor(ctx context.Context, view *mapFormView, text string) error {
	hits, err := d.Places.Search(ctx, shorten(text), nil, mostSearched)
	if err != nil {
		return err
	}
	view.Found, view.None = true, true
	chosen := len(view.Things)
	for _, hit := range hits {
		parts := strings.Split(hit.Path, "/")
		if len(parts) != 3 || parts[1] != "areas" && parts[1] != "assets" {
			continue
		}
		view.None = false
		one := thingView{parts[1], parts[2], hit.Name, "Community asset", false}
		if one.Key == "areas" {
			one.Name, one.What = area.Title(hit.Name), "Plan area"
		}
		if len(view.Things) >= chosen+mostFoundThings {
			break
		}
		if !slices.ContainsFunc(view.Things, func(t thingView) bool { return t.Key == one.Key && t.Value == one.Value }) {
			view.Things = append(view.Things, one)
		}
	}
	return nil
}

// previewQuery is what a preview is asked for.
func previewQuery(m atlas.Map) string {
	v := url.Values{}
	for key, list := range map[string][]string{"areas": m.Areas, "assets": m.Assets, "layers": m.Layers} {
		if len(list) > 0 {
			v.Set(key, strings.Join(list, ","))
		}
	}
	for key, list := range m.Where {
		v.Set(key, strings.Join(list, ","))
	}
	if m.Look != nil {
		v.Set("view", number(m.Look.Lon)+","+number(m.Look.Lat)+","+number(m.Look.Zoom))
	}
	if m.Theme != "" && m.Theme != "auto" {
		v.Set("theme", m.Theme)
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + readableQuery(v)
}
