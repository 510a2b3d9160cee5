package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/data/ingest"
	"terrier/geo/bng"
)

// hallGrid is where Altrincham Town Hall stands, to the millimetre.
var hallGrid = func() orb.Point {
	p, err := bng.FromWGS84(orb.Point{-2.3520922, 53.3879587})
	if err != nil {
		panic(err)
	}
	return bng.RoundPoint(p)
}()

func feature(geometry string) string {
	return `{"type":"Feature","properties":{"name":"Field"},"geometry":` + geometry + `}`
}

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

const (
	goodRing = `[[-2.35,53.38],[-2.34,53.38],[-2.34,53.39],[-2.35,53.38]]`
	polygon  = `{"type":"Polygon","coordinates":[` + goodRing + `]}`
)

func TestGeoJSONForms(t *testing.T) {
	metres := fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%v,%v],[%v,%v],[%v,%v],[%[1]v,%[2]v]]]}`, 376000, 387000, 377000, 387000, 377000, 388000)
	for name, file := range map[string]string{
		"a collection":               collection(feature(polygon)),
		"a feature":                  feature(polygon),
		"a multipolygon":             collection(feature(`{"type":"MultiPolygon","coordinates":[[` + goodRing + `]]}`)),
		"features before the type":   `{"features":[` + feature(polygon) + `],"type":"FeatureCollection"}`,
		"a byte order mark":          "\ufeff" + collection(feature(polygon)),
		"room between":               " {\n \"type\" : \"FeatureCollection\" ,\r\n\"features\" : [ " + feature(polygon) + " ] } \n",
		"members that it has not":    `{"type":"FeatureCollection","name":"x","bbox":[1,2,3,4],"features":[` + feature(polygon) + `],"timeStamp":"now"}`,
		"heights":                    collection(feature(`{"type":"Polygon","coordinates":[[[-2.35,53.38,9],[-2.34,53.38,9],[-2.34,53.39,9],[-2.35,53.38,9]]]}`)),
		"metres said to be so":       `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:27700"}},"features":[` + feature(metres) + `]}`,
		"metres said so at the end":  `{"type":"FeatureCollection","features":[` + feature(metres) + `],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}}}`,
		"metres said by a number":    `{"type":"FeatureCollection","crs":{"type":"EPSG","properties":{"code":27700}},"features":[` + feature(metres) + `]}`,
		"no coordinate system, null": `{"type":"FeatureCollection","crs":null,"features":[` + feature(polygon) + `]}`,
		"metres, unsaid":             collection(feature(metres)),
		"wound the other way":        collection(feature(`{"type":"Polygon","coordinates":[[[-2.35,53.38],[-2.34,53.39],[-2.34,53.38],[-2.35,53.38]]]}`)),
	} {
		t.Run(name, func(t *testing.T) {
			reg := &register{}
			res, err := run(t, reg, "areas", file)
			if err != nil || res.Accepted != 1 || res.Repaired != 0 || len(res.Problems) != 0 {
				t.Fatalf("%+v, %v", res, err)
			}
			if a := reg.areas[0]; a.Name != "Field" || len(a.Shape) != 1 || a.Shape[0][0].Orientation() != orb.CCW {
				t.Errorf("%+v", a)
			}
			if named := strings.Contains(strings.Join(res.Notes, " "), "names no coordinate system"); named != (name == "metres, unsaid") {
				t.Error(res.Notes)
			}
			if noted := strings.Contains(strings.Join(res.Notes, " "), "heights"); noted != (name == "heights") {
				t.Error(res.Notes)
			}
		})
	}
	t.Run("a bare geometry, with a name given", func(t *testing.T) {
		reg := &register{}
		res, err := run(t, reg, "areas", polygon, func(r *ingest.Request) { r.Set = map[string]string{"name": "Field"} })
		if err != nil || res.Accepted != 1 || reg.areas[0].Name != "Field" {
			t.Fatalf("%+v, %v", res, err)
		}
	})
	t.Run("values of every kind", func(t *testing.T) {
		reg := &register{}
		res, err := run(t, reg, "assets", `{"type":"Feature","id":7,"properties":{"name":"Tŷ \"x\"","uprn":100012797623,"notes":["a",  1],"owner":null,"present-use":true,"occupier":1.50},"geometry":{"type":"Point","coordinates":[`+hall+`]}}`)
		if err != nil || res.Accepted != 1 {
			t.Fatalf("%+v, %v", res, err)
		}
		a := reg.assets[0]
		if a.Reference != "7" || a.Name != `Tŷ "x"` || a.UPRN != "100012797623" || a.Notes != `["a",1]` || a.Owner != "" || a.PresentUse != "true" || a.Occupier != "1.50" || a.Point != hallGrid {
			t.Errorf("%+v", a)
		}
	})
	t.Run("one point among points", func(t *testing.T) {
		reg := &register{}
		res, err := run(t, reg, "assets", collection(feature(`{"type":"MultiPoint","coordinates":[[`+hall+`]]}`)))
		if err != nil || res.Accepted != 1 || reg.assets[0].Point != hallGrid {
			t.Fatalf("%+v, %v", res, err)
		}
	})
}

func TestGeoJSONFeaturesRefused(t *testing.T) {
	for _, c := range []struct{ name, feature, code, says string }{
		{"null geometry", feature(`null`), "null-geometry", ""},
		{"no geometry", `{"type":"Feature","properties":{"name":"x"}}`, "null-geometry", ""},
		{"no coordinates", feature(`{"type":"Polygon","coordinates":[]}`), "empty-geometry", ""},
		{"no parts", feature(`{"type":"MultiPolygon","coordinates":[]}`), "empty-geometry", ""},
		{"an empty ring", feature(`{"type":"Polygon","coordinates":[[]]}`), "empty-geometry", ""},
		{"an empty hole", feature(`{"type":"Polygon","coordinates":[` + goodRing + `,[]]}`), "empty", "Hole 1"},
		{"an open ring", feature(`{"type":"Polygon","coordinates":[[[-2.35,53.38],[-2.34,53.38],[-2.34,53.39],[-2.36,53.38]]]}`), "ring-not-closed", "-2.35"},
		{"a bow tie", feature(`{"type":"Polygon","coordinates":[[[-2.35,53.38],[-2.34,53.39],[-2.34,53.38],[-2.35,53.39],[-2.35,53.38]]]}`), "self-crossing", "at -2.345"},
		{"two points", feature(`{"type":"Polygon","coordinates":[[[-2.35,53.38],[-2.34,53.38],[-2.35,53.38]]]}`), "too-few-points", ""},
		{"a point", feature(`{"type":"Point","coordinates":[` + hall + `]}`), "wrong-geometry", "a point"},
		{"a line", feature(`{"type":"LineString","coordinates":[[-2.35,53.38],[-2.34,53.38]]}`), "wrong-geometry", "a line"},
		{"a set of points", feature(`{"type":"MultiPoint","coordinates":[[-2.35,53.38],[-2.34,53.38]]}`), "wrong-geometry", ""},
		{"a collection", feature(`{"type":"GeometryCollection","geometries":[` + polygon + `,{"type":"Point","coordinates":[` + hall + `]}]}`), "wrong-geometry", "a collection"},
		{"curves", feature(`{"type":"CurvePolygon","coordinates":[` + goodRing + `]}`), "wrong-geometry", "curved"},
		{"a kind that is none", feature(`{"type":"Blob","coordinates":[` + goodRing + `]}`), "wrong-geometry", "Blob"},
		{"no kind", feature(`{"coordinates":[` + goodRing + `]}`), "not-a-geometry", ""},
		{"text for a geometry", feature(`"POINT(0 0)"`), "not-a-geometry", ""},
		{"nested too deep", feature(`{"type":"Polygon","coordinates":[[` + goodRing + `]]}`), "bad-coordinates", ""},
		{"not nested enough", feature(`{"type":"MultiPolygon","coordinates":[` + goodRing + `]}`), "bad-coordinates", ""},
		{"coordinates missing", feature(`{"type":"Polygon"}`), "bad-coordinates", ""},
		{"null in a position", feature(`{"type":"Polygon","coordinates":[[[-2.35,null],[-2.34,53.38],[-2.34,53.39],[-2.35,53.38]]]}`), "bad-coordinates", "Point 1 of ring 1"},
		{"text in a position", feature(`{"type":"Polygon","coordinates":[[[-2.35,53.38],["-2.34",53.38],[-2.34,53.39],[-2.35,53.38]]]}`), "bad-coordinates", "Point 2 of ring 1"},
		{"half a position", feature(`{"type":"Polygon","coordinates":[[[-2.35,53.38],[-2.34],[-2.34,53.39],[-2.35,53.38]]]}`), "bad-coordinates", "1 of the two numbers"},
		{"a number without end", feature(`{"type":"Polygon","coordinates":[[[-2.35,1e999],[-2.34,53.38],[-2.34,53.39],[-2.35,1e999]]]}`), "bad-coordinates", ""},
		{"another country", feature(`{"type":"Polygon","coordinates":[[[2.35,48.85],[2.36,48.85],[2.36,48.86],[2.35,48.85]]]}`), "outside-britain", "2.35"},
		{"the corner of the world", feature(`{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`), "zero-position", ""},
		{"no feature", polygon, "not-a-feature", ""},
		{"a number", "5", "not-a-feature", ""},
		{"properties that are a list", `{"type":"Feature","properties":[1],"geometry":` + polygon + `}`, "not-a-feature", ""},
		{"no name", `{"type":"Feature","properties":{},"geometry":` + polygon + `}`, "missing-name", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			reg := &register{}
			res, err := run(t, reg, "areas", collection(feature(polygon), c.feature))
			if err != nil || res.Accepted != 1 || res.Refused != 1 || len(res.Problems) != 1 {
				t.Fatalf("%+v, %v", res, err)
			}
			p := res.Problems[0]
			if p.Code != c.code || p.Line != 2 || !strings.Contains(p.Reason, c.says) || p.Remedy == "" {
				t.Errorf("%+v", p)
			}
		})
	}
}

func TestGeoJSONFilesRefused(t *testing.T) {
	good := collection(feature(polygon), feature(polygon))
	for _, c := range []struct{ name, file, code, says string }{
		{"cut off between features", good[:strings.LastIndex(good, `,{"type":"Feature"`)+1], "truncated-file", "after feature 1"},
		{"cut off within a feature", good[:len(good)-40], "truncated-file", "after feature 1"},
		{"cut off before the last bracket", good[:len(good)-1], "truncated-file", "after feature 2"},
		{"cut off at once", `{"type":`, "truncated-file", "at byte"},
		{"one bracket", `{`, "truncated-file", ""},
		{"more after the end", good + "{}", "trailing-content", "at byte"},
		{"words after the end", good + " thanks", "trailing-content", ""},
		{"one feature a line", feature(polygon) + "\n" + feature(polygon) + "\n", "trailing-content", ""},
		{"a comma too many", strings.Replace(good, `]}`, `],}`, 1), "broken-json", "at byte"},
		{"a word that JSON has not", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"x":NaN}}]}`, "broken-json", "'N'"},
		{"features that are no list", `{"type":"FeatureCollection","features":{}}`, "broken-json", "not a list"},
		{"no features", `{"type":"FeatureCollection"}`, "no-features", ""},
		{"an empty list", collection(), "no-rows", ""},
		{"an empty object", `{}`, "other-format", "not GeoJSON"},
		{"TopoJSON", `{"type":"Topology","objects":{},"arcs":[]}`, "other-format", "TopoJSON"},
		{"another grid", `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:29902"}},"features":[` + feature(polygon) + `]}`, "unknown-crs", "EPSG:29902"},
		{"not UTF-8", strings.Replace(good, "Field", "F\xffeld", 1), "not-utf8", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			reg := &register{}
			_, err := run(t, reg, "areas", c.file)
			if e := wantCode(t, err, c.code); !strings.Contains(e.Message, c.says) {
				t.Error(e.Message)
			}
		})
	}
}

// Metres that the file calls degrees are told feature by feature.
func TestGeoJSONWrongAboutItself(t *testing.T) {
	file := strings.Replace(collection(
		feature(`{"type":"Polygon","coordinates":[[[376000,387000],[377000,387000],[377000,388000],[376000,387000]]]}`),
		feature(`{"type":"Polygon","coordinates":[[[53.38,-2.36],[53.38,-2.34],[53.39,-2.34],[53.38,-2.36]]]}`),
		feature(polygon)), `"features"`, `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features"`, 1)
	reg := &register{}
	res, err := run(t, reg, "boundaries", file)
	if err != nil {
		t.Fatal(err)
	}
	if codes := byCode(res); codes["repaired wrong-crs"] != 1 || codes["repaired swapped-axes"] != 1 || res.Repaired != 2 || res.Accepted != 3 {
		t.Errorf("%+v", res)
	}
	if b := reg.boundaries[0]; b.Shape[0][0][0] != (orb.Point{376000, 387000}) || b.SourceCRS != "EPSG:27700" {
		t.Errorf("%+v", b)
	}
}
