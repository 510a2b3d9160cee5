package dump_test

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/data/dump"
	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
)

// TestFeedAcrossRestore follows a database from empty through a restore: what was noted where the backup was made says nothing here.
func TestFeedAcrossRestore(t *testing.T) {
	from, to := pgtest.New(t), pgtest.New(t)
	source := connect(t, from.URL(""))
	run(t, source, `INSERT INTO source (publisher) VALUES ('a')`)
	file := filepath.Join(t.TempDir(), "a.dump")
	archive, err := dump.Write(t.Context(), from.URL(""), file, dump.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range archive.Tables {
		if table.Name == "change" || table.Name == "feed" {
			t.Error("the backup holds rows of", table.Name)
		}
	}
	target := connect(t, to.URL(""))
	feed := postgis.NewFeed(to.Pool(t, postgis.RolePublic))
	var last postgis.Batch
	step := func() {
		t.Helper()
		last = postgis.Batch{}
		if _, err := feed.Step(t.Context(), func(_ context.Context, _ pgx.Tx, b postgis.Batch) error { last = b; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	run(t, target, `INSERT INTO source (publisher) VALUES ('b'); DELETE FROM source`) // noted, and no row is left
	step()
	was := text(t, target, `SELECT epoch::text FROM feed`)
	if _, err := dump.Restore(t.Context(), to.URL(""), file, nil); err != nil {
		t.Fatal(err)
	}
	step()
	if !slices.Equal(slices.Sorted(maps.Keys(last.Reload)), postgis.FollowedTables) {
		t.Error("after a restore the feed brings", last)
	}
	if now := text(t, target, `SELECT epoch || ' ' || (SELECT count(*) FROM change) FROM feed`); now == was+" 0" || now == text(t, source, `SELECT epoch || ' 0' FROM feed`) {
		t.Error("the epoch is no new one:", was, now)
	}
	// While a transaction is open anywhere on the server that began before the restore, everything is read anew once more.
	for until := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		run(t, target, `UPDATE source SET publisher = 'c'`)
		if step(); len(last.Reload) == 0 || time.Now().After(until) {
			break
		}
	}
	if len(last.Reload) > 0 || len(last.Keys["source"]) != 1 {
		t.Error("then it brings", last)
	}
}
