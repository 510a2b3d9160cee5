package shapefile_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/data/ingest/archive"
	"terrier/data/ingest/shapefile"
	"terrier/plans/intake"
)

const sharedData = "../../../../shared/data"

// TestRealFiles holds what is read of councils' files against what GDAL and shapely counted in them.
func TestRealFiles(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(sharedData, "expected.json"))
	if os.IsNotExist(err) {
		t.Skip("skipped: needs ../shared/data")
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(content, &all); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		file, layer string
		crs         intake.CRS
		value       string // of the first feature's first column
	}{
		{"neighbourhood/bucks_daws_hill_np.shp.zip", "19NPDawsHill_region", intake.NationalGrid, ""},
		{"neighbourhood/bucks_longwick_cum_ilmer_np.shp.zip", "17NPLongwickcIlmer_region", intake.NationalGrid, ""},
		{"boundaries/southwark_conservation_areas.shp.zip", "Conservation areas", intake.NationalGrid, ""},
		{"derived/trafford_parish_27700_no_prj.shp.zip", "trafford_parish", intake.UnknownCRS, ""},
	} {
		t.Run(test.file, func(t *testing.T) {
			var want struct {
				Features, Coords int
				Types            map[string]int
				BBox             []float64
				Properties       []string
			}
			if err := json.Unmarshal(find(t, all, test.file), &want); err != nil {
				t.Fatal(err)
			}
			packed, err := os.ReadFile(filepath.Join(sharedData, test.file))
			if err != nil {
				t.Fatal(err)
			}
			z, err := archive.Open(bytes.NewReader(packed), int64(len(packed)))
			if err != nil {
				t.Fatal(err)
			}
			source, err := shapefile.Open(z, "")
			if err != nil {
				t.Fatal(err)
			}
			if len(source.Layers) != 1 || source.Layers[0].Name != test.layer || len(source.Notes) != 0 || !source.Shaped || source.Lonlat {
				t.Errorf("source %+v", source)
			}
			r, err := source.Layers[0].Open()
			if err != nil {
				t.Fatal(err)
			}
			if crs, _ := intake.ParseCRS(r.CRS()); crs != test.crs || (r.CRS() == "") != (test.crs == "") {
				t.Errorf("in %q", r.CRS())
			}
			if diff := cmp.Diff(want.Properties, r.Header()); diff != "" {
				t.Error(diff)
			}
			features, coords, types, box := 0, 0, map[string]int{}, orb.MultiPoint{}.Bound()
			for {
				rec, err := r.Read()
				if err == io.EOF {
					break
				}
				if err != nil || rec.Err != nil {
					t.Fatal(err, rec.Err)
				}
				features++
				types[rec.Geometry.GeoJSONType()]++
				coords += vertices(rec.Geometry)
				box = box.Union(rec.Geometry.Bound())
			}
			if features != want.Features || coords != want.Coords {
				t.Errorf("%d features, %d coords", features, coords)
			}
			if diff := cmp.Diff(want.Types, types); diff != "" {
				t.Error(diff)
			}
			got := []float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}
			for i := range got {
				if d := got[i] - want.BBox[i]; d > 1e-6 || d < -1e-6 {
					t.Errorf("bounds %v, want %v", got, want.BBox)
				}
			}
			if r.Offset() < r.Size()-100 || r.Offset() > r.Size() {
				t.Errorf("%d of %d bytes read", r.Offset(), r.Size())
			}
		})
	}
}

// find looks a file up in expected.json, at whatever depth it is told there.
func find(t *testing.T, in map[string]json.RawMessage, name string) json.RawMessage {
	t.Helper()
	if found, ok := in[name]; ok {
		return found
	}
	for _, raw := range in {
		var deeper map[string]json.RawMessage
		if json.Unmarshal(raw, &deeper) == nil {
			if found, ok := deeper[name]; ok {
				return found
			}
		}
	}
	t.Fatalf("expected.json does not tell of %s", name)
	return nil
}

func vertices(g orb.Geometry) (n int) {
	switch g := g.(type) {
	case orb.Polygon:
		for _, r := range g {
			n += len(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			n += vertices(p)
		}
	}
	return n
}
