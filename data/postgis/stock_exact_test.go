package postgis_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"terrier/data/postgis"
	"terrier/plans/home"
)

// Every view of the exact stock counts what the database's own policies let its reader see, after any edits.
func TestExactStockSeesWhatThePoliciesSay(t *testing.T) {
	ctx := context.Background()
	r := seeded(t, 20261127)
	w := newStocked(t, newTown(t))
	var homes []home.Home
	for i := range 1500 {
		h := r.home(i)
		h.Authority = r.of("E08000035", "E08000032", "")
		homes = append(homes, h)
	}
	w.homes(t, homes...)
	exact := w.db.Pool(t, postgis.RoleExact)
	feed, stock := postgis.NewFeed(exact), home.NewExactStock(nil)
	follow := func() {
		t.Helper()
		_, err := feed.Step(ctx, func(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
			_, _, err := postgis.FeedExactHomes(ctx, tx, b, stock)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var owners []int64
	rows, err := w.db.Pool(t, postgis.RoleLoad).Query(ctx, `SELECT DISTINCT owner_id FROM home ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	if owners, err = pgx.CollectRows(rows, pgx.RowTo[int64]); err != nil || len(owners) < 3 {
		t.Fatal(owners, err)
	}
	list := func(ids []int64) string { return strings.Trim(strings.ReplaceAll(fmt.Sprint(ids), " ", ","), "[]") }
	for step := range 12 {
		if step > 0 {
			w.edit(t, r)
		}
		follow()
		for _, v := range []home.View{{}, {Owners: owners[:1], Own: owners[:1]}, {Owners: owners[1:]}, {Owners: owners, Own: owners[2:]}, {Owners: owners, Own: owners}} {
			got, err := stock.Count([]home.Part{{View: v}}, home.Question{By: []string{"tenure"}})
			if err != nil {
				t.Fatal(err)
			}
			counts := map[string]int{}
			for _, c := range got.By["tenure"] {
				counts[c.Value] = c.Count
			}
			want := map[string]int{}
			err = pgx.BeginFunc(ctx, exact, func(tx pgx.Tx) error {
				if _, err := tx.Exec(ctx, `SELECT set_config('terrier.owners', $1, true), set_config('terrier.own', $2, true)`, list(v.Owners), list(v.Own)); err != nil {
					return err
				}
				rows, err := tx.Query(ctx, `SELECT tenure, count(*) FROM home GROUP BY tenure`)
				if err != nil {
					return err
				}
				var tenure string
				var n int
				_, err = pgx.ForEachRow(rows, []any{&tenure, &n}, func() error { want[tenure] = n; return nil })
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, counts); diff != "" {
				t.Fatalf("step %d, %+v:\n%s", step, v, diff)
			}
		}
	}
	if !slices.ContainsFunc(homes, func(h home.Home) bool { return h.Sensitivity == home.Withheld }) || len(stock.Owners()) < 3 {
		t.Error("nothing withheld was tried")
	}
}
