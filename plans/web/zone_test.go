package web_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/plans/boundary"
	"terrier/plans/web"
)

// Where homes stand and nobody has a say is listed, and an association's homes by ward.
func TestPlacesWithNoSay(t *testing.T) {
	w := populated(t)
	ward := func(code, name string, west, south float64) boundary.Boundary {
		return boundary.Boundary{Kind: "ward", Code: code, Name: name, SourceCRS: "EPSG:27700", Shape: orb.MultiPolygon{{square(west, south, 1000)}}}
	}
	load(t, w.loader.Boundaries, "boundaries", ward("E05000001", "Vale <b>Ward</b>", 433000, 435000), ward("E05000002", "Out Ward", 435500, 435400), ward("E05000003", "Empty Ward", 438000, 438000))
	outputArea := ward("E00000001", "Output area", 435500, 435400)
	outputArea.Kind = "oa"
	load(t, w.loader.Boundaries, "boundaries", outputArea)
	w.openHomes(t, "Beck Housing", 300, 435600, 435500)
	w.buildRelease(t)
	site := web.New(w.config(w.released(t)))
	page := get(t, site, "/places/no-say-yet", "Accept", browser).status(200).says("Out Ward").says("about ").says("No figure here")
	if strings.Contains(page.Body.String(), "Vale") && strings.Contains(page.Body.String(), "Ward</b>") {
		t.Error("a ward with a plan area is listed as without a say")
	}
	places := get(t, site, "/places/no-say-yet.json").status(200).json()["places"].([]any)
	if len(places) != 1 {
		t.Fatalf("%v", places)
	}
	one := places[0].(map[string]any)
	if one["code"] != "E05000002" || one["published-homes"] != 4.0 || one["error"] == nil || one["protected-homes"].(float64) < 250 {
		t.Errorf("%v", one)
	}
	if got := get(t, site, "/places/no-say-yet.csv").status(200).Body.String(); !strings.HasPrefix(got, "kind,code,name,within,published-homes,protected-homes,error\r\nward,E05000002,Out Ward,,4,") {
		t.Errorf("%s", got)
	}
	get(t, site, "/associations/beck-housing", "Accept", browser).status(200).says("Where its homes are").says("Out Ward").says("Home by home")
	get(t, site, "/associations/quiet-homes", "Accept", browser).status(200).says("Publishes no stock data")
	get(t, site, "/associations?all=yes", "Accept", browser).status(200).says("Publishes no stock data").says("about ")
	for _, address := range []string{"/homes/summary?owner=beck-housing", "/homes/summary?by=owner", "/homes/summary?epc=C"} {
		_, link := figureIn(t, get(t, site, address).status(200).json())
		get(t, site, link, "Accept", browser).status(200)
	}
}
