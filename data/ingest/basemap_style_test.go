package ingest_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"terrier/tiles/style"
)

// Every kind that comes in is drawn by at least one layer of the style, in both themes, from the zoom that it has or soon after.
func TestStyleDrawsWhatComesIn(t *testing.T) {
	b := newGround(t)
	b.mustUnder(t, thruppCross().shapefiles(t))
	rows, err := b.pool.Query(t.Context(), `
		SELECT DISTINCT layer, kind, CASE WHEN ST_Dimension(geom) = 0 THEN 'Point' WHEN ST_Dimension(geom) = 1 THEN 'LineString' ELSE 'Polygon' END, min(min_zoom) OVER (PARTITION BY layer, kind) FROM basemap`)
	if err != nil {
		t.Fatal(err)
	}
	type drawn struct {
		layer, kind, form string
		zoom              int
	}
	kinds, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (d drawn, err error) {
		return d, row.Scan(&d.layer, &d.kind, &d.form, &d.zoom)
	})
	if err != nil || len(kinds) < 15 {
		t.Fatal(kinds, err)
	}
	for _, theme := range []style.Theme{style.Light, style.Dark} {
		document, err := style.Document(style.Options{Basemap: style.Own, Theme: theme})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range kinds {
			first := math.Inf(1)
			for _, l := range document.Layers {
				if l.Source == "basemap" && l.SourceLayer == d.layer && holds(t, l.Filter, map[string]any{"kind": d.kind}, d.form) == true {
					first = min(first, l.MinZoom)
				}
			}
			if first > float64(d.zoom)+1 && !(first <= 13 && d.layer == "building") {
				t.Errorf("%s: %s %s (%s) comes from zoom %d and is drawn from %v", theme, d.layer, d.kind, d.form, d.zoom, first)
			}
		}
	}
}

// holds evaluates the expressions that filters of our style are made of. No filter holds of everything.
func holds(t *testing.T, filter any, properties map[string]any, form string) any {
	t.Helper()
	text, err := json.Marshal(filter)
	if err != nil {
		t.Fatal(err)
	}
	var parsed any
	if err := json.Unmarshal(text, &parsed); err != nil {
		t.Fatal(err)
	}
	var value func(any) any
	value = func(e any) any {
		list, ok := e.([]any)
		if !ok || len(list) == 0 {
			return e
		}
		switch list[0] {
		case "get":
			return properties[list[1].(string)]
		case "geometry-type":
			return form
		case "literal":
			return list[1]
		case "==":
			return value(list[1]) == value(list[2])
		case "!":
			return value(list[1]) != true
		case "in":
			return slices.Contains(value(list[2]).([]any), value(list[1]))
		}
		t.Fatalf("the filter has %v, which this test does not know", list[0])
		return nil
	}
	if parsed == nil {
		return true
	}
	return value(parsed)
}
