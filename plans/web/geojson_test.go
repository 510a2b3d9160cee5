package web_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/geojson"

	"terrier/geo/bng"
	"terrier/plans/area"
	"terrier/plans/web"
)

func TestGeoJSON(t *testing.T) {
	w := populated(t)
	// wound clockwise, with a hole wound the other way, at places that are no round numbers of degrees
	odd := orb.MultiPolygon{{
		{{431000.123, 435000.456}, {431000.123, 435777.777}, {431999.999, 435777.777}, {431999.999, 435000.456}, {431000.123, 435000.456}},
		{{431200.001, 435200.002}, {431300.003, 435200.002}, {431300.003, 435300.004}, {431200.001, 435200.002}},
	}}
	load(t, w.loader.Areas, "areas", area.Area{Reference: "NP3", Name: "Odd Shape", Kind: "residential", Stage: "applied", Shape: odd, SourceCRS: "EPSG:27700"})
	site := w.site()

	t.Run("comes back to the same millimetre", func(t *testing.T) {
		f := readFeature(t, get(t, site, "/areas/odd-shape.geojson").status(200))
		geometry, err := json.Marshal(geojson.NewGeometry(f.Geometry))
		must(t, err)
		back, err := web.ReadBoundary(geometry, false)
		must(t, err)
		if got, want := corners(back), corners(odd); !slices.Equal(got, want) {
			t.Errorf("came back as %v, was %v", got, want)
		}
	})
	t.Run("winds outlines counter-clockwise and holes clockwise", func(t *testing.T) {
		rings := readFeature(t, get(t, site, "/areas/odd-shape.geojson")).Geometry.(orb.MultiPolygon)[0]
		if rings[0].Orientation() != orb.CCW || rings[1].Orientation() != orb.CW {
			t.Error("wound against RFC 7946")
		}
	})
	t.Run("says the same as the CSV", func(t *testing.T) {
		rows, err := csv.NewReader(get(t, site, "/areas/odd-shape.csv").Body).ReadAll()
		must(t, err)
		if len(rows) != 2 || rows[0][0] != "ref" || rows[1][0] != "odd-shape" {
			t.Fatalf("%v", rows)
		}
		shape, err := wkt.UnmarshalMultiPolygon(rows[1][len(rows[1])-1])
		must(t, err)
		back, err := bng.GeometryFromWGS84(shape)
		must(t, err)
		if got, want := corners(bng.RoundGeometry(back).(orb.MultiPolygon)), corners(odd); !slices.Equal(got, want) {
			t.Errorf("the CSV says %v, want %v", got, want)
		}
	})
	t.Run("names fields as planning.data.gov.uk does", func(t *testing.T) {
		p := readFeature(t, get(t, site, "/areas/hollin-vale.geojson")).Properties
		for key, want := range map[string]any{"reference": "NP1", "name": "Hollin Vale", "stage": "made", "made-date": "2019-05-01", "hectares": 100.0, "perimeter-km": 4.0,
			"organisation-name": "Hollin District Council", "link": publicURL + "/areas/hollin-vale"} {
			if p[key] != want {
				t.Errorf("%s is %v, want %v", key, p[key], want)
			}
		}
	})
	t.Run("lists all with their attribution", func(t *testing.T) {
		var list geojson.FeatureCollection
		must(t, json.Unmarshal(get(t, site, "/areas.geojson").status(200).Body.Bytes(), &list))
		if len(list.Features) != 3 || list.ExtraMembers["attribution"] == nil {
			t.Errorf("%d areas, %v", len(list.Features), list.ExtraMembers)
		}
	})
	t.Run("narrows by box, kind, stage and area", func(t *testing.T) {
		for path, want := range map[string]int{
			"/areas.geojson?bbox=430900,434900,432100,436100&crs=EPSG:27700": 1, "/areas.geojson?bbox=-3.2,55.9,-3.1,56.0": 0, "/areas.geojson?stage=applied": 2,
			"/assets.geojson": 3, "/assets.geojson?kind=pub": 1, "/assets.geojson?area=hollin-vale": 2, "/assets.geojson?area=hollin-vale&kind=pub": 0,
			"/assets.geojson?bbox=434000,435000,434500,435500&crs=27700": 1,
		} {
			var list geojson.FeatureCollection
			must(t, json.Unmarshal(get(t, site, path).status(200).Body.Bytes(), &list))
			if len(list.Features) != want {
				t.Errorf("%s: %d, want %d", path, len(list.Features), want)
			}
		}
	})
}

func readFeature(t *testing.T, a asked) *geojson.Feature {
	t.Helper()
	f, err := geojson.UnmarshalFeature(a.Body.Bytes())
	must(t, err)
	return f
}

// corners are the vertices of a shape in an order that does not depend on how its rings are wound or begin.
func corners(shape orb.MultiPolygon) []orb.Point {
	var all []orb.Point
	for _, part := range shape {
		for _, ring := range part {
			all = append(all, ring[1:]...)
		}
	}
	slices.SortFunc(all, func(a, b orb.Point) int {
		if a[0] != b[0] {
			return int((a[0] - b[0]) * 1000)
		}
		return int((a[1] - b[1]) * 1000)
	})
	return all
}

// Coordinates that are read in one pass are those that encoding/json reads.
func TestNumbers(t *testing.T) {
	for text, quick := range map[string]bool{
		`[[[[-1.5,53.8],[-1.4,53.8e0],[1E-2,5]]],[[[0,0,7]]]]`: true,
		" [\n[ [ [ -0 , 1.25 ] ,[2,\t3]\r] ] ] ":               true,
		`[]`:                                                   true, `[[]]`: true, `[[[]]]`: true, `[[[[]]]]`: true,
		`[[[[1e999,0]]]]`: false, `[[[["1",0]]]]`: false, `[[[[null,0]]]]`: false, `[[[{}]]]`: false, `[[[1,2]]]`: false, `{}`: false, `7`: false,
	} {
		got, ok := web.Polygons(text)
		if ok != quick {
			t.Errorf("%s: in one pass %v", text, ok)
		}
		var want [][][][]float64
		if err := json.Unmarshal([]byte(text), &want); ok && (err != nil || fmt.Sprint(got) != fmt.Sprint(want)) {
			t.Errorf("%s: %v, want %v (%v)", text, got, want, err)
		}
	}
}
