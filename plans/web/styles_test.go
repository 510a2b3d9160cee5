package web_test

import (
	"context"
	"errors"
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
