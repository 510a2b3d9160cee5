package serve_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"terrier/tiles/archive"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
)

// over serves an archive under the registers.
func over(t *testing.T, name string) func(path string) *httptest.ResponseRecorder {
	t.Helper()
	a, err := archive.Open("../archive/testdata/" + name + ".pmtiles")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	handler := serve.New(serve.Config{
		Tilesets: layer.Registers(layer.Terms{}), Source: grid{}, Archives: map[string]*archive.Archive{"basemap": a},
		Origin:  func(*http.Request) string { return "https://maps.example" },
		Problem: func(w http.ResponseWriter, _ *http.Request, err error) { http.Error(w, err.Error(), http.StatusTeapot) },
	}).Routes()
	return func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
}

func TestForeign(t *testing.T) {
	for name, want := range map[string]struct{ mediaType, suffix, ground string }{
		"protomaps": {serve.TileType, "mvt", "landuse"}, "openmaptiles": {serve.TileType, "mvt", "park"}, "raster": {"image/png", "png", "home"},
	} {
		t.Run(name, func(t *testing.T) {
			ask := over(t, name)
			var d serve.Document
			if err := json.Unmarshal(ask("/basemap.json").Body.Bytes(), &d); err != nil {
				t.Fatal(err)
			}
			if d.Tiles[0] != "https://maps.example/tiles/basemap/{z}/{x}/{y}."+want.suffix || d.MinZoom != 0 || d.MaxZoom != 4 {
				t.Errorf("%v of zooms %d to %d: maps draw deeper zooms from zoom 4 only if they are told", d.Tiles, d.MinZoom, d.MaxZoom)
			}
			if d.Attribution != "© Fold &amp; Sons, invented" || d.Bounds != [4]float64{-180, -85, 180, 85} {
				t.Errorf("%q, %v", d.Attribution, d.Bounds)
			}
			var embed serve.Document
			if err := json.Unmarshal(ask("/embed.json").Body.Bytes(), &embed); err != nil {
				t.Fatal(err)
			}
			if got := embed.VectorLayers[0].ID; got != want.ground || embed.MaxZoom != layer.DataMaxZoom {
				t.Errorf("the first layer of embeds is %q, to zoom %d", got, embed.MaxZoom)
			}
			for _, l := range embed.VectorLayers {
				if strings.HasPrefix(l.ID, "building") || l.ID == "green" {
					t.Errorf("embeds are said to have %s", l.ID)
				}
			}
			w := ask("/basemap/4/7/5." + want.suffix)
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != want.mediaType || w.Body.Len() == 0 {
				t.Errorf("%d %s", w.Code, w.Header().Get("Content-Type"))
			}
			w = ask("/basemap/4/0/0." + want.suffix)
			if want.suffix == "mvt" && w.Code != http.StatusNoContent {
				t.Errorf("a vector tile that is not there: %d", w.Code)
			}
			if want.suffix == "png" && (w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "\x89PNG")) {
				t.Errorf("a picture that is not there: %d, %.10q", w.Code, w.Body)
			}
			if w := ask("/basemap/4/7/5.tif"); !strings.Contains(w.Body.String(), "end in ."+want.suffix) || w.Code != http.StatusTeapot {
				t.Errorf("another suffix: %d %s", w.Code, w.Body)
			}
			if w := ask("/homes/4/7/5.mvt"); !strings.HasPrefix(w.Body.String(), "homes 4 7 5") {
				t.Errorf("the registers' tiles: %d", w.Code)
			}
		})
	}
}
