package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"iter"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/geojson"

	"terrier/data/export"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/boundary"
	"terrier/plans/home"
)

// vale is an area whose outline runs clockwise, with a hole that runs the wrong way too.
func vale() area.Area {
	return area.Area{
		Reference: "HV1", Organisation: "local-authority:HOL", Name: "Hollin Vale & <Moor>", NameCy: "Dyffryn Celyn", Stage: "made", Decision: "designated", Kind: "residential",
		MadeDate: time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), Notes: "=SUM(A1)",
		Shape: orb.MultiPolygon{{
			{{376000, 387000}, {376000, 388000}, {377000, 388000}, {377000, 387000}, {376000, 387000}},
			{{376400, 387400}, {376600, 387400}, {376600, 387600}, {376400, 387600}, {376400, 387400}},
		}},
	}
}

func TestGeoJSON(t *testing.T) {
	var file bytes.Buffer
	n, err := export.Areas(&file, export.Options{Format: export.GeoJSON, Attributions: []string{"© Crown copyright"}}, seq([]area.Area{vale(), vale()}))
	if err != nil || n != 2 {
		t.Fatal(n, err)
	}
	// another reader understands it
	fc, err := geojson.UnmarshalFeatureCollection(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	shape, ok := fc.Features[0].Geometry.(orb.MultiPolygon)
	if !ok || len(fc.Features) != 2 || shape[0][0].Orientation() != orb.CCW || shape[0][1].Orientation() != orb.CW {
		t.Errorf("rings not in the order of RFC 7946: %v", shape)
	}
	if b := shape.Bound(); len(fc.BBox) != 4 || math.Abs(fc.BBox[0]-b.Min[0]) > 1e-9 || math.Abs(fc.BBox[1]-b.Min[1]) > 1e-9 || math.Abs(fc.BBox[2]-b.Max[0]) > 1e-9 || math.Abs(fc.BBox[3]-b.Max[1]) > 1e-9 {
		t.Errorf("bbox %v of %v", fc.BBox, b)
	}
	want := map[string]any{"reference": "HV1", "organisation": "local-authority:HOL", "name": "Hollin Vale & <Moor>", "name-cy": "Dyffryn Celyn", "stage": "made",
		"decision": "designated", "area-kind": "residential", "made-date": "2024-05-01", "notes": "=SUM(A1)"}
	if diff := cmp.Diff(want, map[string]any(fc.Features[0].Properties)); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(file.String(), `"attribution":["© Crown copyright"]`) {
		t.Error(file.String())
	}
	for _, line := range strings.Split(file.String(), "\n") {
		for _, number := range strings.FieldsFunc(line, func(c rune) bool { return !strings.ContainsRune("0123456789.", c) }) {
			if _, decimals, ok := strings.Cut(number, "."); ok && len(decimals) > 9 {
				t.Fatalf("more than nine decimals: %s", number)
			}
		}
	}
}

func TestCSV(t *testing.T) {
	var file bytes.Buffer
	if _, err := export.Areas(&file, export.Options{Format: export.CSV, BOM: true}, seq([]area.Area{vale()})); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(file.String(), "\ufeff")
	if !ok || !strings.HasSuffix(text, "\r\n") {
		t.Error("no byte order mark, or lines do not end as RFC 4180 has it")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	row := map[string]string{}
	for i, heading := range rows[0] {
		if heading != strings.ToLower(heading) || strings.ContainsAny(heading, "_ ") {
			t.Errorf("%q is not kebab-case", heading)
		}
		row[heading] = rows[1][i]
	}
	if row["notes"] != "'=SUM(A1)" || row["made-date"] != "2024-05-01" || row["start-date"] != "" {
		t.Errorf("%v", row)
	}
	if g, err := wkt.UnmarshalMultiPolygon(row["geometry"]); err != nil || len(g) != 1 || len(g[0]) != 2 || g[0][0].Orientation() != orb.CCW {
		t.Errorf("%v, %v", g, err)
	}
}

func TestHomesHaveAllTheirFields(t *testing.T) {
	floor, yes := -1, true
	h := home.Home{Reference: "1", Owner: "o", Tenure: "social-rent", Bedrooms: 3, Floor: &floor, Wheelchair: &yes, Sensitivity: home.Withheld, Point: orb.Point{376694.1, 387928.6}}
	var file bytes.Buffer
	if _, err := export.Homes(&file, export.Options{Format: export.GeoJSON}, seq([]home.Home{h})); err != nil {
		t.Fatal(err)
	}
	fc, err := geojson.UnmarshalFeatureCollection(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	p := fc.Features[0].Properties
	if p["bedrooms"] != 3.0 || p["floor"] != -1.0 || p["wheelchair-standard"] != true || p["bedsit"] != false || p["sensitivity"] != "withheld" {
		t.Errorf("%v", p)
	}
}

// Every field that a file can be read by is one that a file is written with, save those that only help to read.
func TestFieldsReadAreFieldsWritten(t *testing.T) {
	for name, c := range map[string]struct {
		fields []plans.Field
		values []plans.FieldValue
		helps  string
	}{
		"homes":      {home.Fields, home.Home{}.Values(), "address-line-2 town scheme-type build-year confidential client-group"},
		"assets":     {asset.Fields, asset.Asset{}.Values(), "street-number street town"},
		"areas":      {area.Fields, area.Area{}.Values(), ""},
		"boundaries": {boundary.Fields, boundary.Boundary{}.Values(), "description"},
	} {
		written := map[string]bool{}
		for _, v := range c.values {
			written[v.Name] = true
		}
		for _, helps := range strings.Fields(c.helps) {
			written[helps] = true
		}
		for _, f := range c.fields {
			if !written[f.Name] {
				t.Errorf("%s: %s is read and not written", name, f.Name)
			}
			delete(written, f.Name)
		}
		if len(written) > 0 {
			t.Errorf("%s: written and not read: %v", name, written)
		}
	}
}

func TestNothingToWrite(t *testing.T) {
	var file bytes.Buffer
	if n, err := export.Assets(&file, export.Options{Format: export.GeoJSON}, seq([]asset.Asset{})); n != 0 || err != nil || !json.Valid(file.Bytes()) {
		t.Errorf("%d, %v: %s", n, err, file.String())
	}
	file.Reset()
	if n, err := export.Assets(&file, export.Options{Format: export.CSV}, seq([]asset.Asset{})); n != 0 || err != nil || !strings.HasPrefix(file.String(), "reference,name,") || strings.Count(file.String(), "\n") != 1 {
		t.Errorf("%d, %v: %s", n, err, file.String())
	}
}

func TestWhatFailsIsTold(t *testing.T) {
	broken := errors.New("broken")
	fails := iter.Seq2[asset.Asset, error](func(yield func(asset.Asset, error) bool) { yield(asset.Asset{}, broken) })
	if _, err := export.Assets(&bytes.Buffer{}, export.Options{Format: export.CSV}, fails); !errors.Is(err, broken) {
		t.Error(err)
	}
	var refused *plans.Error
	if _, err := export.Assets(&bytes.Buffer{}, export.Options{Format: "shp"}, fails); !errors.As(err, &refused) || refused.Code != "unknown-format" {
		t.Error(err)
	}
	far := asset.Asset{Shape: orb.Point{1e9, 1e9}}
	if _, err := export.Assets(&bytes.Buffer{}, export.Options{Format: export.CSV}, seq([]asset.Asset{far})); err == nil {
		t.Error("a place outside the grid has no degrees")
	}
	if _, err := export.Areas(full{}, export.Options{Format: export.GeoJSON}, seq([]area.Area{vale()})); !errors.Is(err, errFull) {
		t.Error(err)
	}
	if _, err := export.Areas(full{}, export.Options{Format: export.CSV}, seq([]area.Area{vale()})); !errors.Is(err, errFull) {
		t.Error(err)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
