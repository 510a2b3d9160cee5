package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"terrier/plans/disclosure"
	"terrier/plans/home"
)

// homesView is the page that asks about a boundary: filters, totals, bars and tables.
type homesView struct {
	Page
	Heading  string
	Area     string // ref, where the homes of a stored area are shown
	AreaName string
	Box      string // the bounding box as given, "" where there is none
	Boundary boundary
	Path     string // of this page, for its form
	Summary  summaryView
	Filters  []filterView
	Chips    []chipView // filters in force
	Clear    string     // this page without them
	Bounds   string     // for the map
}

// filterView is one group of choices in the form.
type filterView struct {
	Key, Name string
	Options   []optionView
	Open      bool // something is chosen in it
}

type optionView struct {
	Value, Name string
	Chosen      bool
}

// chipView is a filter in force and the address of the page without it.
type chipView struct{ Name, Remove string }

func (s *site) homesPage(w http.ResponseWriter, r *http.Request, path string, answer summary) error {
	title := "Homes that associations publish"
	if s.table() != nil {
		title = "Homes of housing associations"
	}
	if answer.boundary.Area != "" {
		title = "Homes in " + answer.boundary.Name
	}
	page, about := s.frame(r.Context(), "homes", title, path)
	view := homesView{Page: page, Heading: title, Path: path, Boundary: answer.boundary, Box: r.URL.Query().Get("bbox"),
		Summary: answer.view(path), Clear: path}
	if answer.boundary.Area != "" {
		view.Area, view.AreaName, view.Nav = answer.boundary.Area, answer.boundary.Name, "areas"
	}
	if about.hasView {
		view.Bounds = bounds(about.view)
	}
	kept := url.Values{} // of the question, what is no filter
	if path == "/homes" {
		kept = answer.asked
	}
	if view.Box != "" {
		view.Canonical = ""
	}
	if len(kept) > 0 {
		view.Clear += "?" + readableQuery(kept)
	}
	var err error
	if view.Filters, err = s.publicFilters(r, answer.question.Where); err != nil {
		return err
	}
	view.Chips = chips(view.Filters, answer.question.Where, path, kept)
	return s.show(w, r, "home/page.html", view)
}

// filterViews are all the choices there are. Owners are those that publish homes here.
func (s *site) filterViews(r *http.Request, groupings []home.Grouping, where map[string][]string) ([]filterView, error) {
	var filters []filterView
	for _, g := range groupings {
		f := filterView{Key: g.Key, Name: g.Name, Open: len(where[g.Key]) > 0}
		for _, c := range g.Codes {
			f.Options = append(f.Options, optionView{c.Slug, c.Name, slices.Contains(where[g.Key], c.Slug)})
		}
		if g.Codes == nil {
			owners, err := s.toldOwners(r.Context())
			if err != nil {
				return nil, err
			}
			for _, o := range owners {
				f.Options = append(f.Options, optionView{o.Ref, o.Name, slices.Contains(where[g.Key], o.Ref)})
			}
		} else if g.Key != "tenure" {
			f.Options = append(f.Options, optionView{home.Unknown, "Not said", slices.Contains(where[g.Key], home.Unknown)})
		}
		filters = append(filters, f)
	}
	return filters, nil
}

// publicFilters are the choices that the public has: those of the release that is served, and whether only published homes are meant.
func (s *site) publicFilters(r *http.Request, where map[string][]string) ([]filterView, error) {
	filters, err := s.filterViews(r, home.PublicGroupings, where)
	if err != nil {
		return nil, err
	}
	table := s.table()
	for i, f := range filters {
		if f.Key == "bedrooms" {
			filters[i].Options = slices.DeleteFunc(f.Options, func(o optionView) bool { return !offered(table, o) })
		}
	}
	if table == nil {
		return filters, nil
	}
	only := filterView{Key: home.PublishedOnly, Name: "Published or all", Open: where[home.PublishedOnly] != nil}
	for _, c := range sources {
		only.Options = append(only.Options, optionView{c.Slug, c.Name, slices.Contains(where[home.PublishedOnly], c.Slug)})
	}
	return append(filters, only), nil
}

// offered says whether a number of bedrooms is offered to be chosen: those that the release tells apart, or where there is none, each.
func offered(table *disclosure.Table, o optionView) bool {
	if o.Chosen {
		return true
	}
	if table == nil {
		return o.Value != home.FiveOrMore
	}
	return slices.Contains(table.Scheme.Way("bedrooms").Values, o.Value)
}

// chips are the values in force, each with the address of the page without it.
func chips(filters []filterView, where map[string][]string, path string, kept url.Values) []chipView {
	var chips []chipView
	for _, f := range filters {
		for _, value := range where[f.Key] {
			name := value
			for _, o := range f.Options {
				if o.Value == value {
					name = o.Name
				}
			}
			without := url.Values{}
			for key, values := range kept {
				without[key] = values
			}
			for key, values := range where {
				values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return key == f.Key && v == value })
				if len(values) > 0 {
					without.Set(key, strings.Join(values, ","))
				}
			}
			remove := path
			if len(without) > 0 {
				remove += "?" + readableQuery(without)
			}
			chips = append(chips, chipView{f.Name + ": " + name, remove})
		}
	}
	return chips
}
