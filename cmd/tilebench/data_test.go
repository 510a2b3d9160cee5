package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"testing"

	"github.com/paulmach/orb/geojson"

	"terrier/cmd/tilebench/country"
	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/home"
)

// readRow reads a row as an import would, where each heading is a field's own name.
func readRow(t *testing.T, known []plans.Field, row map[string]string) *plans.FieldReader {
	t.Helper()
	for heading := range row {
		if !slices.ContainsFunc(known, func(f plans.Field) bool { return f.Name == heading }) && heading != "easting" && heading != "northing" {
			t.Errorf("%s is no field", heading)
		}
	}
	return plans.ReadFields(func(field string) string { return row[field] })
}

func TestHomesAreReadWithoutAProblem(t *testing.T) {
	var out bytes.Buffer
	if err := writeHomes(&out, country.New(1, 3000)); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 3001 {
		t.Fatalf("%d rows", len(rows))
	}
	references := map[string]bool{}
	for _, values := range rows[1:] {
		row := map[string]string{}
		for i, heading := range rows[0] {
			row[heading] = values[i]
		}
		r := readRow(t, home.Fields, row)
		row["as-at-date"] = "2026-03-31" // given for the whole file
		h := home.FromFields(r)
		if len(r.Problems()) > 0 {
			t.Fatalf("%v: %+v", values, r.Problems())
		}
		if h.Sensitivity != home.Published || h.Type == "" || h.Needs == "" || h.UPRN == "" || h.BuildYearBand == "" {
			t.Fatalf("%v is read as %+v", values, h)
		}
		references[h.Reference] = true
	}
	if len(references) != 3000 {
		t.Errorf("%d references of 3000 homes", len(references))
	}
}

func TestFeaturesAreReadWithoutAProblem(t *testing.T) {
	c := country.New(1, 50_000)
	for _, file := range []struct {
		name  string
		write func(*bytes.Buffer) error
		known []plans.Field
		read  func(*plans.FieldReader)
	}{
		{"areas", func(w *bytes.Buffer) error { return writeAreas(w, c.Areas()) }, area.Fields, func(r *plans.FieldReader) { area.FromFields(r) }},
		{"assets", func(w *bytes.Buffer) error { return writeAssets(w, c.Assets()) }, asset.Fields, func(r *plans.FieldReader) { asset.FromFields(r) }},
	} {
		t.Run(file.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := file.write(&out); err != nil {
				t.Fatal(err)
			}
			var fc geojson.FeatureCollection
			if err := json.Unmarshal(out.Bytes(), &fc); err != nil {
				t.Fatal(err)
			}
			if len(fc.Features) < 50 {
				t.Errorf("%d features", len(fc.Features))
			}
			for _, f := range fc.Features {
				row := map[string]string{}
				for key, value := range f.Properties {
					row[key] = value.(string)
				}
				r := readRow(t, file.known, row)
				file.read(r)
				if len(r.Problems()) > 0 {
					t.Fatalf("%v: %+v", row, r.Problems())
				}
				if f.Geometry.Dimensions() == 2 {
					if err := shape.Check(f.Geometry, shape.Limits{}); err != nil {
						t.Fatalf("%v: %v", row, err)
					}
				}
			}
		})
	}
}
