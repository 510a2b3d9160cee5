package kml_test

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// TestFacts compares the plan of Daws Hill with what GDAL and shapely found in it (../shared/data/expected.json).
func TestFacts(t *testing.T) {
	const dir = "../../../../shared/data/"
	document, err := os.ReadFile(dir + "derived/daws_hill_np_xyz.kml")
	if os.IsNotExist(err) {
		t.Skip("skipped: needs ../shared/data/derived/daws_hill_np_xyz.kml")
	}
	facts, err2 := os.ReadFile(dir + "expected.json")
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(facts, &all); err != nil {
		t.Fatal(err)
	}
	var want struct {
		Features, Coords int
		Types            map[string]int
		HasZ             bool `json:"has_z"`
		BBox             [4]float64
		Properties       []string
	}
	if err := json.Unmarshal(all["derived/daws_hill_np_xyz.kml"], &want); err != nil {
		t.Fatal(err)
	}
	reader, rows, err := read(t, string(document))
	if err != nil || len(rows) != want.Features || want.Features == 0 {
		t.Fatalf("%d rows of %d: %v", len(rows), want.Features, err)
	}
	types, coords := map[string]int{}, 0
	bound := rows[0].Geometry.Bound()
	for _, rec := range rows {
		if rec.Err != nil || rec.Flat != want.HasZ {
			t.Errorf("row %d: flat %v, %v", rec.Line, rec.Flat, rec.Err)
		}
		types[rec.Geometry.GeoJSONType()]++
		for _, ring := range rec.Geometry.(orb.Polygon) {
			coords += len(ring)
		}
		bound = bound.Union(rec.Geometry.Bound())
	}
	if types["Polygon"] != want.Types["Polygon"] || coords != want.Coords {
		t.Errorf("%v with %d points, want %v with %d", types, coords, want.Types, want.Coords)
	}
	for i, v := range []float64{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]} {
		if math.Abs(v-want.BBox[i]) > 1e-6 {
			t.Errorf("bbox %v, want %v", bound, want.BBox)
		}
	}
	for _, name := range want.Properties {
		styling := slices.Contains([]string{"tessellate", "extrude", "visibility"}, name) // GDAL has them of every KML
		if i := slices.Index(reader.Header(), name); !styling && (i < 0 || rows[0].Value(i) == "") {
			t.Errorf("no %s in %q", name, reader.Header())
		}
	}
	if i := slices.Index(reader.Header(), "folder"); i < 0 || !strings.Contains(rows[0].Value(i), "19NPDawsHill") {
		t.Errorf("no folder in %q", reader.Header())
	}
}
