package web

import (
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"terrier/plans/area"
	"terrier/plans/asset"
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
	holdings, err := e.Associations.Associations(r.Context(), false)
	if err != nil {
		return err
	}
	view.Associations = rowsOfAssociations(holdings)
	return e.show(w, r, "map.html", view)
}

// narrow fills the lists, with what is in the box where one is asked for.
func (e explorer) narrow(r *http.Request, view *explorerView) (home.Summary, error) {
	found, inAreas, counted := []asset.Asset(nil), []area.Area(nil), home.Summary{}
	b, hasBox, err := readBox(query{map[string][]string{"bbox": r.URL.Query()["bbox"]}})
	if err != nil {
		return counted, err
	}
	if hasBox {
		view.Box, view.Bounds = boundText(b.given), bounds(b.given)
		counted, err = e.Homes.CountHomes(r.Context(), home.Question{Within: b.boundary().Shape, By: []string{"tenure"}})
	} else {
		counted, err = e.stock.get(r.Context())
	}
	if err != nil {
		return counted, err
	}
	same := query{map[string][]string{"bbox": r.URL.Query()["bbox"]}}
	if inAreas, _, err = areas(e).find(r, same); err != nil {
		return counted, err
	}
	if view.Areas, err = rowsOfAreas(inAreas); err != nil {
		return counted, err
	}
	if found, _, err = assets(e).find(r, same); err != nil {
		return counted, err
	}
	view.AssetsTotal = len(found)
	view.Assets = rowsOfAssets(found[:min(len(found), mostListed)])
	return counted, nil
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
