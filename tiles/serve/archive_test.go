package serve_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"testing"

	tiles "terrier/geo/grid"
	"terrier/tiles/archive"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
)

// anArchive has two tiles of a country, which are made too.
func anArchive(t *testing.T) (*archive.Archive, map[tiles.Tile][]byte) {
	t.Helper()
	c := &country{bytes: 3000}
	made := map[tiles.Tile][]byte{}
	for _, at := range []tiles.Tile{leeds, bath} {
		made[at], _ = c.Tile(t.Context(), layer.Request{Tileset: "overlay", At: at})
	}
	var file bytes.Buffer
	if err := archive.Write(&file, archive.Contents{Kind: archive.Vector, Tiles: maps.All(made)}); err != nil {
		t.Fatal(err)
	}
	a, err := archive.New(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return a, made
}

// TestArchiveAndSource holds that a tile is the same bytes from a server and from an archive that was made of its source, and that
// a server hands out an archive's bytes as they are stored.
func TestArchiveAndSource(t *testing.T) {
	a, made := anArchive(t)
	source := &country{bytes: 3000}
	_, fromSource := site(source, nil)
	s, fromArchive := site(&country{bytes: 10}, func(c *serve.Config) {
		c.Archives = map[string]*archive.Archive{"overlay": a, "leeds-and-bath": a}
	})
	for at := range made {
		stored, encoding, ok, err := a.Tile(at.Z, at.X, at.Y)
		if err != nil || !ok || encoding != "gzip" {
			t.Fatalf("%v, %s", err, encoding)
		}
		for range 2 {
			want, got := get(fromSource, path("overlay", at)), get(fromArchive, path("overlay", at))
			if !bytes.Equal(got.Body.Bytes(), stored) || !bytes.Equal(want.Body.Bytes(), stored) {
				t.Errorf("%v: %d bytes are stored, %d come from the archive and %d from the source", at, len(stored), got.Body.Len(), want.Body.Len())
			}
			if got.Header().Get("ETag") != want.Header().Get("ETag") || got.Header().Get("Content-Encoding") != "gzip" {
				t.Errorf("%v: %v from the archive, %v from the source", at, got.Header(), want.Header())
			}
		}
		plain := answer(fromArchive, request(http.MethodGet, path("leeds-and-bath", at)))
		if !bytes.Equal(plain.Body.Bytes(), made[at]) {
			t.Errorf("%v: not expanded to what was stored", at)
		}
	}
	wantStatus(t, get(fromArchive, path("overlay", leeds.Parent())), 204)
	wantStatus(t, get(fromArchive, path("overlay", leeds)+"?tenure=shared"), 400)
	if common, rare, n := s.Held(); common == 0 || rare == 0 || n != 5 {
		t.Errorf("%d tiles are kept", n)
	}
	var d serve.Document
	if err := json.Unmarshal(answer(fromArchive, request(http.MethodGet, "/leeds-and-bath.json")).Body.Bytes(), &d); err != nil || d.MinZoom != 13 || d.MaxZoom != 13 {
		t.Errorf("%v, zooms %d to %d", err, d.MinZoom, d.MaxZoom)
	}
}
