package basemap_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/basemap"
)

func TestFindProduct(t *testing.T) {
	for name, want := range map[string]string{
		"SJ_Building": "Building", "data/SJ/SJ_Building": "Building", "building": "Building", "HP_SurfaceWater_Area": "SurfaceWater_Area",
		"surface_water_area": "SurfaceWater_Area", "SurfaceWater_Area": "SurfaceWater_Area", "ImportantBuilding": "ImportantBuilding", "important_building": "ImportantBuilding",
		"named_place": "NamedPlace", "TQ_NamedPlace": "NamedPlace", "railway_track": "RailwayTrack", "SE_RoadTunnel": "RoadTunnel", "NY_RAILWAYSTATION": "RailwayStation",
		"": "", "buildings": "", "roads_local": "", "SI_Building": "", "XX_Building": "", "greenspace_site": "", "names": "",
	} {
		if p, ok := basemap.FindProduct(name); p.Name != want || ok != (want != "") {
			t.Errorf("%q is %q, %v; want %q", name, p.Name, ok, want)
		}
	}
	drawn := 0
	for _, p := range basemap.Products {
		if p.Drawn() {
			drawn++
		}
	}
	if drawn != 11 || len(basemap.Products) != 20 {
		t.Errorf("%d of %d layers are drawn", drawn, len(basemap.Products))
	}
}

// side is a square of so many metres a side, long a line.
func side(m float64) orb.Polygon { return orb.Polygon{{{0, 0}, {m, 0}, {m, m}, {0, m}, {0, 0}}} }
func long(m float64) orb.LineString {
	return orb.LineString{{400000, 400000}, {400000 + m, 400000}}
}

var here = orb.Point{400000, 400000}

func TestDraw(t *testing.T) {
	for _, c := range []struct {
		about, product      string
		row                 basemap.Row
		shape               orb.Geometry
		layer, kind, called string
		zoom                int
		unknown             bool
	}{
		{"a motorway shows before all other roads", "Road", basemap.Row{Class: "Motorway", Number: "M60"}, long(9), "road", "main", "M60", 7, false},
		{"two carriageways drawn as one are the road", "Road", basemap.Row{Class: "A Road, Collapsed Dual Carriageway", Number: "A56", Name: "Chester Road"}, long(9), "road", "main", "Chester Road", 9, false},
		{"a primary road", "Road", basemap.Row{Class: "Primary Road"}, long(9), "road", "main", "", 8, false},
		{"a B road", "Road", basemap.Row{Class: "B Road", Number: "B5166"}, long(9), "road", "main", "B5166", 11, false},
		{"a minor road", "Road", basemap.Row{Class: "Minor Road"}, long(9), "road", "minor", "", 12, false},
		{"a street", "Road", basemap.Row{Class: "Local Road", Name: "Ash  Street "}, long(9), "road", "minor", "Ash Street", 13, false},
		{"a close", "Road", basemap.Row{Class: "Local Access Road"}, long(9), "road", "minor", "", 14, false},
		{"a drive", "Road", basemap.Row{Class: "Restricted Local Access Road"}, long(9), "road", "minor", "", 14, false},
		{"a street for people on foot", "Road", basemap.Row{Class: "Shared Use Carriageway", Name: "Market Street"}, long(9), "road", "minor", "Market Street", 14, false},
		{"a busway", "Road", basemap.Row{Class: "Guided Busway Carriageway"}, long(9), "road", "minor", "", 14, false},
		{"a class that is not known is a small road", "Road", basemap.Row{Class: "Hoverway", Code: "15710"}, long(9), "road", "minor", "", 14, true},
		{"no class, but a code", "Road", basemap.Row{Code: "15719"}, long(9), "road", "main", "", 7, false},
		{"neither", "Road", basemap.Row{}, long(9), "road", "minor", "", 14, true},

		{"a railway of several tracks", "RailwayTrack", basemap.Row{Class: "Multi Track"}, long(9), "rail", "rail", "", 9, false},
		{"of one", "RailwayTrack", basemap.Row{Code: "15301"}, long(9), "rail", "rail", "", 10, false},
		{"a narrow one", "RailwayTrack", basemap.Row{Class: "Narrow Gauge"}, long(9), "rail", "rail", "", 12, false},
		{"a rack railway", "RailwayTrack", basemap.Row{Class: "Rack"}, long(9), "rail", "rail", "", 12, true},
		{"a station is told from its place", "RailwayStation", basemap.Row{Name: "Sale", Class: "Light Rapid Transit Station"}, here, "label", "station", "Sale station", 13, false},
		{"one that says it is one", "RailwayStation", basemap.Row{Name: "Abertawe / Swansea Station"}, here, "label", "station", "Abertawe / Swansea Station", 13, false},
		{"a halt", "RailwayStation", basemap.Row{Name: "Denton Halt"}, here, "label", "station", "Denton Halt", 13, false},

		{"a great wood", "Woodland", basemap.Row{}, side(8000), "green", "wood", "", 6, false},
		{"a wood", "Woodland", basemap.Row{}, side(300), "green", "wood", "", 10, false},
		{"a copse", "Woodland", basemap.Row{}, side(10), "green", "wood", "", 14, false},
		{"the sea", "TidalWater", basemap.Row{}, side(90000), "water", "sea", "", 5, false},
		{"a reservoir", "SurfaceWater_Area", basemap.Row{}, side(900), "water", "lake", "", 9, false},
		{"a pond", "SurfaceWater_Area", basemap.Row{}, side(12), "water", "lake", "", 14, false},
		{"a brook", "SurfaceWater_Line", basemap.Row{}, long(5000), "water", "stream", "", 11, false},
		{"a ditch", "SurfaceWater_Line", basemap.Row{}, long(20), "water", "stream", "", 13, false},
		{"a house", "Building", basemap.Row{Code: "15014"}, side(9), "building", "building", "", 14, false},
		{"a shed as large as a field", "Building", basemap.Row{}, side(200), "building", "building", "", 13, false},
		{"a glasshouse", "Glasshouse", basemap.Row{}, side(80), "building", "glasshouse", "", 13, false},
		{"a school", "ImportantBuilding", basemap.Row{Theme: "Education"}, side(20), "building", "public", "", 14, false},
		{"a chapel", "ImportantBuilding", basemap.Row{Theme: "Religious Buildings"}, side(20), "building", "religious", "", 14, false},
		{"a market hall by its code", "ImportantBuilding", basemap.Row{Code: "15026"}, side(20), "building", "shop", "", 14, false},
		{"a bus station", "ImportantBuilding", basemap.Row{Theme: "Road Transport"}, side(20), "building", "transport", "", 14, false},

		{"a town", "NamedPlace", basemap.Row{Name: "Sale", Class: "Populated Place", Height: "Large"}, here, "label", "town", "Sale", 8, false},
		{"a village", "NamedPlace", basemap.Row{Name: "Dunham", Class: "Populated Place", Height: "Medium"}, here, "label", "village", "Dunham", 11, false},
		{"a hamlet", "NamedPlace", basemap.Row{Name: "Sinderland", Class: "Populated Place", Height: "Small"}, here, "label", "hamlet", "Sinderland", 12, false},
		{"a place without a size", "NamedPlace", basemap.Row{Name: "Nowhere", Class: "Populated Place"}, here, "label", "hamlet", "Nowhere", 12, false},
		{"a river", "NamedPlace", basemap.Row{Name: "River Mersey", Class: "Hydrography", Height: "Large"}, here, "label", "water", "River Mersey", 10, false},
		{"a wood's name", "NamedPlace", basemap.Row{Name: "Coroners Wood", Class: "Woodland Or Forest", Height: "Small"}, here, "label", "wood", "Coroners Wood", 14, false},
		{"a hill", "NamedPlace", basemap.Row{Name: "Kinder Scout", Class: "Landform", Height: "Large"}, here, "label", "moor", "Kinder Scout", 11, false},
		{"a moss", "NamedPlace", basemap.Row{Name: "Carrington Moss", Class: "Landcover", Height: "Medium"}, here, "label", "moor", "Carrington Moss", 13, false},
		{"a city, as OS Open Names has it", "NamedPlace", basemap.Row{Name: "Bangor", Class: "City"}, here, "label", "city", "Bangor", 6, false},
		{"a suburb", "NamedPlace", basemap.Row{Name: "Hale", Class: "Suburban Area"}, here, "label", "suburb", "Hale", 11, false},
		{"an unknown class", "NamedPlace", basemap.Row{Name: "Folly", Class: "Antiquity", Height: "Large"}, here, "label", "hamlet", "Folly", 14, true},
		{"letters that a Shapefile has no room for", "NamedPlace", basemap.Row{Name: "Coed Ty'n-llwyn", HTMLName: "Coed Ty'n-ll<f>&#x0175;</f>yn", Class: "Landcover"}, here, "label", "moor", "Coed Ty'n-llŵyn", 14, false},
		{"no such letters", "NamedPlace", basemap.Row{Name: "Ynys <Môn>", HTMLName: "Ynys Mon", Class: "Landcover"}, here, "label", "moor", "Ynys <Môn>", 14, false},
		{"control characters", "NamedPlace", basemap.Row{Name: "A\x00sh\tHill\r\n", Class: "Landform"}, here, "label", "moor", "Ash Hill", 14, false},
	} {
		t.Run(c.about, func(t *testing.T) {
			p, ok := basemap.FindProduct(c.product)
			if !ok {
				t.Fatal(c.product)
			}
			f, known, err := p.Draw(c.row, c.shape)
			if err != nil || known == c.unknown || f.Layer != c.layer || f.Kind != c.kind || f.Name != c.called || f.MinZoom != c.zoom || !orb.Equal(f.Shape, c.shape) {
				t.Errorf("%s %s %q from zoom %d, known %v, %v", f.Layer, f.Kind, f.Name, f.MinZoom, known, err)
			}
			if !slices.Contains(basemap.Layers.Slugs(), f.Layer) {
				t.Errorf("%s is no layer of ours", f.Layer)
			}
		})
	}
}

func TestDrawRefuses(t *testing.T) {
	for code, c := range map[string]struct {
		product string
		row     basemap.Row
	}{
		"missing-name": {"NamedPlace", basemap.Row{Class: "Populated Place", Name: " \x01 "}}, "name-too-long": {"RailwayStation", basemap.Row{Name: strings.Repeat("a", 301)}},
	} {
		p, _ := basemap.FindProduct(c.product)
		_, _, err := p.Draw(c.row, here)
		var refused *plans.Error
		if !errors.As(err, &refused) || refused.Code != code || refused.Message == "" || refused.Remedy == "" || refused.Field != "name" {
			t.Errorf("%s: %v", code, err)
		}
	}
}
