package ingest

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
	"terrier/geo/shape"
	"terrier/plans/intake"
)

// expected is what GDAL and shapely found in a file (../shared/data/SOURCES.md).
type expected struct {
	Features   *int
	Records    *int
	Types      map[string]int
	Coords     int
	Invalid    []int `json:"invalid_feature_index"`
	Nulls      int   `json:"null_geometries"`
	HasZ       bool  `json:"has_z"`
	BBox       []float64
	Properties []string
	Header     []string
}

// unlike are files that are no table for a reader of tables, or that it reads otherwise with reason.
var unlike = map[string]string{
	"boundaries/eng_lad_2013.topo.json":              "TopoJSON is refused by name",
	"dirty/brownfield_fylde_raw.txt":                 "its headings are put together from four lines: see the facts",
	"ostn15/OSTN15_license.txt":                      "running text",
	"ostn15/OSTN15_OSGM15_TestOutput_OSGBtoETRS.txt": "blank lines are no records",
	"ostn15/OSTN15_OSGM15_DataFile.txt.xz":           "compressed",
	"ostn15/uk_os_OSTN15_NTv2_OSGBtoETRS.tif":        "a picture",
	"jts/LICENSE_EDLv1.txt":                          "running text",
	"ostn15/OSTN15_OSGM15_TestInput_ETRStoOSGB.txt":  "",
	"ostn15/OSTN15_OSGM15_TestInput_OSGBtoETRS.txt":  "",
	"ostn15/OSTN15_OSGM15_TestOutput_ETRStoOSGB.txt": "",
}

// Every file is read as GDAL and shapely read it: features, kinds of geometry, vertices, extent, what is null and what not valid.
func TestFilesAreReadAsByOthers(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "data")
	raw, err := os.ReadFile(filepath.Join(root, "expected.json"))
	if err != nil {
		t.Skipf("skipped: needs ../shared/data: %v", err)
	}
	var files map[string]expected
	if err := json.Unmarshal(raw, &files); err != nil {
		t.Fatal(err)
	}
	read := 0
	for name, want := range files {
		if unlike[name] != "" {
			continue
		}
		read++
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join(root, name))
			if err != nil {
				t.Fatal(err)
			}
			source, err := (reading{known: kinds["assets"].knows}).open(bytes.NewReader(content), int64(len(content)))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = source.Close() }()
			if len(source.Layers) != 1 {
				t.Fatalf("%d layers", len(source.Layers))
			}
			reader, err := source.Layers[0].Open()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = reader.Close() }()
			if want.Features != nil {
				compareFeatures(t, reader, want)
			} else {
				compareRecords(t, reader, want)
			}
		})
	}
	if read < 40 {
		t.Errorf("only %d files were read", read)
	}
}

func compareRecords(t *testing.T, reader row.Reader, want expected) {
	t.Helper()
	header := make([]string, len(want.Header))
	for i, h := range want.Header {
		if header[i] = strings.Join(strings.Fields(h), " "); header[i] == "" {
			header[i] = "column 7" // brownfield_worcester.csv lost a heading
		}
	}
	if diff := cmp.Diff(header, reader.Header()); diff != "" {
		t.Error(diff)
	}
	n := 0
	for ; ; n++ {
		if _, err := reader.Read(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if n != *want.Records {
		t.Errorf("%d records, want %d", n, *want.Records)
	}
}

func compareFeatures(t *testing.T, reader row.Reader, want expected) {
	t.Helper()
	types, invalid := map[string]int{}, []int{}
	features, coords, nulls, flat := 0, 0, 0, false
	bound := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for ; ; features++ {
		rec, err := reader.Read()
		if err == io.EOF {
			break
		}
		if err != nil || rec.Err != nil {
			t.Fatal(err, rec.Err)
		}
		if rec.Line != features+1 {
			t.Errorf("feature %d is numbered %d", features+1, rec.Line)
		}
		flat = flat || rec.Flat
		if rec.Geometry == nil {
			nulls++
			continue
		}
		types[rec.Geometry.GeoJSONType()]++
		intake.EveryVertex(rec.Geometry, func(p orb.Point) bool {
			coords++
			bound = bound.Extend(p)
			return true
		})
		if _, isPoint := rec.Geometry.(orb.Point); !isPoint && shape.Check(rec.Geometry, shape.Limits{Vertices: 1_000_000}) != nil {
			invalid = append(invalid, features)
		}
	}
	if features != *want.Features || coords != want.Coords || nulls != want.Nulls || flat != want.HasZ {
		t.Errorf("%d features, %d vertices, %d without geometry, heights %v; want %d, %d, %d, %v", features, coords, nulls, flat, *want.Features, want.Coords, want.Nulls, want.HasZ)
	}
	if diff := cmp.Diff(want.Types, types); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(invalid, want.Invalid) {
		t.Errorf("not valid: %v, want %v", invalid, want.Invalid)
	}
	for i, v := range []float64{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]} {
		if math.Abs(v-want.BBox[i]) > 1e-5 {
			t.Errorf("the extent is %v, want %v", bound, want.BBox)
			break
		}
	}
	for _, property := range want.Properties {
		if drawn := map[string]bool{"tessellate": true, "extrude": true, "visibility": true}; !drawn[property] && !slices.Contains(reader.Header(), property) { // KML's say how it is drawn
			t.Errorf("the column %s is missing: %v", property, reader.Header())
		}
	}
}
