package geopackage_test

import (
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"terrier/data/ingest/geopackage"
)

const sharedData = "../../../../shared/data"

// shared opens a file of ../shared/data, or skips the test.
func shared(t testing.TB, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedData, name))
	if os.IsNotExist(err) {
		t.Skipf("skipped: needs ../shared/data/%s", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// facts are what GDAL and shapely found in a file.
type facts struct {
	Features   int            `json:"features"`
	Types      map[string]int `json:"types"`
	Coords     int            `json:"coords"`
	Null       int            `json:"null_geometries"`
	Heights    bool           `json:"has_z"`
	Bbox       []float64      `json:"bbox"`
	Properties []string       `json:"properties"`
}

func TestFilesThatCouncilsPublish(t *testing.T) {
	var expected map[string]facts
	if err := json.NewDecoder(shared(t, "expected.json")).Decode(&expected); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct {
		layer string
		first []string // values of the first feature
		notes int
	}{
		"boundaries/southwark_conservation_areas_27700.gpkg": {"Conservation areas",
			[]string{"Addington Square", "1", "https://www.southwark.gov.uk/planning-and-building-control/design-and-conservation/conservation-areas?chapter=2"}, 1}, // left in WAL mode
		"derived/trafford_wards_27700.gpkg": {"trafford_ward_full_resolution",
			[]string{"E05015239", "Altrincham", "-2.34673", "53.3906", "2991460.293", "Square metres"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f := shared(t, name)
			info, err := f.Stat()
			if err != nil {
				t.Fatal(err)
			}
			source, err := geopackage.Open(f, info.Size())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = source.Close() }()
			if source.Format != "GeoPackage" || source.Unit != "feature" || !source.Shaped || source.Lonlat || len(source.Layers) != 1 || source.Layers[0].Name != want.layer || len(source.Notes) != want.notes {
				t.Errorf("opened as %+v", source)
			}
			r, err := source.Layers[0].Open()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = r.Close() }()
			got := facts{Types: map[string]int{}, Properties: r.Header()}
			var bound orb.Bound
			for {
				rec, err := r.Read()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				got.Features++
				if rec.Err != nil || rec.Line != got.Features || !rec.Shaped || rec.Flat || len(rec.Values) != len(got.Properties) {
					t.Fatalf("feature %d: %+v", got.Features, rec)
				}
				got.Types[rec.Geometry.GeoJSONType()]++
				got.Coords += coords(rec.Geometry)
				if got.Features == 1 {
					bound = rec.Geometry.Bound()
					if !reflect.DeepEqual(rec.Values, want.first) {
						t.Errorf("first feature %q", rec.Values)
					}
				}
				bound = bound.Union(rec.Geometry.Bound())
			}
			if r.CRS() != "EPSG:27700" {
				t.Errorf("in %q", r.CRS())
			}
			for _, v := range []float64{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]} {
				got.Bbox = append(got.Bbox, math.Round(v*1e6)/1e6)
			}
			if !reflect.DeepEqual(got, expected[name]) {
				t.Errorf("got  %+v\nwant %+v", got, expected[name])
			}
			if r.Offset() != info.Size() || r.Size() != info.Size() {
				t.Errorf("progress ends at %d of %d", r.Offset(), r.Size())
			}
		})
	}
}

// coords counts positions, the closing one of a ring too.
func coords(g orb.Geometry) (n int) {
	switch g := g.(type) {
	case orb.Polygon:
		for _, ring := range g {
			n += len(ring)
		}
	case orb.MultiPolygon:
		for _, part := range g {
			n += coords(part)
		}
	}
	return n
}
