package web_test

import (
	"math"
	"testing"

	"terrier/geo/shape"
	"terrier/plans/web"
)

// FuzzReadBoundary holds the reader of posted shapes: whatever the bytes, it gives a valid shape on whole millimetres or a
// refusal that says what to do, never an internal error.
func FuzzReadBoundary(f *testing.F) {
	for _, body := range []string{
		`{"type":"Polygon","coordinates":[[[-1.5,53.8],[-1.4,53.8],[-1.4,53.9],[-1.5,53.8]]]}`,
		`{"type":"Polygon","coordinates":[[[433000,435000],[434000,435000],[434000,436000],[433000,435000]]]}`,
		`{"type":"Polygon","coordinates":[[[433000,435000],[434000,436000],[434000,435000],[433000,436000],[433000,435000]]]}`,
		`{"type":"MultiPolygon","coordinates":[[[[-1.5,53.8,3],[-1.4,53.8],[-1.4,53.9],[-1.5,53.8]],[]],[]]}`,
		`{"type":"Feature","geometry":{"type":"Polygon","coordinates":[]},"crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::27700"}}}`,
		`{"type":"Feature","geometry":null}`, `{"type":"FeatureCollection","features":[]}`, `{"type":"Point","coordinates":[0,0]}`,
		`{"type":"Polygon","coordinates":[[[null,53.8],[1e308,-1e308]]]}`, `{"type":"Polygon","coordinates":[[[5e-324,0],[53.8,-1.5],[0,0]]]}`,
		"\uFEFF{}", "[[[[", "null", "", "\x00", `{"type":7}`, `{"coordinates":{}}`,
	} {
		f.Add([]byte(body), false)
		f.Add([]byte(body), true)
	}
	f.Fuzz(func(t *testing.T, body []byte, inMetres bool) {
		onGrid, err := web.ReadBoundary(body, inMetres)
		if err != nil {
			p := web.ProblemOf(err)
			if p.Status < 400 || p.Status >= 500 || p.Code == "" || p.Detail == "" || p.Remedy == "" {
				t.Errorf("%v is told as %+v", err, p)
			}
			for _, v := range p.Where {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Errorf("a place that JSON cannot hold: %v", p.Where)
				}
			}
			return
		}
		if err := shape.Check(onGrid, shape.Limits{}); err != nil {
			t.Errorf("taken, but not valid: %v", err)
		}
		for _, part := range onGrid {
			for _, ring := range part {
				for _, p := range ring {
					if math.Round(p[0]*1000)/1000 != p[0] || math.Round(p[1]*1000)/1000 != p[1] {
						t.Errorf("%v is not on whole millimetres", p)
					}
				}
			}
		}
	})
}
