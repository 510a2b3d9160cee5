package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"terrier/plans"
	boundaries "terrier/plans/boundary"
	"terrier/plans/place"
	"terrier/tiles/serve"
)

// places answers the search.
type places struct{ *site }

const (
	usualHits  = 8
	mostHits   = 50
	longestAsk = 100 // characters; no name in Great Britain has as many
)

func (p places) routes(r chi.Router) {
	r.Get("/places", p.handle(p.search))
	r.Get("/places.{suffix}", p.handle(p.search))
}

type hitJSON struct {
	place.Hit
	BBox []float64 `json:"bbox,omitempty"`
}

func (p places) search(w http.ResponseWriter, r *http.Request) error {
	as, err := p.format(w, r, asJSON, asPage)
	if err != nil {
		return err
	}
	q, err := readQuery(r, "q", "near", "limit")
	if err != nil {
		return err
	}
	text, near, limit, err := readSearch(q)
	if err != nil {
		return err
	}
	var hits []place.Hit
	if text != "" {
		if hits, err = p.Places.Search(r.Context(), text, near, limit); err != nil {
			return err
		}
	}
	if as == asPage {
		return p.page(w, r, text, hits)
	}
	answer := struct {
		Places []hitJSON `json:"places"`
	}{make([]hitJSON, len(hits))}
	for i, hit := range hits {
		answer.Places[i].Hit = hit
		if e := hit.Extent; e != nil {
			answer.Places[i].BBox = []float64{e.Min[0], e.Min[1], e.Max[0], e.Max[1]}
		}
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	serve.Send(w, r, serve.Answer{Type: "application/json", Cache: serve.Fresh, Body: append(body, '\n')})
	return nil
}

func readSearch(q query) (text string, near *orb.Point, limit int, err error) {
	if text, err = q.one("q"); err != nil {
		return "", nil, 0, err
	}
	if len([]rune(text)) > longestAsk {
		return "", nil, 0, plans.Refuse("too-long", "q", "That is longer than any name.", "Search for at most 100 characters.")
	}
	if near, err = readNear(q); err != nil {
		return "", nil, 0, err
	}
	said, err := q.one("limit")
	if err != nil || said == "" {
		return text, near, usualHits, err
	}
	limit, err = strconv.Atoi(said)
	if err != nil || limit < 1 || limit > mostHits {
		return "", nil, 0, plans.Refuse("bad-limit", "limit", strconv.Quote(shorten(said))+" is not a whole number from 1 to 50.", "Give a number from 1 to 50, or leave it out.")
	}
	return text, near, limit, nil
}

// readNear reads the middle of the map in degrees. Away from Great Britain it puts nothing nearer than anything else.
func readNear(q query) (*orb.Point, error) {
	text, err := q.one("near")
	if err != nil || text == "" {
		return nil, err
	}
	x, y, two := strings.Cut(text, ",")
	lon, errX := strconv.ParseFloat(strings.TrimSpace(x), 64)
	lat, errY := strconv.ParseFloat(strings.TrimSpace(y), 64)
	at := orb.Point{lon, lat}
	if !two || errX != nil || errY != nil || !finite(at) || lon < -180 || lon > 180 || lat < -90 || lat > 90 {
		return nil, plans.Refuse("bad-point", "near", strconv.Quote(shorten(text))+" is not a place.", "Give longitude,latitude in degrees, such as near=-1.50,53.81.")
	}
	if !isLonLat(at) {
		return nil, nil
	}
	return &at, nil
}

type placesView struct {
	Page
	Text string
	Rows []placeRow
	Said string
}

type placeRow struct{ Name, Context, KindName, Link string }

func (p places) page(w http.ResponseWriter, r *http.Request, text string, hits []place.Hit) error {
	title := "Search"
	if text != "" {
		title = "Search for " + text
	}
	page, _ := p.frame(r.Context(), "map", title, "")
	view := placesView{Page: page, Text: text}
	for _, hit := range hits {
		row := placeRow{hit.Name, hit.Context, kindName(hit.Kind), hit.Path}
		if row.Link == "" {
			row.Link = "/?view=list&bbox=" + bounds(around(hit))
		}
		view.Rows = append(view.Rows, row)
	}
	if len(hits) > 0 && hits[0].Inexact {
		view.Said = "Nothing is written exactly so. These are close."
	}
	return p.show(w, r, "place/list.html", view)
}

// around is what a list of a place's surroundings shows.
func around(hit place.Hit) orb.Bound {
	if hit.Extent != nil {
		return *hit.Extent
	}
	return roomAround(orb.Bound{Min: hit.LonLat, Max: hit.LonLat}).Pad(0.01)
}

func kindName(kind string) string {
	switch kind {
	case "area":
		return "Plan area"
	case "asset":
		return "Community asset"
	case "association":
		return "Housing association"
	}
	if c, ok := place.Kinds.Find(kind); ok {
		return c.Name
	}
	return boundaries.Kinds.Name(kind)
}
