package export_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"terrier/data/export"
	"terrier/data/ingest"
	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

// What somebody takes away is read back by our own importer as it was, whatever the kind of file.
func TestSeenHomesComeBack(t *testing.T) {
	seen := export.Seen{Source: func(id int64) provenance.Source {
		return provenance.Source{Publisher: "=Ashdale", Licence: "ogl3", Attribution: "© Ashdale", Retrieved: time.Date(2026, 4, 1, 23, 30, 0, 0, time.UTC)} // the next day in London
	}}
	var records []home.Record
	for i := range 3 {
		records = append(records, home.Record{ID: int64(i + 1), SourceID: 7, OwnedBy: home.Owner{Ref: "ashdale-homes", Name: "Ashdale Homes"}, Home: home.Home{
			Owner: "L0001", Reference: fmt.Sprintf("=H%d", i), Tenure: "social-rent", Type: "house", Bedrooms: i + 1, EPC: "C", Sensitivity: home.Open, Position: "given",
			AsAt: time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), Address: "1 Cinder Row, Hollinby", Authority: "E07000026", Point: orb.Point{433000.125 + float64(i), 435000.5}}})
	}
	figures := []plans.FieldValue{{Name: "figure", Text: "aaaa-bbbb"}, {Name: "figure-url", Text: "https://terrier.example/homes/exact/figures/aaaa-bbbb?area=vale"}}
	for _, kind := range []string{"csv", "geojson", "xlsx", "gpkg"} {
		t.Run(kind, func(t *testing.T) {
			var file bytes.Buffer
			if n, err := seen.WriteHomes(&file, kind, []string{"© Ashdale"}, figures, seq(records)); err != nil || n != len(records) {
				t.Fatal(n, err)
			}
			if kind != "xlsx" && !bytes.Contains(file.Bytes(), []byte(figures[1].Text)) { // a workbook is compressed
				t.Error("it does not say where its figure opens")
			}
			if kind == "csv" && !bytes.Contains(file.Bytes(), []byte("2026-04-02")) {
				t.Errorf("not the day in London: %s", file.Bytes())
			}
			if kind == "xlsx" {
				book, err := excelize.OpenReader(bytes.NewReader(file.Bytes()))
				if err != nil {
					t.Fatal(err)
				}
				if sheet, err := book.GetRows("Sheet1"); err != nil || !slices.Contains(sheet[1], figures[1].Text) {
					t.Error("the sheet does not say where its figure opens", err)
				}
				formula, _ := book.GetCellFormula("Sheet1", "A2")
				if text, _ := book.GetCellValue("Sheet1", "A2"); formula != "" || text != "=H0" {
					t.Errorf("formula %q, text %q", formula, text)
				}
			}
			c := &catcher{}
			res, err := ingest.Run(t.Context(), ingest.Request{Kind: "homes", FileName: "homes." + kind, File: bytes.NewReader(file.Bytes()), Organisation: "another", Loader: c})
			if err != nil || len(res.Problems) > 0 || len(c.homes) != len(records) {
				t.Fatalf("%v %+v, %d homes", err, res.Problems, len(c.homes))
			}
			for i, got := range c.homes {
				want := records[i].Home
				if got.Reference != want.Reference || got.Point != want.Point || got.Tenure != want.Tenure || got.Bedrooms != want.Bedrooms || got.Address != want.Address || !got.AsAt.Equal(want.AsAt) {
					t.Errorf("got %+v, want %+v", got, want)
				}
			}
		})
	}
	if _, err := seen.WriteHomes(io.Discard, "pdf", nil, nil, seq(records)); err == nil {
		t.Error("homes in a PDF")
	}
}
