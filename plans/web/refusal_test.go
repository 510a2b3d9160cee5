package web_test

import (
	"fmt"
	"strings"
	"testing"
)

// ring in metres of so many points, closed.
func metricRing(points ...string) string { return "[[" + strings.Join(points, "],[") + "]]" }

func inMetres(rings ...string) string {
	return `{"type":"Polygon","coordinates":[` + strings.Join(rings, ",") + `]}`
}

// manyPoints is a valid comb of n positions in the vale, the repeated first point counted.
func manyPoints(n int) string {
	var b strings.Builder
	b.WriteString("[[433000,435000]")
	for i := range n - 3 {
		fmt.Fprintf(&b, ",[%.3f,%d]", 433000+float64(i+1)*0.01, 435100+i%2)
	}
	b.WriteString(",[433990,435000],[433000,435000]]")
	return b.String()
}

func TestRefusals(t *testing.T) {
	site := populated(t).site()
	send := func(path, body string) func(*testing.T) asked {
		return func(t *testing.T) asked { return post(t, site, path, body) }
	}
	fetch := func(path string, headers ...string) func(*testing.T) asked {
		return func(t *testing.T) asked { return get(t, site, path, headers...) }
	}
	typed := func(contentType string) func(*testing.T) asked {
		return func(t *testing.T) asked {
			return ask(t, site, "POST", "/homes/summary", polygon("[]"), "Content-Type", contentType)
		}
	}
	const summary, metric = "/homes/summary", "/homes/summary?crs=EPSG:27700"
	bowtie := inMetres("[[433000,435000],[434000,436000],[434000,435000],[433000,436000],[433000,435000]]")
	for _, c := range []struct {
		name   string
		ask    func(*testing.T) asked
		status int
		code   string
		field  string
		says   string // in detail or remedy
	}{
		{"tile beyond the last zoom", fetch("/tiles/homes/23/0/0.mvt"), 400, "tile-out-of-range", "z", "0 to 22"},
		{"tile beyond the last column", fetch("/tiles/homes/3/8/0.mvt"), 400, "tile-out-of-range", "x", "0 to 7"},
		{"tile that is no number", fetch("/tiles/homes/3/0/north.mvt"), 400, "tile-out-of-range", "y", "north"},
		{"unknown tileset", fetch("/tiles/homez/3/0/0.mvt"), 404, "unknown-tileset", "tileset", "homes, areas, assets, boundaries, overlay, basemap, embed"},
		{"unknown TileJSON", fetch("/tiles/homez.json"), 404, "unknown-tileset", "tileset", "overlay"},
		{"unknown layer of an embed", fetch("/styles/embed.json?layers=homes,boundaries"), 400, "unknown-value", "layers", "homes, areas, assets"},
		{"focus on no kind", fetch("/styles/embed.json?focus=homes/x"), 400, "unknown-value", "focus", "areas/…"},
		{"focus on no ref", fetch("/styles/embed.json?focus=areas/Hollin%20Vale"), 400, "unknown-value", "focus", "areas/…"},
		{"picture of 10,000 by 10,000", fetch("/pictures/areas/hollin-vale.png?w=10000&h=10000"), 400, "out-of-range", "w", "64 to 2000"},
		{"picture of 63 by 400", fetch("/pictures/areas/hollin-vale.svg?w=63"), 400, "out-of-range", "w", "64 to 2000"},
		{"picture that is no number high", fetch("/pictures/areas/hollin-vale.svg?h=4e2"), 400, "out-of-range", "h", "4e2"},
		{"picture at three times its size", fetch("/pictures/areas/hollin-vale.png?scale=3"), 400, "out-of-range", "scale", "1 to 2"},
		{"picture at one and a half times its size", fetch("/pictures/areas/hollin-vale.png?scale=1.5"), 400, "out-of-range", "scale", "1.5"},
		{"picture of the world", fetch("/pictures/areas/hollin-vale.svg?bbox=-180,-90,180,90"), 400, "bad-bbox", "bbox", "far more than Great Britain"},
		{"picture around the world", fetch("/pictures/areas/hollin-vale.svg?bbox=170,53,-170,54"), 400, "bad-bbox", "bbox", "west less than east"},
		{"picture of a box upside down", fetch("/pictures/areas/hollin-vale.svg?bbox=-1.5,54,-1.4,53"), 400, "bad-bbox", "bbox", "south less than north"},
		{"picture of an empty box", fetch("/pictures/areas/hollin-vale.svg?bbox=-1.5,53.8,-1.5,53.8"), 400, "bad-bbox", "bbox", ""},
		{"picture of a box that is no number", fetch("/pictures/areas/hollin-vale.svg?bbox=NaN,53,1,54"), 400, "bad-bbox", "bbox", "not a number"},
		{"picture of a box without end", fetch("/pictures/areas/hollin-vale.svg?bbox=-Inf,53,1,54"), 400, "bad-bbox", "bbox", "not a number"},
		{"picture of Paris", fetch("/pictures/areas/hollin-vale.svg?bbox=2.3,48.8,2.4,48.9"), 400, "bad-bbox", "bbox", ""},
		{"picture in pink", fetch("/pictures/areas/hollin-vale.svg?theme=pink"), 400, "unknown-value", "theme", "light, dark"},
		{"picture with some names", fetch("/pictures/areas/hollin-vale.svg?labels=some"), 400, "unknown-value", "labels", "yes, no"},
		{"picture with an unknown wish", fetch("/pictures/areas/hollin-vale.svg?zoom=3"), 400, "unknown-parameter", "zoom", "bbox"},
		{"picture that ends otherwise", fetch("/pictures/areas/hollin-vale.gif"), 404, "not-found", "", ".png and .svg"},
		{"picture that ends in nothing", fetch("/pictures/areas/hollin-vale"), 404, "not-found", "", ".png and .svg"},
		{"code of another site", fetch("/pictures/code.svg?page=https://example.org/"), 400, "bad-page", "page", "no page of this server"},
		{"code of another site without its scheme", fetch("/pictures/code.svg?page=//example.org/"), 400, "bad-page", "page", "no page of this server"},
		{"code of another site by a backslash", fetch("/pictures/code.svg?page=/%5Cexample.org/"), 400, "bad-page", "page", "no page of this server"},
		{"code of a script", fetch("/pictures/code.svg?page=javascript:alert(1)"), 400, "bad-page", "page", "no page of this server"},
		{"code of a private page", fetch("/pictures/code.png?page=/drafts/x"), 400, "bad-page", "page", "not for everybody"},
		{"code of a page too long", fetch("/pictures/code.svg?page=/" + strings.Repeat("a", 400)), 400, "bad-page", "page", "300 bytes"},
		{"code of nothing", fetch("/pictures/code.svg"), 400, "bad-page", "page", "No page"},
		{"unknown theme", fetch("/styles/overlay.json?theme=pink"), 400, "unknown-value", "theme", "light, dark"},

		{"shape crossing itself, in metres", send(metric, bowtie), 422, "self-crossing", "coordinates", "433500, 435500"},
		{"unclosed ring", send(metric, inMetres("[[433000,435000],[434000,435000],[434000,436000],[433000,436000]]")), 422, "ring-not-closed", "coordinates", "Repeat the first point"},
		{"three points on one line", send(metric, inMetres("[[433000,435000],[433500,435000],[434000,435000],[433000,435000]]")), 422, "too-few-points", "coordinates", "one line"},
		{"ring of two points", send(metric, inMetres("[[433000,435000],[433000,435000]]")), 422, "too-few-points", "coordinates", ""},
		{"hole outside", send(metric, inMetres(metricRing("433000,435000", "434000,435000", "434000,436000", "433000,435000"), metricRing("439000,435000", "439000,436000", "439500,436000", "439000,435000"))), 422, "hole-outside", "coordinates", "hole"},
		{"no rings", send(metric, inMetres()), 422, "empty", "coordinates", ""},
		{"multipolygon of nothing", send(metric, `{"type":"MultiPolygon","coordinates":[]}`), 422, "empty", "coordinates", ""},
		{"50,001 vertices", send(metric, inMetres(manyPoints(50_001))), 422, "too-many-vertices", "coordinates", "50,001 points"},
		{"millimetres small", send(metric, inMetres("[[433000,435000],[433000.0001,435000],[433000.0001,435000.0001],[433000,435000]]")), 422, "too-few-points", "coordinates", "millimetres"},

		{"Paris", send(summary, polygon("[[2.3,48.8],[2.4,48.8],[2.4,48.9],[2.3,48.8]]")), 422, "outside-grid", "coordinates", "2.3, 48.8 is outside"},
		{"Dublin", send(summary, polygon("[[-6.3,53.3],[-6.2,53.3],[-6.2,53.4],[-6.3,53.3]]")), 422, "outside-grid", "coordinates", "Ireland"},
		{"New York", send(summary, polygon("[[-74,40.7],[-73.9,40.7],[-73.9,40.8],[-74,40.7]]")), 422, "outside-grid", "coordinates", "-74, 40.7"},
		{"null island", send(summary, polygon("[[0,0],[0.1,0],[0.1,0.1],[0,0]]")), 422, "outside-grid", "coordinates", "0, 0"},
		{"swapped axes", send(summary, polygon("[[53.8,-1.5],[53.9,-1.5],[53.9,-1.4],[53.8,-1.5]]")), 422, "swapped-axes", "coordinates", "[-1.5, 53.8]"},
		{"eastings called degrees", send(summary, bowtie), 422, "looks-like-grid", "coordinates", "crs=EPSG:27700"},
		{"degrees called eastings", send(metric, polygon("[[-1.5,53.8],[-1.4,53.8],[-1.4,53.9],[-1.5,53.8]]")), 422, "looks-like-degrees", "coordinates", "Leave crs=EPSG:27700 out"},
		{"Web Mercator", send(summary, polygon("[[-167000,7135000],[-166000,7135000],[-166000,7136000],[-167000,7135000]]")), 422, "looks-like-web-mercator", "coordinates", "EPSG:3857"},
		{"numbers beyond the earth", send(summary, polygon("[[500,-90000],[501,-90000],[501,-90001],[500,-90000]]")), 422, "not-degrees", "coordinates", "500, -90000"},
		{"huge numbers", send(summary, polygon("[[1e300,1e300],[1e301,1],[1,1],[1e300,1e300]]")), 422, "not-degrees", "coordinates", "1e+300"},

		{"no content type", typed(""), 415, "wrong-content-type", "Content-Type", "application/geo+json"},
		{"a form", typed("application/x-www-form-urlencoded"), 415, "wrong-content-type", "Content-Type", "application/geo+json"},
		{"nonsense content type", typed(";;;"), 415, "wrong-content-type", "Content-Type", ""},
		{"empty body", send(summary, ""), 400, "empty-body", "", "Polygon"},
		{"no JSON", send(summary, "{\n  \"type\": \"Polygon\",\n  nonsense"), 400, "bad-json", "", "line 3, column 3"},
		{"half a JSON", send(summary, `{"type":"Polygon","coordinates":[[`), 400, "bad-json", "", "line 1"},
		{"JSON that is no object", send(summary, `[1,2,3]`), 400, "not-geojson", "", "GeoJSON"},
		{"null", send(summary, `null`), 400, "not-geojson", "type", ""},
		{"unknown type", send(summary, `{"type":"Blob"}`), 400, "not-geojson", "type", "Blob"},
		{"point", send(summary, `{"type":"Point","coordinates":[-1.5,53.8]}`), 422, "wrong-type", "type", "A Point is not an area"},
		{"line", send(summary, `{"type":"LineString","coordinates":[[-1.5,53.8],[-1.4,53.8]]}`), 422, "wrong-type", "type", "LineString"},
		{"collection", send(summary, `{"type":"FeatureCollection","features":[{},{}]}`), 422, "one-shape-only", "type", "Send one Feature"},
		{"feature without geometry", send(summary, `{"type":"Feature","geometry":null}`), 422, "no-geometry", "geometry", ""},
		{"feature in a feature", send(summary, `{"type":"Feature","geometry":{"type":"Feature"}}`), 400, "not-geojson", "geometry", ""},
		{"no coordinates", send(summary, `{"type":"Polygon"}`), 400, "not-geojson", "coordinates", ""},
		{"one number in a position", send(summary, polygon("[[-1.5,53.8],[-1.4],[-1.4,53.9],[-1.5,53.8]]")), 400, "bad-position", "coordinates[0][1]", "has 1 numbers"},
		{"null in a position", send(summary, polygon("[[-1.5,null],[-1.4,53.8],[-1.4,53.9],[-1.5,53.8]]")), 400, "bad-position", "coordinates", "null"},
		{"text in a position", send(summary, polygon(`[["-1.5","53.8"],[-1.4,53.8],[-1.4,53.9]]`)), 400, "bad-position", "coordinates", "a string"},
		{"a number past counting", send(summary, polygon(`[[1e999,53.8],[-1.4,53.8],[-1.4,53.9]]`)), 400, "bad-position", "coordinates", "1e999"},
		{"depth without end", send(summary, `{"type":"Polygon","coordinates":`+strings.Repeat("[", 100_000)), 400, "bad-json", "", ""},
		{"body without end", send(summary, `{"type":"Polygon","coordinates":[`+strings.Repeat(" ", 9<<20)), 413, "body-too-large", "", "8,388,608"},
		{"unknown coordinate system", send("/homes/summary?crs=EPSG:3857", bowtie), 400, "unknown-crs", "crs", "EPSG:27700"},
		{"address and body disagree", send("/homes/summary?crs=EPSG:4326", `{"type":"Polygon","crs":{"properties":{"name":"EPSG:27700"}},"coordinates":[]}`), 400, "crs-disagree", "crs", ""},
		{"area= with a body", send("/homes/summary?area=hollin-vale", bowtie), 400, "unknown-parameter", "area", "crs"},

		{"box with three numbers", fetch("/homes/summary?bbox=1,2,3"), 400, "bad-bbox", "bbox", "has 3 numbers"},
		{"box that is text", fetch("/homes/summary?bbox=a,b,c,d"), 400, "bad-bbox", "bbox", `"a"`},
		{"box of NaN", fetch("/homes/summary?bbox=NaN,53,-1,54"), 400, "bad-bbox", "bbox", "NaN"},
		{"box of infinity", fetch("/homes/summary?bbox=-Inf,53,-1,54"), 400, "bad-bbox", "bbox", "Inf"},
		{"box inside out", fetch("/homes/summary?bbox=-1,53,-2,54"), 400, "bad-bbox", "bbox", "west"},
		{"box upside down", fetch("/homes/summary?bbox=-2,54,-1,53"), 400, "bad-bbox", "bbox", "south"},
		{"box of the whole world", fetch("/homes/summary?bbox=-180,-90,180,90"), 400, "bad-bbox", "bbox", "far more than Great Britain"},
		{"box in France", fetch("/homes/summary?bbox=2,48,3,49"), 400, "bad-bbox", "bbox", "outside"},
		{"box with swapped axes", fetch("/homes/summary?bbox=53.7,-1.6,53.9,-1.3"), 400, "bad-bbox", "bbox", "longitude comes before latitude"},
		{"box of eastings", fetch("/homes/summary?bbox=433000,435000,434000,436000"), 400, "bad-bbox", "bbox", "crs=EPSG:27700"},
		{"box of degrees called metres", fetch("/homes/summary?bbox=-2,53,-1,54&crs=EPSG:27700"), 400, "bad-bbox", "bbox", "degrees"},
		{"box off the grid", fetch("/homes/summary?bbox=-9000,-9000,-8000,-8000&crs=EPSG:27700"), 400, "bad-bbox", "bbox", "outside the National Grid"},
		{"area and box", fetch("/homes/summary?area=hollin-vale&bbox=-2,53,-1,54"), 400, "two-boundaries", "bbox", ""},
		{"unknown area", fetch("/homes/summary?area=atlantis"), 404, "not-found", "", "atlantis"},
		{"area that cannot be a ref", fetch("/homes/summary?area=a%00b"), 400, "bad-text", "area", ""},
		{"unknown key", fetch("/homes/summary?colour=red"), 400, "unknown-parameter", "colour", "tenure"},
		{"unknown grouping", fetch("/homes/summary?by=colour"), 400, "unknown-grouping", "by", "home-type"},
		{"unknown tenure", fetch("/homes/summary?tenure=council-house"), 400, "unknown-value", "tenure", "social-rent"},
		{"unknown certificate", fetch("/homes/summary?epc=Z"), 400, "unknown-value", "epc", "A, B, C"},
		{"thirteen bedrooms", fetch("/homes/summary?bedrooms=13"), 400, "unknown-value", "bedrooms", "12"},
		{"unknown owner", fetch("/homes/summary?owner=nobody"), 400, "unknown-value", "owner", "/associations"},
		{"area twice", fetch("/homes/summary?area=hollin-vale&area=fold"), 400, "repeated-parameter", "area", "once"},
		{"broken escape", fetch("/homes/summary?area=%zz"), 400, "bad-query", "", "escaped"},
		{"query without end", fetch("/homes/summary?area=" + strings.Repeat("a", 20_000)), 414, "query-too-long", "", ""},
		{"text that is no UTF-8", fetch("/places?q=%ff"), 400, "bad-text", "q", "UTF-8"},

		{"unknown stage", fetch("/areas.geojson?stage=dreamt"), 400, "unknown-value", "stage", "designated"},
		{"unknown kind", fetch("/assets.geojson?kind=castle"), 400, "unknown-value", "kind", "pub"},
		{"assets of an unknown area", fetch("/assets.geojson?area=atlantis"), 404, "not-found", "", "atlantis"},
		{"organisation without reference", fetch("/areas.csv?organisation=x"), 400, "missing-reference", "reference", ""},
		{"unknown reference", fetch("/areas?reference=NP9"), 404, "not-found", "reference", "NP9"},
		{"unknown area page", fetch("/areas/atlantis"), 404, "not-found", "", "no plan area called"},
		{"NUL in an address", fetch("/areas/a%00b"), 404, "not-found", "", ""},
		{"unknown asset page", fetch("/assets/atlantis.geojson"), 404, "not-found", "", "no community asset called"},
		{"unknown association", fetch("/associations/nobody"), 404, "not-found", "", "no housing association called"},
		{"unknown suffix", fetch("/areas/hollin-vale.xml"), 404, "not-found", "", ".geojson and .csv"},
		{"unknown list suffix", fetch("/areas.kml"), 404, "not-found", "", ".geojson"},
		{"nothing here", fetch("/nowhere"), 404, "not-found", "", "the map"},
		{"unknown file", fetch("/static/../web.go"), 404, "not-found", "", ""},
		{"no kind of answer that is asked for", fetch("/areas", "Accept", "image/png"), 406, "not-acceptable", "Accept", "application/geo+json, text/csv"},
		{"GeoJSON of a summary", fetch("/homes/summary", "Accept", "application/geo+json;q=1, */*;q=0"), 406, "not-acceptable", "Accept", "application/json"},
		{"a method that is not taken", func(t *testing.T) asked { return ask(t, site, "DELETE", "/areas/hollin-vale", "") }, 405, "method-not-allowed", "", "GET"},
		{"near that is no place", fetch("/places?q=a&near=here"), 400, "bad-point", "near", "near=-1.50,53.81"},
		{"limit that is none", fetch("/places?q=a&limit=1000"), 400, "bad-limit", "limit", "1 to 50"},
		{"search without end", fetch("/places?q=" + strings.Repeat("a", 200)), 400, "too-long", "q", "100 characters"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := c.ask(t).status(c.status)
			if got := a.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Fatalf("Content-Type %q", got)
			}
			p := a.json()
			field, _ := p["field"].(string)
			remedy, _ := p["remedy"].(string)
			detail := p["detail"].(string)
			if p["code"] != c.code || field != c.field || !strings.Contains(detail+" "+remedy, c.says) || p["status"] != float64(c.status) {
				t.Errorf("%s\nwant code %q, field %q, saying %q", a.Body, c.code, c.field, c.says)
			}
			if remedy == "" && c.status != 404 {
				t.Errorf("%s says nothing of what to do", a.Body)
			}
			if len(detail) > 400 {
				t.Errorf("a detail of %d characters", len(detail))
			}
			if got := a.Header().Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control %q", got)
			}
		})
	}
}

func TestCrossingPointAsGiven(t *testing.T) {
	site := populated(t).site()
	body := polygon("[[-1.5,53.81],[-1.49,53.82],[-1.49,53.81],[-1.5,53.82],[-1.5,53.81]]")
	p := post(t, site, "/homes/summary", body).status(422).json()
	where, _ := p["where"].([]any)
	if len(where) != 2 || abs(where[0].(float64)+1.495) > 1e-7 || abs(where[1].(float64)-53.815) > 1e-7 {
		t.Errorf("the crossing is told at %v, want -1.495, 53.815: %v", where, p["detail"])
	}
	if !strings.Contains(p["detail"].(string), "-1.495, 53.815") {
		t.Errorf("detail %v", p["detail"])
	}
}

func TestFiftyThousandVerticesAreTaken(t *testing.T) {
	site := populated(t).site()
	post(t, site, "/homes/summary?crs=EPSG:27700", inMetres(manyPoints(50_000))).status(200)
}

func abs(v float64) float64 { return max(v, -v) }
