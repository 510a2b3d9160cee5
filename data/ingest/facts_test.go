package ingest_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terrier/data/ingest"
	"terrier/geo/shape"
	"terrier/plans/intake"
)

// The facts of ../shared/data/expected.json and SOURCES.md.
var facts = []struct {
	kind, file         string
	accepted, refused  int
	repaired           int
	problems           map[string]int // outcome and code → how many; noted names that were made are left out
	format, coordinate string         // how the proposal begins
}{
	{"places", "stock/trafford_postcodes.csv", 11264, 0, 0, nil, "CSV", "Read as longitude and latitude (WGS 84), as the headings say: line 2 lon=-2.26046, lat=53.465578 → SJ 828 965."},
	{"places", "stock/postcodes_HP.csv", 22325, 46, 0, map[string]int{"refused half-a-position": 46}, "CSV", "Read as longitude and latitude"},
	{"places", "stock/postcodes_WA.csv", 26034, 127, 0, map[string]int{"refused half-a-position": 127}, "CSV", "Read as longitude and latitude"},
	{"organisations", "stock/registered_providers_2018.tsv", 1755, 0, 0, nil, "TSV", ""},
	{"assets", "assets/trafford_allotments.csv", 35, 0, 0, nil, "CSV", "Read as longitude and latitude"},
	{"assets", "assets/trafford_community_hubs.csv", 6, 0, 0, nil, "CSV", "Read as longitude and latitude"},
	{"assets", "assets/trafford_leisure_centres.csv", 9, 0, 0, nil, "CSV", "Read as longitude and latitude"},
	{"assets", "assets/gm_libraries.csv", 141, 0, 0, nil, "CSV", "Read as longitude and latitude"},
	{"assets", "assets/gm_green_flags.csv", 59, 0, 0, map[string]int{"noted not-a-web-address": 1}, "CSV", "Read as longitude and latitude"},
	{"assets", "assets/trafford_libraries.geojson", 13, 0, 0, nil, "GeoJSON", "Read as longitude and latitude (WGS 84), as the file says (urn:ogc:def:crs:OGC:1.3:CRS84): feature 1"},
	{"assets", "assets/trafford_greenspace_sites.geojson", 427, 0, 0, nil, "GeoJSON", "Read as longitude and latitude"},
	{"assets", "assets/banes_allotments.geojson", 44, 0, 0, map[string]int{"noted sliver": 1, "noted same-shape": 1}, "GeoJSON", "Read as longitude and latitude"},
	{"assets", "assets/banes_community_gardens.geojson", 7, 0, 0, nil, "GeoJSON", "Read as longitude and latitude"},
	{"assets", "assets/trafford_leisure_polygons_styled.geojson", 14, 3, 0, map[string]int{"refused hole-outside": 2, "refused self-crossing": 1}, "GeoJSON", "Read as longitude and latitude"},
	{"boundaries", "boundaries/banes_os_parishes.geojson", 52, 0, 0, nil, "GeoJSON", "Read as longitude and latitude"},
	{"boundaries", "boundaries/trafford_wards_2023_full.geojson", 21, 0, 0, nil, "GeoJSON", "Read as longitude and latitude"},
	{"boundaries", "boundaries/trafford_lsoa_2021.geojson", 139, 0, 0, nil, "GeoJSON", "Read as longitude and latitude"},
	{"boundaries", "boundaries/trafford_parish.geojson", 4, 0, 0, nil, "GeoJSON", "Read as longitude and latitude"},
	{"boundaries", "boundaries/gm_lad_2023_full.geojson", 10, 0, 0, nil, "GeoJSON", "Read as longitude and latitude"},
	{"boundaries", "boundaries/bristol_wards_2013.geojson", 35, 0, 0, nil, "GeoJSON", "Read as longitude and latitude"},
	{"boundaries", "boundaries/north_somerset_msoa_2011.geojson", 43, 0, 0, map[string]int{"noted sliver": 13}, "GeoJSON", "Read as longitude and latitude"},
	{"boundaries", "derived/trafford_wards_27700_with_crs.geojson", 21, 0, 0, nil, "GeoJSON", "Read as easting and northing (British National Grid, EPSG:27700), as the file says (urn:ogc:def:crs:EPSG::27700): feature 1 first corner 377347.61, 388822.1 → SJ 773 888."},
	{"boundaries", "derived/trafford_wards_27700_no_crs.geojson", 21, 0, 0, nil, "GeoJSON", "Read as easting and northing (British National Grid, EPSG:27700), guessed from the values: feature 1"},
	{"areas", "neighbourhood/trafford_localities_2023.geojson", 4, 0, 0, nil, "GeoJSON", "Read as longitude and latitude"},
	{"areas", "derived/daws_hill_np_27700_wkt.csv", 6, 0, 0, nil, "CSV", "Read as easting and northing (British National Grid, EPSG:27700), guessed from the values: line 2"},
	{"assets", "derived/trafford_leisure_centres_cp1252.csv", 9, 0, 0, nil, "CSV", "Read as longitude and latitude"},
	{"assets", "dirty/brownfield_worcester.csv", 32, 5, 32, map[string]int{"refused half-a-position": 4, "refused not-a-number": 1, "repaired swapped-axes": 32}, "CSV", "Read as longitude and latitude (WGS 84), guessed from the values: line 2 GeoX=52.190268, GeoY=-2.203305 → SO 861 546 (Latitude and longitude are swapped)."},
	{"assets", "dirty/brownfield_5ed5da3e.csv", 128, 0, 0, map[string]int{"noted unknown-owner-kind": 9}, "CSV", "Read as easting and northing (British National Grid, EPSG:27700), as its row says (British Coordinate Systems): line 2 GeoX=389547, GeoY=412564"},
	{"assets", "dirty/brownfield_fylde.csv", 47, 0, 0, nil, "CSV", "Read as easting and northing (British National Grid, EPSG:27700), as its row says (OSGB36)"},
	{"assets", "dirty/brownfield_dda69588.csv", 28, 0, 0, nil, "CSV", "Read as longitude and latitude (WGS 84), guessed from the values"},
	{"assets", "dirty/brownfield_b6ac516b.csv", 13, 0, 0, nil, "CSV", "Read as easting and northing"},
	{"assets", "dirty/brownfield_c0f874ac.csv", 42, 16, 0, map[string]int{"refused missing-position": 16}, "CSV", "Read as longitude and latitude (WGS 84), as its row says (WGS84)"},
	{"areas", "neighbourhood/bucks_daws_hill_np.shp.zip", 6, 0, 0, nil, "zipped Shapefile", "Read as easting and northing (British National Grid, EPSG:27700), as the file says (British_National_Grid): feature 1"},
	{"areas", "neighbourhood/bucks_longwick_cum_ilmer_np.shp.zip", 12, 0, 0, nil, "zipped Shapefile", "Read as easting and northing"},
	{"areas", "derived/daws_hill_np_xyz.kml", 6, 0, 0, nil, "KML", "Read as longitude and latitude (WGS 84), as KML has it: feature 1"},
	{"boundaries", "derived/trafford_parish_27700_no_prj.shp.zip", 4, 0, 0, nil, "zipped Shapefile", "Read as easting and northing (British National Grid, EPSG:27700), guessed from the values: feature 1"},
	{"boundaries", "derived/trafford_wards_27700.gpkg", 21, 0, 0, nil, "GeoPackage", "Read as easting and northing (British National Grid, EPSG:27700), as the file says (EPSG:27700): feature 1"},
	{"assets", "dirty/brownfield_fylde_raw.txt", 47, 0, 0, nil, "CSV", "Read as easting and northing (British National Grid, EPSG:27700), as its row says (OSGB36): line 6 (d) location easting=330941, (d) location northing=431694 OSGB36"},
	{"assets", "dirty/brownfield_a6f17c3b.csv", 2, 0, 0, map[string]int{"noted positions-disagree": 2}, "CSV", "Read as easting and northing (British National Grid, EPSG:27700), as the headings say: line 2 EASTING=538221.25, NORTHING=183691.16 → TQ 382 836."},
}

func TestRealFiles(t *testing.T) {
	for _, f := range facts {
		t.Run(f.file, func(t *testing.T) {
			res, err := runFile(t, &register{}, f.kind, shared(t, f.file))
			if err != nil {
				t.Fatal(err)
			}
			if res.Accepted != f.accepted || res.Refused != f.refused || res.Repaired != f.repaired {
				t.Errorf("accepted %d, refused %d, repaired %d; want %d, %d, %d", res.Accepted, res.Refused, res.Repaired, f.accepted, f.refused, f.repaired)
			}
			problems := byCode(res)
			delete(problems, "noted name-made")
			if f.problems == nil {
				f.problems = map[string]int{}
			}
			if diff := cmp.Diff(f.problems, problems); diff != "" {
				t.Error(diff)
			}
			if !strings.HasPrefix(res.Proposal.Coordinates, f.coordinate) || res.Proposal.Format != f.format {
				t.Errorf("%s. %s", res.Proposal.Format, res.Proposal.Coordinates)
			}
			for _, p := range res.Problems {
				if p.Line < 1 || p.Reason == "" || p.Remedy == "" {
					t.Errorf("not told: %+v", p)
				}
			}
		})
	}
}

// 608 rows: 372 placed by degrees, one with latitude first, 22 by their postcode, the others nowhere.
func TestTraffordLandAndBuildings(t *testing.T) {
	reg := &register{}
	if _, err := runFile(t, reg, "places", shared(t, "stock/trafford_postcodes.csv")); err != nil {
		t.Fatal(err)
	}
	res, err := runFile(t, reg, "assets", shared(t, "stock/trafford_land_and_building_assets.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if res.Accepted != 372+1+22 || res.Refused != 213 || res.Repaired != 1 {
		t.Errorf("accepted %d, refused %d, repaired %d", res.Accepted, res.Refused, res.Repaired)
	}
	codes := byCode(res)
	if codes["repaired swapped-axes"] != 1 || codes["noted located-by-postcode"] != 22 || codes["refused part-postcode"]+codes["refused unknown-postcode"]+codes["refused missing-position"] != 213 {
		t.Error(codes)
	}
	byPostcode := 0
	for _, a := range reg.assets {
		if a.Position == "postcode" {
			byPostcode++
			if a.Point != reg.postcodes[a.Postcode] {
				t.Errorf("%s is not at %s", a.Reference, a.Postcode)
			}
		}
		if a.Organisation != "Trafford Council" {
			t.Errorf("kept by %q", a.Organisation)
		}
		if a.Reference == "TMBC0396/P0000036" && (math.Abs(a.Point[0]-375_800) > 300 || math.Abs(a.Point[1]-395_600) > 300) {
			t.Errorf("the swapped row lies at %v", a.Point)
		}
	}
	if byPostcode != 22 {
		t.Errorf("%d placed by postcode", byPostcode)
	}
	for _, p := range res.Problems {
		if p.Outcome == intake.Repaired && (p.Line != 387 || p.Value != "53.457484, -2.365856" || p.Field != "GeoX, GeoY" || p.Remedy != "Read as longitude -2.365856, latitude 53.457484.") {
			t.Errorf("%+v", p)
		}
	}
}

// Three hand-drawn outlines are not sound: 3, 4 and 10, counted from 0.
func TestTraffordLeisurePolygons(t *testing.T) {
	res, err := runFile(t, &register{}, "assets", shared(t, "assets/trafford_leisure_polygons_styled.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, p := range res.Problems {
		if p.Outcome == intake.Refused {
			lines = append(lines, p.Line-1)
			if !strings.Contains(p.Reason, " at -2.") {
				t.Errorf("the place is missing: %s", p.Reason)
			}
		}
	}
	if diff := cmp.Diff([]int{3, 4, 10}, lines); diff != "" {
		t.Error(diff)
	}
}

// The designated area among its policies: 51.16 hectares.
func TestDawsHill(t *testing.T) {
	reg := &register{}
	res, err := runFile(t, reg, "areas", shared(t, "derived/daws_hill_np_27700_wkt.csv"), func(r *ingest.Request) {
		r.Where, r.Organisation = "F_CODE = NDHNA", "local-authority:BUC"
	})
	if err != nil || res.Accepted != 1 || res.LeftOut != 5 {
		t.Fatalf("%+v, %v", res, err)
	}
	a := reg.areas[0]
	if ha := shape.Area(a.Shape) / 10_000; math.Abs(ha-51.16) > 0.01 || a.Name != "Daws Hill Neighbourhood Area" || shape.Vertices(a.Shape) != 871+1 || a.SourceShape != nil {
		t.Errorf("%s: %.2f ha, %d vertices", a.Name, ha, shape.Vertices(a.Shape))
	}
}

func TestBoundariesKnowTheirKind(t *testing.T) {
	for file, want := range map[string]map[string]int{
		"boundaries/banes_os_parishes.geojson":           {"parish 0": 51, "other 0": 1}, // Bath itself has no parish
		"boundaries/trafford_wards_2023_full.geojson":    {"ward 0": 21},
		"boundaries/bristol_wards_2013.geojson":          {"ward 2013": 35},
		"boundaries/north_somerset_msoa_2011.geojson":    {"msoa 2011": 43},
		"boundaries/trafford_lsoa_2021.geojson":          {"lsoa 0": 139},
		"boundaries/gm_lad_2023_full.geojson":            {"local-authority 0": 10},
		"derived/trafford_wards_27700_no_crs.geojson":    {"ward 0": 21},
		"boundaries/trafford_parish.geojson":             {"parish 0": 4},
		"neighbourhood/trafford_localities_2023.geojson": {"other 0": 4},
	} {
		t.Run(file, func(t *testing.T) {
			reg := &register{}
			if _, err := runFile(t, reg, "boundaries", shared(t, file)); err != nil {
				t.Fatal(err)
			}
			got := map[string]int{}
			for _, b := range reg.boundaries {
				year := "0"
				if b.CodeYear != 0 {
					year = intake.Number(float64(b.CodeYear))
				}
				got[b.Kind+" "+year]++
				if b.Kind != "other" && strings.ContainsAny(b.Code, "- ") {
					t.Errorf("%s has the code %q", b.Name, b.Code)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The wards in degrees and in metres, converted by another program, lie in the same place.
func TestWardsInBothSystemsAgree(t *testing.T) {
	degrees, metres := &register{}, &register{}
	if _, err := runFile(t, degrees, "boundaries", shared(t, "boundaries/trafford_wards_2023_full.geojson")); err != nil {
		t.Fatal(err)
	}
	if _, err := runFile(t, metres, "boundaries", shared(t, "derived/trafford_wards_27700_no_crs.geojson")); err != nil {
		t.Fatal(err)
	}
	for i, b := range degrees.boundaries {
		one, other := b.Shape.Bound(), metres.boundaries[i].Shape.Bound()
		for axis := range 2 {
			if math.Abs(one.Min[axis]-other.Min[axis]) > 0.02 || math.Abs(one.Max[axis]-other.Max[axis]) > 0.02 {
				t.Errorf("%s: %v and %v", b.Name, one, other)
			}
		}
	}
}

func TestProvidersOfTheRegister(t *testing.T) {
	reg := &register{}
	res, err := runFile(t, reg, "organisations", shared(t, "stock/registered_providers_2018.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	designations := map[string]int{}
	for _, o := range reg.organisations {
		designations[o.RPDesignation]++
		if o.Type != "registered-provider" || o.RPCode != o.Reference || o.StartDate.IsZero() {
			t.Fatalf("%+v", o)
		}
	}
	if diff := cmp.Diff(map[string]int{"non-profit": 1522, "local-authority": 198, "profit": 35}, designations); diff != "" {
		t.Error(diff)
	}
	if byCode(res)["noted name-made"] != 198 {
		t.Error("198 authorities have no name in the register")
	}
}

// The same areas in two formats, whose columns say nothing to terrier until they are named; one format cuts names short.
func TestSouthwark(t *testing.T) {
	for file, columns := range map[string]map[string]string{
		"boundaries/southwark_conservation_areas_27700.gpkg": {"name": "Conservation_area", "code": "Conservation_area_number"},
		"boundaries/southwark_conservation_areas.shp.zip":    {"name": "Conservati", "code": "Conserva00"},
	} {
		t.Run(file, func(t *testing.T) {
			_, err := runFile(t, &register{}, "boundaries", shared(t, file))
			if e := wantCode(t, err, "no-column"); !strings.Contains(e.Remedy, columns["name"]) {
				t.Errorf("the columns are not told: %+v", e)
			}
			reg := &register{}
			res, err := runFile(t, reg, "boundaries", shared(t, file), func(r *ingest.Request) { r.Map = columns })
			if err != nil || res.Accepted != 53 || res.Refused != 0 || !strings.HasPrefix(res.Proposal.Coordinates, "Read as easting and northing") || res.Proposal.Layer != "Conservation areas" {
				t.Fatalf("%+v, %v", res, err)
			}
			parts := 0
			for _, b := range reg.boundaries {
				parts += min(len(b.Shape)-1, 1)
			}
			if parts != 1 {
				t.Errorf("%d have several parts", parts)
			}
		})
	}
}

// The wards in a GeoPackage are those of the GeoJSON that it was made from, by another way over OSTN15, a centimetre apart.
func TestWardsInGeoPackage(t *testing.T) {
	one, other := &register{}, &register{}
	if _, err := runFile(t, one, "boundaries", shared(t, "derived/trafford_wards_27700.gpkg")); err != nil {
		t.Fatal(err)
	}
	if _, err := runFile(t, other, "boundaries", shared(t, "boundaries/trafford_wards_2023_full.geojson")); err != nil {
		t.Fatal(err)
	}
	for i, b := range one.boundaries {
		same := other.boundaries[i]
		if b.Code != same.Code || b.Name != same.Name || shape.Vertices(b.Shape) != shape.Vertices(same.Shape) || math.Abs(shape.Area(b.Shape)/shape.Area(same.Shape)-1) > 1e-5 {
			t.Errorf("%s and %s: %.1f and %.1f m²", b.Name, same.Name, shape.Area(b.Shape), shape.Area(same.Shape))
		}
	}
}

// What cannot be read says what it is, and what to do.
func TestOtherRealFiles(t *testing.T) {
	for file, want := range map[string]struct{ code, message string }{
		"boundaries/eng_lad_2013.topo.json":                {"other-format", "TopoJSON"},
		"neighbourhood/bucks_neighbourhood_plan_areas.csv": {"no-column", "No column holds an outline"},
		"ostn15/OSTN15_OSGM15_DataFile.txt.xz":             {"other-format", "compressed by xz"},
		"ostn15/uk_os_OSTN15_NTv2_OSGBtoETRS.tif":          {"other-format", "TIFF"},
		"ostn15/england_1000_ostn15.csv":                   {"no-column", "No column holds the name"},
		"stats/census2021_tenure_lsoa_trafford.csv":        {"no-column", "No column holds an outline"},
		"stats/iod2025_lad.csv":                            {"no-column", "No column holds"},
		"SOURCES.md":                                       {"no-table", "running text"},
		"expected.json":                                    {"other-format", "JSON, but not GeoJSON"},
		"jts/general/TestValid.xml":                        {"other-format", "XML"},
	} {
		t.Run(file, func(t *testing.T) {
			_, err := runFile(t, &register{}, "areas", shared(t, file))
			if e := wantCode(t, err, want.code); !strings.Contains(e.Message, want.message) {
				t.Error(e.Message)
			}
		})
	}
}
