package web

import (
	"net/http"
	"net/url"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/asset"
	"terrier/plans/provenance"
)

type assetsView struct {
	Page
	Rows   []assetRow
	Count  provenance.Number
	Kinds  []optionView
	Area   string
	Bounds string
	CSV    string
	JSON   string
}

// assetRow is an asset in a list.
type assetRow struct {
	Ref, Name      string
	Kind, KindName string
	Address        string
	At             string // "lon,lat" of its pin
}

func rowsOfAssets(found []asset.Asset) []assetRow {
	rows := make([]assetRow, len(found))
	for i, a := range found {
		rows[i] = assetRow{a.Ref, a.Name, a.Kind, asset.Kinds.Name(a.Kind), a.Address, position(a.PointLonLat)}
	}
	return rows
}

func (a assets) listPage(w http.ResponseWriter, r *http.Request, found []asset.Asset, asked assetsAsked, counted *provenance.Figure) error {
	page, about := a.frame(r.Context(), "assets", "Community assets", "/assets")
	view := assetsView{Page: page, Rows: rowsOfAssets(found), Count: counted.Total(), Area: asked.question.Within.Area}
	if about.hasView {
		view.Bounds = bounds(about.view)
	}
	for _, c := range asset.Kinds {
		view.Kinds = append(view.Kinds, optionView{c.Slug, c.Name, c.Slug == asked.filter.Kind})
	}
	same := url.Values{}
	for _, key := range []string{"kind", "area", "bbox", "crs"} {
		if value := r.URL.Query().Get(key); value != "" {
			same.Set(key, value)
		}
	}
	view.CSV, view.JSON = "/assets.csv", "/assets.geojson"
	if len(same) > 0 {
		view.CSV += "?" + readableQuery(same)
		view.JSON += "?" + readableQuery(same)
	}
	return a.show(w, r, "asset/list.html", view)
}

type assetView struct {
	Page
	Record    asset.Asset
	KindName  string
	OwnerKind string
	GridRef   string
	At        string
	Bounds    string
	Hectares  string // of its outline, "" where it is a point
	Cost      string
	Inexact   bool // placed by its postcode
	Areas     []areaRow
}

func (a assets) page(w http.ResponseWriter, r *http.Request, one asset.Asset) error {
	one = withoutPerson(one)
	page, _ := a.frame(r.Context(), "assets", one.Name, "/assets/"+one.Ref)
	page.Shared = a.sharedPicture("assets", one.Ref, one.Name, "A community asset: "+asset.Kinds.Name(one.Kind)+".")
	page.shares(a.site, exhibit{Heading: page.Title, Path: "/assets/" + one.Ref})
	view := assetView{Page: page, Record: one, KindName: asset.Kinds.Name(one.Kind), OwnerKind: asset.OwnerKinds.Name(one.OwnerKind),
		At: position(one.PointLonLat), Cost: pounds(one.CostPence), Inexact: one.Position == "postcode"}
	view.GridRef = gridRefOf(one)
	around, err := lonLat(one.LonLat, one.Shape)
	if err != nil {
		return err
	}
	view.Bounds = bounds(roomAround(around.Bound()))
	if outline, ok := one.Shape.(orb.MultiPolygon); ok {
		view.Hectares = plans.Thousands(shape.Area(outline)/10_000, 2)
	}
	if view.Areas, err = a.areasAt(r, one.Point); err != nil {
		return err
	}
	return a.show(w, r, "asset/page.html", view)
}

// gridRefOf is where the pin of an asset stands, to a metre.
func gridRefOf(one asset.Asset) string {
	ref, err := bng.GridRef(one.Point, 10)
	if err != nil {
		return "" // outside the lettered squares
	}
	return ref
}

// areasAt are the plan areas that a point on the grid lies in.
func (a assets) areasAt(r *http.Request, at orb.Point) ([]areaRow, error) {
	found, err := a.Areas.Areas(r.Context(), pointFilter(at))
	if err != nil {
		return nil, err
	}
	inside := found[:0]
	for _, one := range found {
		if shape.Covers(one.Shape, at) {
			inside = append(inside, one)
		}
	}
	return rowsOfAreas(inside)
}

// roomAround is a view with some ground around a thing, however small it is.
func roomAround(b orb.Bound) orb.Bound {
	const least = 0.003 // degrees: some 200 metres from east to west
	return b.Pad(max(least, (b.Max[0]-b.Min[0])/3))
}

func pounds(pence int64) string {
	if pence < 0 {
		return ""
	}
	text := plans.FormatPence(pence)
	return "£" + thousands(int(pence/100)) + text[len(text)-3:]
}
