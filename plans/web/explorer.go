package web

import (
	"context"
	"html/template"
	"net/http"

	"github.com/go-chi/chi/v5"

	"terrier/plans/home"
	"terrier/plans/provenance"
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
	Homes        provenance.Number
	Sentence     string
	Untold       string // the same, for what the map tells of a cell
	Tenures      []tenureView
	Areas        []areaRow
	AreasTotal   provenance.Number
	Assets       []assetRow
	AssetsTotal  provenance.Number
	MoreAssets   bool // than are listed
	Associations []associationRow
}

// tenureView is one tenure group in the bar over all homes.
type tenureView struct {
	Value, Name string
	Count       provenance.Number
	Percent     string            // "" where the base is too small
	X, Width    template.HTMLAttr // in a bar 100 wide
}

// page reads view= and bbox=; what else a link to the map carries is the script's.
func (e explorer) page(w http.ResponseWriter, r *http.Request) error {
	page, about := e.frame(r.Context(), "map", "Map", "/")
	view := explorerView{Page: page, View: "map", Untold: publicSentence}
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
	view.Homes, view.Tenures = counted.Total(), tenureGroups(counted)
	if !view.Homes.Some() {
		view.Sentence = publicSentence
	}
	return e.show(w, r, "map.html", view)
}

// lists are what the explorer says in words of the whole register.
type lists struct {
	areas        []areaRow
	areasTotal   provenance.Number
	assets       []assetRow
	assetsTotal  provenance.Number
	associations []associationRow
}

func (s *site) askLists(ctx context.Context) (l lists, err error) {
	if l, err = s.listIn(ctx, query{}); err != nil {
		return l, err
	}
	holdings, err := s.listedAssociations(ctx, false)
	if err != nil {
		return l, err
	}
	stock, err := s.byOwner(ctx)
	if err == nil {
		l.associations = rowsOfAssociations(holdings, stock)
	}
	return l, err
}

// listIn lists the areas and assets that a query asks for.
func (s *site) listIn(ctx context.Context, q query) (l lists, err error) {
	askedAreas, err := askedOfAreas(q)
	if err != nil {
		return l, err
	}
	inAreas, err := areas{s}.find(ctx, askedAreas)
	if err != nil {
		return l, err
	}
	if l.areas, err = rowsOfAreas(inAreas); err != nil {
		return l, err
	}
	askedAssets, err := s.askedOfAssets(ctx, q)
	if err != nil {
		return l, err
	}
	found, err := assets{s}.find(ctx, askedAssets)
	if err != nil {
		return l, err
	}
	l.areasTotal = s.figureOfAreas(askedAreas.question, inAreas).Total()
	l.assetsTotal = s.figureOfAssets(askedAssets.question, found).Total()
	l.assets = rowsOfAssets(found[:min(len(found), mostListed)])
	return l, nil
}

// narrow fills the lists, with what is in the box where one is asked for.
func (e explorer) narrow(r *http.Request, view *explorerView) (*provenance.Figure, error) {
	boxed := query{map[string][]string{"bbox": r.URL.Query()["bbox"]}}
	b, hasBox, err := readBox(boxed)
	if err != nil {
		return nil, err
	}
	all, err := e.lists.get(r.Context())
	if err != nil {
		return nil, err
	}
	within, shown := everywhere, all
	if hasBox {
		view.Box, view.Bounds = boundText(b.given), bounds(b.given)
		within = b.boundary()
		if shown, err = e.listIn(r.Context(), boxed); err != nil {
			return nil, err
		}
	}
	view.Areas, view.AreasTotal, view.Assets, view.AssetsTotal = shown.areas, shown.areasTotal, shown.assets, shown.assetsTotal
	view.MoreAssets, view.Associations = shown.assetsTotal.Int() > len(shown.assets), all.associations
	counted, err := e.countHomes(r.Context(), within, []string{"tenure"}, nil)
	return counted.figure, err
}

// tenureGroups adds tenures up to the groups that the map draws, in its order.
func tenureGroups(f *provenance.Figure) []tenureView {
	var groups []tenureView
	at, all := 0, f.Total().Int()
	for _, group := range home.TenureGroups {
		var tenures []string
		for _, c := range home.Tenures {
			if c.Group == group.Slug {
				tenures = append(tenures, c.Slug)
			}
		}
		if n := f.Part("tenure", tenures...); n.Some() {
			groups = append(groups, tenureView{group.Slug, group.Name, n, percent(n.Int(), all), length("x", at, all), length("width", n.Int(), all)})
			at += n.Int()
		}
	}
	return groups
}
