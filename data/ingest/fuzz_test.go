package ingest_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"terrier/data/ingest"
	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/asset"
)

// bring imports bytes as assets and as areas. Whatever they are, the answer is a result or a refusal that says why, and what
// came in is fit to be kept.
func bring(t *testing.T, content []byte) {
	for _, kind := range []string{"assets", "areas"} {
		reg := &register{}
		res, err := ingest.Run(t.Context(), ingest.Request{Kind: kind, FileName: "f", File: bytes.NewReader(content), Loader: reg, Postcodes: reg, Organisation: "x"})
		if err != nil {
			var refused *plans.Error
			if !errors.As(err, &refused) || refused.Code == "" || refused.Message == "" || refused.Remedy == "" {
				t.Fatalf("not told: %v", err)
			}
			continue
		}
		refused := 0
		for _, p := range res.Problems {
			if p.Code == "" || p.Reason == "" && p.Code != "repeated-reference" || p.Line < 1 {
				t.Fatalf("not told: %+v", p)
			}
			if p.Outcome == "refused" {
				refused++
			}
		}
		if refused != res.Refused || res.Accepted != len(reg.assets)+len(reg.areas) {
			t.Fatalf("%d lines for %d refused rows, %d accepted", refused, res.Refused, res.Accepted)
		}
		for _, a := range reg.assets {
			fit(t, a.Shape, a.Reference, a.Name, a.Notes, a.Description)
			if a.Point != bng.RoundPoint(a.Point) {
				t.Fatalf("pin at %v", a.Point)
			}
			if _, known := asset.Kinds.Find(a.Kind); !known {
				t.Fatalf("kind %q", a.Kind)
			}
		}
		for _, a := range reg.areas {
			fit(t, a.Shape, a.Reference, a.Name, a.Notes)
		}
	}
}

func fit(t *testing.T, g orb.Geometry, texts ...string) {
	t.Helper()
	if texts[0] == "" || texts[1] == "" {
		t.Fatalf("no reference or name: %q", texts)
	}
	for _, text := range texts {
		if !utf8.ValidString(text) || strings.Contains(text, "\x00") {
			t.Fatalf("unfit text %q", text)
		}
	}
	if p, ok := g.(orb.Point); ok {
		if _, err := bng.ToWGS84(p); err != nil || p != bng.RoundPoint(p) {
			t.Fatalf("unfit point %v: %v", p, err)
		}
		return
	}
	if err := shape.Check(g, shape.Limits{Vertices: 1_000_000}); err != nil {
		t.Fatalf("unfit shape: %v", err)
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte("name,lon,lat\nTown Hall," + hall + "\n"))
	f.Add([]byte("\ufeffname;GeoX;GeoY;crs\r\n\"a\nb\";53.38;-2.35;WGS84\r\n'=x;376694;387928;OSGB36\r\n"))
	f.Add([]byte("WKT\tname\tnotes\nPOLYGON ((-2.35 53.38,-2.34 53.38,-2.34 53.39,-2.35 53.38))\ta\t\"\"\"\"\n"))
	f.Add([]byte("name,lon,lat\rcaf\xe9," + hall + "\r"))
	f.Add([]byte("name,lon,lat\n\"a\"x,1,2\n\"b,1,2\n"))
	f.Fuzz(func(t *testing.T, content []byte) { bring(t, content) })
}

func FuzzGeoJSON(f *testing.F) {
	f.Add([]byte(collection(feature(polygon), feature(`{"type":"Point","coordinates":[`+hall+`]}`))))
	f.Add([]byte(feature(`{"type":"MultiPolygon","coordinates":[[` + goodRing + `]]}`)))
	f.Add([]byte(polygon))
	f.Add([]byte(`{"features":[{"type":"Feature","id":1,"geometry":null,"properties":{"postcode":"M1 1AE","name":[{}]}}],"crs":{"properties":{"name":"EPSG:27700"}},"type":"FeatureCollection"}`))
	f.Add([]byte(collection(feature(`{"type":"Polygon","coordinates":[[[1e3,2,3],[null],["x"]],[]]}`))))
	f.Fuzz(func(t *testing.T, content []byte) {
		bring(t, append([]byte("{"), bytes.TrimPrefix(content, []byte("{"))...))
	})
}

func FuzzWKT(f *testing.F) {
	for _, seed := range []string{"POINT (-2.35 53.38)", "SRID=27700;POINT Z(376694 387928 1)", "MULTIPOLYGON (((-2.35 53.38,-2.34 53.38,-2.34 53.39,-2.35 53.38)),((0 0)))",
		"POLYGON EMPTY", "POLYGON ((1 2 3 4 5, 6 7", "point(1e9,2)", "LINESTRING (1 2, 3 4)", "POLYGONZM ((1 2 3 4))"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, wkt string) {
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		_ = w.WriteAll([][]string{{"name", "geometry"}, {"x", wkt}, {"y", "POINT (-2.35 53.38)"}})
		bring(t, file.Bytes())
	})
}
