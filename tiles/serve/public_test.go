package serve_test

import (
	"bytes"
	"errors"
	"net/http"
	"testing"

	"terrier/tiles/archive"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
)

// TestTileWithoutRequest holds that a tile had in here is the one that is sent, drawn once for both, and drawn again when it has changed.
func TestTileWithoutRequest(t *testing.T) {
	c := &country{bytes: 3000}
	s, h := site(c, nil)
	in := func(at string, filter layer.Filter) []byte {
		t.Helper()
		body, err := s.Tile(t.Context(), layer.Request{Tileset: at, At: leeds, Filter: filter})
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	sent := get(h, path("overlay", leeds))
	want := unzip(t, sent.Result())
	if n := c.askedFor(func() {
		for range 2 {
			if got := in("overlay", layer.Filter{}); !bytes.Equal(got, want) {
				t.Errorf("%d bytes, want %d", len(got), len(want))
			}
		}
	}); n != 0 {
		t.Errorf("what was sent is drawn %d times again", n)
	}
	if n := c.askedFor(func() { in("homes", layer.Filter{}); in("homes", layer.Filter{}) }); n != 1 {
		t.Errorf("what was not sent yet is drawn %d times", n)
	}
	shared := layer.NewFilter(map[string][]string{"tenure": {"shared"}})
	if got := in("overlay", shared); bytes.Equal(got, want) {
		t.Error("a filter changes nothing")
	}
	c.edit(leeds)
	if got := in("overlay", layer.Filter{}); bytes.Equal(got, want) {
		t.Error("what was kept before a change comes after it")
	}
	_, err := s.Tile(t.Context(), layer.Request{Tileset: "nothing", At: leeds})
	var refused *serve.Error
	if !errors.As(err, &refused) || refused.Status != http.StatusNotFound {
		t.Errorf("%v", err)
	}
}

func TestTileOfAnArchive(t *testing.T) {
	a, made := anArchive(t)
	s, _ := site(&country{}, func(c *serve.Config) { c.Archives = map[string]*archive.Archive{"old": a} })
	for _, at := range []layer.Request{{Tileset: "old", At: leeds}, {Tileset: "old", At: bath}, {Tileset: "old", At: leeds.Parent()}} {
		for range 2 {
			if got, err := s.Tile(t.Context(), at); err != nil || !bytes.Equal(got, made[at.At]) {
				t.Errorf("%v: %d bytes, %v", at, len(got), err)
			}
		}
	}
	for tileset, want := range map[string]int{"old": 13, "overlay": 16, "nothing": 0} {
		if got := s.MaxZoom(tileset); got != want {
			t.Errorf("%s has tiles to zoom %d, want %d", tileset, got, want)
		}
	}
}
