package static_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"terrier/static"
	"terrier/tiles/layer"
)

func TestReadManifest(t *testing.T) {
	t.Run("finds script, styles, imports and font of an entry", func(t *testing.T) {
		m, err := static.ReadManifest(fstest.MapFS{"manifest.json": {Data: []byte(`{
			"src/map.ts": {"file": "assets/map-1.js", "name": "map", "isEntry": true, "imports": ["_a.js"], "css": ["assets/map-2.css"]},
			"_a.js": {"file": "assets/a-3.js", "name": "a", "imports": ["_b.js"]},
			"_b.js": {"file": "assets/b-4.js", "name": "b", "imports": ["_a.js"], "css": ["assets/b-5.css"], "assets": ["assets/x-latin-ext-wght-normal-1.woff2", "assets/x-latin-wght-normal-2.woff2"]}
		}`)}})
		if err != nil {
			t.Fatal(err)
		}
		want := static.Entry{
			Script:   "/static/assets/map-1.js",
			Styles:   []string{"/static/assets/b-5.css", "/static/assets/map-2.css"},
			Preloads: []string{"/static/assets/a-3.js", "/static/assets/b-4.js"},
			Fonts:    []string{"/static/assets/x-latin-wght-normal-2.woff2"},
		}
		if diff := cmp.Diff(want, m.Entry("map")); diff != "" {
			t.Error(diff)
		}
		if !m.Built() {
			t.Error("a manifest with entries counts as not built")
		}
	})
	t.Run("is empty where only the placeholder is there", func(t *testing.T) {
		m, err := static.ReadManifest(fstest.MapFS{"placeholder.txt": {}})
		if err != nil || m.Built() || m.Entry("map").Script != "" {
			t.Errorf("got %+v, %v", m, err)
		}
	})
	t.Run("refuses a broken file", func(t *testing.T) {
		if _, err := static.ReadManifest(fstest.MapFS{"manifest.json": {Data: []byte(`{`)}}); err == nil {
			t.Error("a broken manifest was read")
		}
	})
}

func TestEmbedded(t *testing.T) {
	for _, name := range []string{"placeholder.txt"} {
		if _, err := fs.Stat(static.Dist, name); err != nil {
			t.Errorf("the built front end lacks %s: %v", name, err)
		}
	}
	if _, err := fs.Stat(static.Templates, "layout.html"); err != nil {
		t.Error(err)
	}
	if static.Build.Built() && static.Build.Entry("page").Script == "" {
		t.Error("the front end is built and has no entry page")
	}
}

// TestZooms holds what the front end knows of zooms against what tiles are made by.
func TestZooms(t *testing.T) {
	text, err := os.ReadFile("src/map/zooms.ts")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("HOME_MIN_ZOOM = %d\n", layer.HomeMinZoom); !strings.Contains(string(text), want) {
		t.Errorf("src/map/zooms.ts does not say %q", want)
	}
}
