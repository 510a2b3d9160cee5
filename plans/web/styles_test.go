package web_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"terrier/plans/web"
	"terrier/tiles/style"
)

// A basemap that comes while the site is up is drawn soon after; registers that cannot be reached take no style away.
func TestStyleFollowsTheBasemap(t *testing.T) {
	w := newTown(t)
	now, failed := style.None, error(nil)
	site := web.New(w.config(func(c *web.Config) {
		c.Ground = func(context.Context) (style.Schema, error) { return now, failed }
	}))
	drawn := func() any {
		metadata := get(t, site, "/styles/overlay.json").status(200).json()["metadata"].(map[string]any)
		return metadata["terrier:basemap"]
	}
	if got := drawn(); got != "none" {
		t.Errorf("without a basemap %v is drawn", got)
	}
	now = style.Own
	w.clock = w.clock.Add(10 * time.Second)
	if got := drawn(); got != "own" {
		t.Errorf("after one came %v is drawn", got)
	}
	failed = errors.New("the database is away")
	w.clock = w.clock.Add(10 * time.Second)
	if got := drawn(); got != "own" {
		t.Errorf("without a database %v is drawn", got)
	}
}

// The style of an embed says what it is about and shows what was chosen, with addresses that other sites can use.
func TestEmbedStyle(t *testing.T) {
	site := web.New(newTown(t).config(func(c *web.Config) {}))
	document := get(t, site, "/styles/embed.json?theme=dark&focus=areas/hollin-vale&layers=areas,assets").status(200).json()
	sources := document["sources"].(map[string]any)
	if address := sources["embed"].(map[string]any)["url"].(string); len(sources) != 1 || !strings.HasSuffix(address, "/tiles/embed.json") {
		t.Errorf("sources are %v", sources)
	}
	ids := map[string]bool{}
	for _, l := range document["layers"].([]any) {
		ids[l.(map[string]any)["id"].(string)] = true
	}
	for id, want := range map[string]bool{"area-focus-casing": true, "area-focus-label": true, "asset": true, "home": false, "protected-cell": false, "building": false} {
		if ids[id] != want {
			t.Errorf("layer %s: %v", id, ids[id])
		}
	}
}
