package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"terrier/plans/home"
)

// explorer is the map, and the list that says the same.
type explorer struct{ *site }

func (e explorer) routes(r chi.Router) { r.Get("/", e.handle(e.page)) }

// mostListed is how many assets the explorer lists; the rest is at /assets.
const mostListed = 200

type explorerView struct {
	Page
	View         string // "map" or "list"
	Bounds       string // "w,s,e,n" of everything or of the box asked for; "" lets the map choose
	Box          string // the bounding box that the lists are narrowed to, "" for none
	Homes        int
	Sentence     string
	Tenures      []tenureView
	Areas        []areaRow
	Assets       []assetRow
	AssetsTotal  int
	Associations []associationRow
}

// tenureView is one tenure group in the bar over all homes; X and Width are in percent.
type tenureView struct {
	Value, Name string
	Count       int
	Share       int
	X, Width    float64
}

// page reads view= and bbox=; what else a link to the map carries is the script's.
func (e explorer) page(w http.ResponseWriter, r *http.Request) error {
	page, about := e.frame(r.Context(), "map", "Map", "/")
	view := explorerView{Page: page, View: "map"}
	if r.URL.Query().Get("view") == "list" {
		view.View = "list"
	}
	if about.hasView {
		view.Bounds = bounds(about.view)
	}
	counted, err := e.narrow(r, &view)
	if err != nil {
		return err
	}
	view.Homes, view.Tenures = counted.Total, tenureGroups(counted)
	if counted.Total == 0 {
		view.Sentence = publicSentence
	}
	return e.show(w, r, "map.html", view)
}

// lists are what the explorer says in words of the whole register.
type lists struct {
	areas        []areaRow
	assets       []assetRow
	assetsTotal  int
	associations []associationRow
}

func (s *site) askLists(ctx context.Context) (l lists, err error) {
	if l, err = s.listIn(ctx, query{}); err != nil {
		return l, err
	}
	holdings, err := s.Associations.Associations(ctx, false)
	l.associations = rowsOfAssociations(holdings)
	return l, err
}

// listIn lists the areas and assets that a query asks for.
func (s *site) listIn(ctx context.Context, q query) (l lists, err error) {
	inAreas, _, err := areas{s}.find(ctx, q)
	if err != nil {
		return l, err
	}
	if l.areas, err = rowsOfAreas(inAreas); err != nil {
		return l, err
	}
	found, _, err := assets{s}.find(ctx, q)
	l.assetsTotal = len(found)
	l.assets = rowsOfAssets(found[:min(len(found), mostListed)])
	return l, err
}

// narrow fills the lists, with what is in the box where one is asked for.
func (e explorer) narrow(r *http.Request, view *explorerView) (home.Summary, error) {
	boxed := query{map[string][]string{"bbox": r.URL.Query()["bbox"]}}
	b, hasBox, err := readBox(boxed)
	if err != nil {
		return home.Summary{}, err
	}
	all, err := e.lists.get(r.Context())
	if err != nil {
		return home.Summary{}, err
	}
	question, shown := home.Question{By: []string{"tenure"}}, all
	if hasBox {
		view.Box, view.Bounds = boundText(b.given), bounds(b.given)
		question.Within = b.boundary().Shape
		if shown, err = e.listIn(r.Context(), boxed); err != nil {
			return home.Summary{}, err
		}
	}
	view.Areas, view.Assets, view.AssetsTotal, view.Associations = shown.areas, shown.assets, shown.assetsTotal, all.associations
	return e.Homes.CountHomes(r.Context(), question)
}

// tenureGroups adds tenures up to the groups that the map draws, in its order.
func tenureGroups(s home.Summary) []tenureView {
	var groups []tenureView
	for _, group := range home.TenureGroups {
		n := 0
		for _, c := range s.By["tenure"] {
			if tenureGroup(c.Value) == group.Slug {
				n += c.Count
			}
		}
		if n > 0 {
			groups = append(groups, tenureView{Value: group.Slug, Name: group.Name, Count: n})
		}
	}
	at := 0
	for i := range groups {
		g := &groups[i]
		g.X = roundTo(100*float64(at)/float64(s.Total), 2)
		g.Width = roundTo(100*float64(g.Count)/float64(s.Total), 2)
		g.Share = int(roundTo(100*float64(g.Count)/float64(s.Total), 0))
		at += g.Count
	}
	return slices.Clip(groups)
}
