package serve_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/tiles/layer"
	"terrier/tiles/serve"
)

// grid stands in for an encoder: what these tests ask about is HTTP, and any bytes will do.
type grid struct{}

func (grid) Tile(_ context.Context, r layer.Request) ([]byte, error) {
	switch {
	case r.At.X == 1 && r.At.Y == 1:
		return nil, nil
	case r.At.X == 1:
		return nil, errors.New("out of order")
	}
	return bytes.Repeat(fmt.Appendf(nil, "%s %d %d %d %s\n", r.Tileset, r.At.Z, r.At.X, r.At.Y, r.Filter), 100), nil
}

func (grid) Generation(layer.Request) (uint64, bool) { return 0, false }

func (grid) Extent(context.Context) (orb.Bound, bool, error) {
	return orb.Bound{Min: orb.Point{-2, 53}, Max: orb.Point{-1, 54}}, true, nil
}

func (grid) Attributions(context.Context) ([]string, error) {
	return []string{"© Crown", "<b>Fold & Co</b>"}, nil
}

var terms = layer.Terms{
	TenureGroups: []layer.Term{{Slug: "social-rent", Name: "Social rent"}},
	Filters: []layer.FilterKey{{Name: "tenure", Values: []string{"social-rent", "shared"}},
		{Name: "home-type", Alias: "type", Values: []string{"flat", "house"}}, {Name: "owner"}},
}

func server() http.Handler {
	return serve.New(serve.Config{
		Tilesets: layer.Registers(terms),
		Source:   grid{},
		Origin:   func(*http.Request) string { return "https://maps.example" },
		Problem: func(w http.ResponseWriter, _ *http.Request, err error) {
			var e *serve.Error
			if errors.As(err, &e) {
				http.Error(w, e.Code()+" "+e.Field+" "+e.Message+" "+e.Remedy, e.Status)
				return
			}
			http.Error(w, "internal", http.StatusInternalServerError)
		},
	}).Routes()
}

func ask(method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	server().ServeHTTP(w, r)
	return w
}

func TestTileRefusals(t *testing.T) {
	for _, c := range []struct {
		path   string
		status int
		says   string
	}{
		{"/homes/23/0/0.mvt", 400, `tile-out-of-range z The zoom "23" is not a whole number from 0 to 22.`},
		{"/homes/-1/0/0.mvt", 400, "tile-out-of-range z"},
		{"/homes/+1/0/0.mvt", 400, "tile-out-of-range z"},
		{"/homes/1.5/0/0.mvt", 400, "tile-out-of-range z"},
		{"/homes/a/0/0.mvt", 400, "tile-out-of-range z"},
		{"/homes/3/8/0.mvt", 400, `tile-out-of-range x The column "8" is not a whole number from 0 to 7`},
		{"/homes/3/0/8.mvt", 400, `tile-out-of-range y The row "8"`},
		{"/homes/3/0/-1.mvt", 400, "tile-out-of-range y"},
		{"/homes/3/00/1.mvt", 400, "tile-out-of-range x"},
		{"/homes/22/4194304/1.mvt", 400, "tile-out-of-range x"},
		{"/homes/22/99999999999999999999/1.mvt", 400, "tile-out-of-range x"},
		{"/homes/3/%00/1.mvt", 400, "tile-out-of-range x"},
		{"/homes/3/0/0.png", 404, "end in .mvt"},
		{"/homez/3/0/0.mvt", 404, `unknown-tileset tileset There is no tileset called "homez" here. There are homes, areas, assets, boundaries, overlay, basemap, embed.`},
		{"/homez.json", 404, "unknown-tileset"},
		{"/homes", 404, "Ask for /tiles/homes.json."},
	} {
		w := ask("GET", c.path)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %s; want %d ... %s", c.path, w.Code, w.Body, c.status, c.says)
		}
	}
	if w := ask("GET", "/homes/3/1/0.mvt"); w.Code != 500 {
		t.Errorf("a source out of order: %d, want 500 by way of Problem", w.Code)
	}
}

func TestTile(t *testing.T) {
	plain := ask("GET", "/homes/22/4194303/4194303.mvt")
	zipped := ask("GET", "/homes/22/4194303/4194303.mvt", "Accept-Encoding", "br, gzip;q=0.5")

	t.Run("is sent as it is made", func(t *testing.T) {
		if plain.Code != 200 || plain.Header().Get("Content-Type") != serve.TileType || !strings.HasPrefix(plain.Body.String(), "homes 22 4194303") {
			t.Errorf("%d %v", plain.Code, plain.Header())
		}
		if got := plain.Header().Get("Cache-Control"); got != "public, max-age=60" {
			t.Errorf("Cache-Control: %s; a withheld home must be gone from caches in 60 s", got)
		}
	})
	t.Run("is compressed to the same bytes", func(t *testing.T) {
		z, err := gzip.NewReader(bytes.NewReader(zipped.Body.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(z); !bytes.Equal(got, plain.Body.Bytes()) {
			t.Error("the compressed tile is another")
		}
		if plain.Header().Get("ETag") == zipped.Header().Get("ETag") {
			t.Error("both encodings have one ETag")
		}
		if zipped.Header().Get("Vary") != "Accept-Encoding" || plain.Header().Get("Vary") != "Accept-Encoding" {
			t.Error("Vary does not name Accept-Encoding")
		}
	})
	t.Run("is 304 to who has it", func(t *testing.T) {
		for _, have := range []string{plain.Header().Get("ETag"), "W/" + plain.Header().Get("ETag"), `"x", ` + plain.Header().Get("ETag"), "*"} {
			w := ask("GET", "/homes/22/4194303/4194303.mvt", "If-None-Match", have)
			if w.Code != 304 || w.Body.Len() != 0 || w.Header().Get("ETag") != plain.Header().Get("ETag") {
				t.Errorf("If-None-Match %s: %d with %d bytes", have, w.Code, w.Body.Len())
			}
		}
		if w := ask("GET", "/homes/22/4194303/4194303.mvt", "If-None-Match", zipped.Header().Get("ETag")); w.Code != 200 {
			t.Errorf("the ETag of another encoding: %d, want 200", w.Code)
		}
	})
	t.Run("is 204 when empty", func(t *testing.T) {
		if w := ask("GET", "/homes/3/1/1.mvt"); w.Code != 204 || w.Body.Len() != 0 {
			t.Errorf("%d with %d bytes", w.Code, w.Body.Len())
		}
	})
	t.Run("is not compressed for those who refuse gzip", func(t *testing.T) {
		for _, accept := range []string{"", "gzip;q=0", "br", "*;q=0", "gzip;q=0, *"} {
			if w := ask("GET", "/homes/3/0/0.mvt", "Accept-Encoding", accept); w.Header().Get("Content-Encoding") != "" {
				t.Errorf("Accept-Encoding %q: compressed", accept)
			}
		}
	})
}

func TestDocument(t *testing.T) {
	w := ask("GET", "/overlay.json")
	var d serve.Document
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil || w.Code != 200 {
		t.Fatalf("%d %v", w.Code, err)
	}
	if d.TileJSON != "3.0.0" || d.Tiles[0] != "https://maps.example/tiles/overlay/{z}/{x}/{y}.mvt" {
		t.Errorf("%+v", d)
	}
	if d.Bounds != [4]float64{-2, 53, -1, 54} || d.MinZoom != 0 || d.MaxZoom != layer.DataMaxZoom {
		t.Errorf("bounds %v, zooms %d to %d", d.Bounds, d.MinZoom, d.MaxZoom)
	}
	if d.Attribution != "© Crown · &lt;b&gt;Fold &amp; Co&lt;/b&gt;" {
		t.Errorf("attribution %q: map clients insert it as HTML", d.Attribution)
	}
	if len(d.VectorLayers) != 8 || d.VectorLayers[0].Fields["social-rent"] != "Number: homes: Social rent" {
		t.Errorf("vector_layers %+v", d.VectorLayers)
	}
}

func TestHead(t *testing.T) {
	get := ask("GET", "/overlay.json", "Accept-Encoding", "gzip")
	r := httptest.NewRequest("HEAD", "/overlay.json", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	serve.Send(w, r, serve.Answer{Type: "application/json", Cache: serve.Fresh, Body: bytes.Repeat([]byte("{}"), 1000)})
	if w.Body.Len() != 0 || w.Header().Get("Content-Length") == "" || w.Header().Get("ETag") == "" {
		t.Errorf("HEAD: %d bytes, %v", w.Body.Len(), w.Header())
	}
	if get.Header().Get("Content-Length") == "" {
		t.Error("GET has no Content-Length")
	}
}
