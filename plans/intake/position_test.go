package intake_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans"
	"terrier/plans/intake"
)

// Altrincham Town Hall, three times.
var (
	hallDegrees  = orb.Point{-2.3520922, 53.3879587}
	hallMetres   = must(bng.FromWGS84(hallDegrees))
	hallMercator = bng.ToMercator(hallDegrees)
)

func must(p orb.Point, err error) orb.Point {
	if err != nil {
		panic(err)
	}
	return p
}

func swap(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} }

func TestLocate(t *testing.T) {
	shetland := orb.Point{446_000, 1_140_000}
	for _, c := range []struct {
		name  string
		given orb.Point
		said  intake.CRS
		want  orb.Point // zero: refused
		crs   intake.CRS
		code  string
	}{
		{"degrees as said", hallDegrees, intake.WGS84, hallMetres, intake.WGS84, ""},
		{"metres as said", hallMetres, intake.NationalGrid, hallMetres, intake.NationalGrid, ""},
		{"web map metres as said", hallMercator, intake.Mercator, hallMetres, intake.Mercator, ""},
		{"degrees, nothing said", hallDegrees, intake.UnknownCRS, hallMetres, intake.WGS84, ""},
		{"metres, nothing said", hallMetres, intake.UnknownCRS, hallMetres, intake.NationalGrid, ""},
		{"latitude first", swap(hallDegrees), intake.WGS84, hallMetres, intake.WGS84, "swapped-axes"},
		{"latitude first, nothing said", swap(hallDegrees), intake.UnknownCRS, hallMetres, intake.WGS84, "swapped-axes"},
		{"metres called degrees", hallMetres, intake.WGS84, hallMetres, intake.NationalGrid, "wrong-crs"},
		{"degrees called metres", hallDegrees, intake.NationalGrid, hallMetres, intake.WGS84, "wrong-crs"},
		{"latitude first, called metres", swap(hallDegrees), intake.NationalGrid, hallMetres, intake.WGS84, "wrong-crs"},
		{"web map metres called degrees", hallMercator, intake.WGS84, hallMetres, intake.Mercator, "wrong-crs"},
		{"northing first, where only Shetland can be meant", swap(shetland), intake.NationalGrid, shetland, intake.NationalGrid, "swapped-axes"},
		{"small degrees called metres: Norwich is not in the sea off Scilly", orb.Point{1.3, 52.63}, intake.NationalGrid, must(bng.FromWGS84(orb.Point{1.3, 52.63})), intake.WGS84, "wrong-crs"},

		{"nowhere", orb.Point{0, 0}, intake.WGS84, orb.Point{}, "", "zero-position"},
		{"nowhere in metres", orb.Point{0, 0}, intake.NationalGrid, orb.Point{}, "", "zero-position"},
		{"Paris", orb.Point{2.35, 48.85}, intake.WGS84, orb.Point{}, "", "outside-britain"},
		{"Paris, latitude first", orb.Point{48.85, 2.35}, intake.WGS84, orb.Point{}, "", "outside-britain"},
		{"Belfast", orb.Point{-5.93, 54.6}, intake.WGS84, orb.Point{}, "", "outside-britain"},
		{"Belfast, nothing said", orb.Point{-5.93, 54.6}, intake.UnknownCRS, orb.Point{}, "", "outside-britain"},
		{"metres beyond the grid", orb.Point{900_000, 1_300_000}, intake.NationalGrid, orb.Point{}, "", "outside-britain"},
		{"the south pole", orb.Point{0, -90}, intake.WGS84, orb.Point{}, "", "outside-britain"},
		{"no number", orb.Point{math.NaN(), 53}, intake.WGS84, orb.Point{}, "", "not-a-number"},
		{"no end", orb.Point{math.Inf(1), 53}, intake.NationalGrid, orb.Point{}, "", "not-a-number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := intake.Locate(c.given, c.said)
			if c.want == (orb.Point{}) {
				wantCode(t, err, c.code)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, ok := intake.At(l)
			if want := bng.RoundPoint(c.want); !ok || math.Abs(got[0]-want[0]) > 0.0011 || math.Abs(got[1]-want[1]) > 0.0011 {
				t.Errorf("at %v, want %v", got, want)
			}
			if l.SourceCRS != c.crs || l.Code != c.code || l.Repaired != (c.code != "") || l.Repaired != (l.Remedy != "") && l.Repaired {
				t.Errorf("%+v", l)
			}
			if l.Repaired && !strings.HasPrefix(l.Remedy, "Read as ") {
				t.Errorf("remedy %q", l.Remedy)
			}
		})
	}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var e *plans.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	if e.Message == "" || e.Remedy == "" {
		t.Errorf("not told: %+v", e)
	}
}

// square is a field of a hundred metres in Altrincham.
func square() orb.Polygon {
	x, y := 376_600.0, 387_900.0
	return orb.Polygon{{{x, y}, {x + 100, y}, {x + 100, y + 100}, {x, y + 100}, {x, y}}}
}

func TestOutline(t *testing.T) {
	lonlat := func(g orb.Geometry) orb.Geometry {
		l, err := bng.TransformWGS84(g)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	clockwise := square()
	clockwise[0].Reverse()
	for name, g := range map[string]orb.Geometry{"a polygon": square(), "a multipolygon": orb.MultiPolygon{square()}, "wound the other way": clockwise} {
		t.Run(name, func(t *testing.T) {
			l, err := intake.Locate(lonlat(g), intake.WGS84)
			if err != nil {
				t.Fatal(err)
			}
			got, err := intake.Outline(l)
			if err != nil || len(got) != 1 || got[0][0].Orientation() != orb.CCW || got.Bound() != square().Bound() {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
	bow := square()
	bow[0][1], bow[0][2] = bow[0][2], bow[0][1]
	open := orb.Polygon{square()[0][:4]}
	for _, c := range []struct {
		name, code string
		g          orb.Geometry
	}{
		{"a bow tie", "self-crossing", bow},
		{"an open ring", "ring-not-closed", open},
		{"an empty hole", "empty", append(square(), orb.Ring{})},
		{"a line drawn as an area", "too-few-points", orb.Polygon{{{376_600, 387_900}, {376_700, 387_900}, {376_600, 387_900}, {376_600, 387_900}}}},
		{"a hole outside", "hole-outside", append(square(), orb.Ring{{376_800, 387_900}, {376_800, 387_950}, {376_850, 387_950}, {376_800, 387_900}})},
		{"less than a millimetre wide", "too-few-points", orb.Polygon{{{376_600, 387_900}, {376_600.0002, 387_900}, {376_600.0002, 387_900.0002}, {376_600, 387_900}}}},
		{"two parts that overlap", "parts-overlap", orb.MultiPolygon{square(), square()}},
	} {
		t.Run("refuses "+c.name, func(t *testing.T) {
			for _, given := range []struct {
				g   orb.Geometry
				crs intake.CRS
			}{{c.g, intake.NationalGrid}, {lonlat(c.g), intake.WGS84}} {
				l, err := intake.Locate(given.g, given.crs)
				if err != nil {
					t.Fatal(err)
				}
				_, err = intake.Outline(l)
				wantCode(t, err, c.code)
			}
		})
	}
	t.Run("tells the place in the numbers of the file", func(t *testing.T) {
		l, err := intake.Locate(lonlat(bow), intake.WGS84)
		if err != nil {
			t.Fatal(err)
		}
		_, err = intake.Outline(l)
		if err == nil || !strings.Contains(err.Error(), "-2.35") || !strings.Contains(err.Error(), "SJ 766") {
			t.Error(err)
		}
	})
	t.Run("an area with a vertex far away is refused, not moved", func(t *testing.T) {
		far := square()
		far[0][1] = orb.Point{2_000_000, 3_000_000}
		_, err := intake.Locate(far, intake.NationalGrid)
		wantCode(t, err, "outside-britain")
		if !strings.Contains(err.Error(), "2000000") {
			t.Error(err)
		}
	})
	for name, g := range map[string]orb.Geometry{"several points": orb.MultiPoint{hallMetres, hallMetres}, "nothing": nil} {
		t.Run("refuses "+name, func(t *testing.T) {
			_, err := intake.Locate(g, intake.NationalGrid)
			wantCode(t, err, "wrong-geometry")
		})
	}
	_, err := intake.Locate(orb.MultiPolygon{}, intake.WGS84)
	wantCode(t, err, "empty-geometry")
}

func TestParseCRS(t *testing.T) {
	for text, want := range map[string]intake.CRS{
		"WGS84": intake.WGS84, "wgs 84": intake.WGS84, "EPSG:4326": intake.WGS84, "epsg::4326": intake.WGS84, "ETRS89": intake.WGS84, "urn:ogc:def:crs:OGC:1.3:CRS84": intake.WGS84, "urn:ogc:def:crs:OGC::CRS84": intake.WGS84,
		"urn:ogc:def:crs:EPSG::4326": intake.WGS84, "http://www.opengis.net/def/crs/OGC/1.3/CRS84": intake.WGS84, "http://www.opengis.net/def/crs/EPSG/0/27700": intake.NationalGrid,
		"urn:ogc:def:crs:EPSG::27700": intake.NationalGrid, "urn:ogc:def:crs:EPSG:9.9.1:27700": intake.NationalGrid, "EPSG:27700": intake.NationalGrid, "27700": intake.NationalGrid, "OSGB36": intake.NationalGrid,
		"OSGB 1936 / British National Grid": intake.NationalGrid, "British National Grid": intake.NationalGrid, "EPSG:3857": intake.Mercator,
		"British Coordinate Systems": intake.NationalGrid, "OSGB36 / British National Grid (EPSG:27700)": intake.NationalGrid, "British_National_Grid": intake.NationalGrid, "OS Grid": intake.NationalGrid,
		"UK National Grid": intake.NationalGrid, "Ordnance Survey National Grid (OSGB 1936)": intake.NationalGrid, "Eastings & Northings": intake.NationalGrid, "OSGB_1936_British_National_Grid": intake.NationalGrid,
		"EPSG 27700": intake.NationalGrid, "epsg.io/27700": intake.NationalGrid, "OSGB1936 27700": intake.NationalGrid, "WGS 84 (EPSG:4326)": intake.WGS84, "GCS_WGS_1984": intake.WGS84, "GCS_ETRS_1989": intake.WGS84,
		"Latitude/Longitude": intake.WGS84, "Decimal degrees": intake.WGS84, "WGS_1984_Web_Mercator_Auxiliary_Sphere": intake.Mercator, "EPSG:4258 (ETRS89)": intake.WGS84, "WGS84 (ETRS89)": intake.WGS84,
	} {
		if got, ok := intake.ParseCRS(text); !ok || got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
	for _, text := range []string{"", "EPSG:29902", "urn:ogc:def:crs:EPSG::2157", "yes", "GCS_OSGB_1936", "EPSG:4277", "OSGB36 lat long", "WGS 84 / UTM zone 30N", "WGS_1984_UTM_Zone_30N", "EPSG:32630",
		"TM75 / Irish Grid", "TM65_Irish_Grid", "IRENET95 / Irish Transverse Mercator", "World_Mercator", "EPSG:4326 or EPSG:27700", "local"} {
		if got, ok := intake.ParseCRS(text); ok || got != "" {
			t.Errorf("%s: %s", text, got)
		}
	}
}

func TestGuess(t *testing.T) {
	var g intake.Guess
	if crs, _ := g.CRS(); crs != intake.UnknownCRS {
		t.Error(crs)
	}
	for _, p := range []orb.Point{{0, 0}, hallMetres, swap(hallDegrees), swap(hallDegrees), {999, 999}, hallDegrees} {
		g.Add(p)
	}
	if crs, example := g.CRS(); crs != intake.WGS84 || example != hallDegrees || g.Tried() != 6 {
		t.Error(crs, example)
	}
	if got := intake.Where(hallDegrees, intake.WGS84); got != "SJ 766 879" {
		t.Error(got)
	}
}
