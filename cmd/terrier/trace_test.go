package main

import (
	"bytes"
	"context"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/geo/bng"
	"terrier/geo/grid"
	"terrier/plans/home"
	"terrier/plans/intake"
	"terrier/plans/web"
	"terrier/tiles/layer"
)

func published(ref, owner string, e, n float64) home.Home {
	return home.Home{Owner: owner, Reference: ref, Tenure: "social-rent", Type: "house", Bedrooms: 2, EPC: "C", Sensitivity: home.Published, Position: "given",
		AsAt: time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), SourceCRS: "EPSG:27700", Point: orb.Point{e, n}, SourceX: e, SourceY: n}
}

// keptTown is what is kept in memory of a database with these homes, after edits by plain SQL.
func keptTown(t *testing.T, homes []home.Home, edits ...string) drawn {
	t.Helper()
	ctx := context.Background()
	db := pgtest.New(t)
	load := db.Pool(t, postgis.RoleLoad)
	var rows iter.Seq2[intake.Row[home.Home], error] = func(yield func(intake.Row[home.Home], error) bool) {
		for i, h := range homes {
			if !yield(intake.Row[home.Home]{Line: i + 2, Value: h}, nil) {
				return
			}
		}
	}
	in := intake.Import{Kind: "homes", FileName: "homes.csv", Who: "test", Source: intake.Source{Publisher: "Ashdale Homes", Licence: "own", SHA256: "0000000000000000000000000000000000000000000000000000000000000001"}}
	if _, _, err := postgis.NewLoader(load).Homes(ctx, in, rows, func(intake.Problem) {}); err != nil {
		t.Fatal(err)
	}
	// Towns are compared that were not brought in at the same moment.
	if _, err := load.Exec(ctx, `UPDATE source SET retrieved_at = '2026-11-23'`); err != nil {
		t.Fatal(err)
	}
	public := db.Pool(t, postgis.RolePublic)
	k, err := keep(ctx, public, web.Tilesets())
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range edits {
		if _, err := load.Exec(ctx, sql); err != nil {
			t.Fatal(err)
		}
		if _, err := k.feed.Step(ctx, k.apply); err != nil {
			t.Fatal(err)
		}
	}
	return newDrawn(k, postgis.NewReader(public), "")
}

// Homes that are not published, or no longer, leave no trace in memory: every answer over a town with them is that of a town without.
func TestMemoryKeepsNoTrace(t *testing.T) {
	ctx := context.Background()
	seen := []home.Home{published("A1", "Ashdale Homes", 433500, 435500), published("A2", "Ashdale Homes", 433500, 435500), published("A3", "Ashdale Homes", 434000, 435700)}
	bare := keptTown(t, seen)
	all := append([]home.Home{}, seen...)
	for i, sensitivity := range []string{home.Open, home.Restricted, home.Withheld} {
		h := published("S"+sensitivity, "Ashdale Homes", 433500, 435500+float64(i))
		h.Sensitivity = sensitivity
		refuge := published("R"+sensitivity, "Refuge beyond the Register", 300000+float64(1000*i), 200000)
		refuge.Sensitivity, refuge.Tenure = sensitivity, "specified-accommodation"
		all = append(all, h, refuge)
	}
	gone := published("G1", "Ashdale Homes", 500000, 300000) // published once, and far away
	gone.Tenure = "market-rent"
	all = append(all, gone)
	full := keptTown(t, all, `UPDATE home SET sensitivity = 'withheld', address_text = NULL WHERE provider_ref = 'G1'`)

	every := home.Question{By: []string{"tenure", "home-type", "bedrooms", "epc", "needs", "owner"}}
	same := func(what string, ask func(d drawn) (any, error)) {
		t.Helper()
		a, err := ask(bare)
		if err != nil {
			t.Fatal(what, err)
		}
		b, err := ask(full)
		if err != nil {
			t.Fatal(what, err)
		}
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%s:\n%s", what, diff)
		}
	}
	same("count", func(d drawn) (any, error) { return d.stock.CountHomes(ctx, every) })
	same("extent", func(d drawn) (any, error) { b, _, err := d.Extent(ctx); return b, err })
	same("first view", func(d drawn) (any, error) { b, _, err := d.registers.FirstView(ctx); return b, err })
	same("attributions", func(d drawn) (any, error) { return d.Attributions(ctx) })
	same("the refuge as a filter", func(d drawn) (any, error) {
		_, _, err := d.stock.Homes(map[string][]string{"owner": {"refuge-beyond-the-register"}})
		return err.Error(), nil
	})
	for _, p := range []orb.Point{{433500, 435500}, {300000, 200000}, {500000, 300000}} {
		m, err := bng.MercatorFromBNG(p)
		if err != nil {
			t.Fatal(err)
		}
		for z := uint8(0); z <= 18; z++ {
			at, _ := grid.At(m, z)
			var a, b []byte
			for _, set := range []string{"overlay", "embed"} {
				r := layer.Request{Tileset: set, At: at}
				a, _ = bare.Tile(ctx, r)
				b, _ = full.Tile(ctx, r)
				if !bytes.Equal(a, b) {
					t.Errorf("tile %v of %s differs: %d and %d bytes", at, set, len(a), len(b))
				}
			}
			if bare.touches(bare.tilesets[0], at) != full.touches(full.tilesets[0], at) && len(b) > 0 {
				t.Errorf("tile %v is touched in one town alone", at)
			}
		}
	}
}
