package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/plans/home"
	"terrier/plans/intake"
	"terrier/scripts/sweep"
)

// aHomeBySQL has the parameters provider_ref and sensitivity, and gives the id.
const aHomeBySQL = `INSERT INTO home (owner_id, provider_ref, sensitivity, tenure, bedrooms, as_at_date, geom, source_crs, source_id)
	VALUES (1, $1, $2, 'social-rent', 1, '2026-03-31', ST_Point(433000, 435000, 27700), 'EPSG:27700', 1) RETURNING id`

// manyHomes has the parameters how many and which sensitivity.
const manyHomes = `INSERT INTO home (owner_id, provider_ref, sensitivity, tenure, bedrooms, as_at_date, geom, source_crs, source_id)
	SELECT 1, gen_random_uuid(), $2, 'social-rent', 1, '2026-03-31', ST_Point(433000 + n % 1000, 435000, 27700), 'EPSG:27700', 1 FROM generate_series(1, $1::int) n`

// followed is a database with an owner of homes, and what a feed keeps of its published homes.
type followed struct {
	db    *pgtest.DB
	admin *pgxpool.Pool
	feed  *postgis.Feed

	mu    sync.Mutex
	homes map[int64]string
	last  postgis.Batch
	check bool // compare with the whole table in the same snapshot
	wrong string
}

func follow(t testing.TB, role string) *followed {
	t.Helper()
	db := pgtest.New(t)
	f := &followed{db: db, admin: db.Pool(t, ""), feed: postgis.NewFeed(db.Pool(t, role)), homes: map[int64]string{}}
	f.sql(t, `INSERT INTO source (publisher) VALUES ('test')`)
	f.sql(t, `INSERT INTO organisation (ref, reference, name, organisation_type, source_id, named_by_home) VALUES ('a', 'A', 'Ashdale Homes', 'registered-provider', 1, true)`)
	return f
}

func (f *followed) sql(t testing.TB, sql string, args ...any) {
	t.Helper()
	if _, err := f.admin.Exec(context.Background(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func (f *followed) home(t testing.TB, ref, sensitivity string) (id int64) {
	t.Helper()
	if err := f.admin.QueryRow(context.Background(), aHomeBySQL, ref, sensitivity).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

func readHomes(ctx context.Context, tx pgx.Tx, where string, args ...any) (map[int64]string, error) {
	rows, err := tx.Query(ctx, `SELECT id, concat_ws(' ', owner_id, tenure, bedrooms, ST_AsText(geom)) FROM published_home `+where, args...)
	if err != nil {
		return nil, err
	}
	homes, id, row := map[int64]string{}, int64(0), ""
	_, err = pgx.ForEachRow(rows, []any{&id, &row}, func() error {
		homes[id] = row
		return nil
	})
	return homes, err
}

// apply keeps the homes as a store would.
func (f *followed) apply(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last = b
	if b.Reload["home"] {
		homes, err := readHomes(ctx, tx, "")
		f.homes = homes
		return err
	}
	homes, err := readHomes(ctx, tx, "WHERE id = ANY ($1)", b.Keys["home"])
	if err != nil {
		return err
	}
	for _, id := range b.Keys["home"] {
		delete(f.homes, id)
	}
	maps.Copy(f.homes, homes)
	if f.check && f.wrong == "" {
		all, err := readHomes(ctx, tx, "")
		f.wrong = cmp.Diff(all, f.homes)
		return err
	}
	return nil
}

// step returns what came with it.
func (f *followed) step(t testing.TB) postgis.Batch {
	t.Helper()
	f.last = postgis.Batch{}
	changed, err := f.feed.Step(context.Background(), f.apply)
	if err != nil || changed != (f.last.Keys != nil) {
		t.Fatal(changed, f.last, err)
	}
	return f.last
}

// keys fails unless a step brings these keys of homes and reads no home anew.
func (f *followed) keys(t testing.TB, want ...int64) {
	t.Helper()
	b := f.step(t)
	if slices.Sort(want); b.Reload["home"] || !slices.Equal(b.Keys["home"], want) {
		t.Errorf("got keys %v, reload %v; want keys %v", b.Keys["home"], b.Reload, want)
	}
}

// reloads fails unless a step reads exactly these tables anew.
func (f *followed) reloads(t testing.TB, want ...string) {
	t.Helper()
	if got := slices.Sorted(maps.Keys(f.step(t).Reload)); !slices.Equal(got, want) {
		t.Errorf("reads %v anew, want %v", got, want)
	}
}

func (f *followed) equal(t testing.TB) {
	t.Helper()
	tx, err := f.admin.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	all, err := readHomes(context.Background(), tx, "")
	f.mu.Lock()
	defer f.mu.Unlock()
	if diff := cmp.Diff(all, f.homes); diff != "" || err != nil {
		t.Error("the store is not the table:", diff, err)
	}
}

// begin opens a transaction that is rolled back when the test ends, if it is open still.
func (f *followed) begin(t testing.TB) pgx.Tx {
	t.Helper()
	tx, err := f.admin.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback(context.Background()) })
	return tx
}

func execute(t testing.TB, tx pgx.Tx, sql string, args ...any) {
	t.Helper()
	if _, err := tx.Exec(context.Background(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func commit(t testing.TB, tx pgx.Tx) {
	t.Helper()
	if err := tx.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestFeed(t *testing.T) {
	f := follow(t, postgis.RolePublic)
	f.reloads(t, postgis.FollowedTables...)
	if b := f.step(t); b.Keys != nil {
		t.Error("a step without a change brings", b)
	}
	one := f.home(t, "1", "published")
	b := f.step(t)
	if want := (postgis.Batch{Reload: map[string]bool{}, Keys: map[string][]int64{"home": {one}, "organisation": {1}}}); !cmp.Equal(b, want) {
		t.Errorf("a first published home brings %v, want %v", b, want)
	}
	two := f.home(t, "2", "published")
	f.sql(t, `UPDATE home SET bedrooms = 2`)
	f.keys(t, one, two)
	f.sql(t, `UPDATE home SET bedrooms = 3 WHERE false`)
	f.keys(t)
	f.sql(t, `DELETE FROM home WHERE id = $1`, one)
	f.keys(t, one)
	f.equal(t)
	f.sql(t, `INSERT INTO setting VALUES ('demo', 'Hollin')`)
	f.reloads(t, "setting")
	f.sql(t, `UPDATE licence SET name = 'Own terms' WHERE slug = 'own'`)
	f.reloads(t, "licence")
	f.sql(t, `TRUNCATE home`)
	f.reloads(t, "home", "organisation")
	f.equal(t)

	t.Run("hears of every table that it says it follows, at every event", func(t *testing.T) {
		var have []string
		if err := f.admin.QueryRow(t.Context(), `
			SELECT array_agg(tgrelid::regclass::text ORDER BY tgrelid::regclass::text COLLATE "C") FROM (
			    SELECT tgrelid FROM pg_trigger WHERE tgfoid::regproc::text LIKE 'note_%'
			     GROUP BY tgrelid HAVING bit_or(tgtype & 60) = 60) t`).Scan(&have); err != nil ||
			!slices.Equal(have, slices.Sorted(slices.Values(slices.Concat(postgis.FollowedTables, postgis.AccessTables)))) {
			t.Error(have, err)
		}
	})
	t.Run("takes a batch again that could not be applied", func(t *testing.T) {
		id := f.home(t, "3", "published")
		sorry := errors.New("sorry")
		if _, err := f.feed.Step(t.Context(), func(context.Context, pgx.Tx, postgis.Batch) error { return sorry }); !errors.Is(err, sorry) {
			t.Error(err)
		}
		if p := f.feed.Progress(); !errors.Is(p.Err, sorry) || p.At.IsZero() {
			t.Error(p)
		}
		f.keys(t, id)
		if p := f.feed.Progress(); p.Err != nil {
			t.Error(p)
		}
	})
}

func TestFeedTransactions(t *testing.T) {
	f := follow(t, postgis.RolePublic)
	one, two := f.home(t, "1", "published"), f.home(t, "2", "published")
	f.step(t)
	t.Run("that write one row in the other order than they began", func(t *testing.T) {
		early, late := f.begin(t), f.begin(t)
		execute(t, early, `SELECT pg_current_xact_id()`)
		execute(t, late, `UPDATE home SET bedrooms = 5 WHERE id = $1`, one)
		commit(t, late)
		f.keys(t, one)
		execute(t, early, `UPDATE home SET bedrooms = 6 WHERE id = $1`, one)
		f.keys(t)
		commit(t, early)
		f.keys(t, one)
		f.equal(t)
	})
	t.Run("that are rolled back, whole or to a savepoint", func(t *testing.T) {
		tx := f.begin(t)
		execute(t, tx, `UPDATE home SET bedrooms = 7`)
		_ = tx.Rollback(t.Context())
		f.keys(t)
		tx = f.begin(t)
		execute(t, tx, `SAVEPOINT a; UPDATE home SET bedrooms = 8 WHERE provider_ref = '1'; ROLLBACK TO a; SAVEPOINT b; UPDATE home SET bedrooms = 8 WHERE provider_ref = '2'; RELEASE b`)
		f.keys(t)
		commit(t, tx)
		f.keys(t, two)
		f.equal(t)
	})
	t.Run("that lose a bulk with a savepoint", func(t *testing.T) {
		tx := f.begin(t)
		execute(t, tx, `SAVEPOINT a`)
		execute(t, tx, manyHomes, 10_001, "published")
		execute(t, tx, `ROLLBACK TO a`)
		execute(t, tx, `UPDATE home SET bedrooms = 9 WHERE id = $1`, one)
		commit(t, tx)
		f.keys(t, one)
	})
}

// TestFeedHeldOpen holds a transaction open across later commits, for a minute in the long tests.
func TestFeedHeldOpen(t *testing.T) {
	open := time.Duration(sweep.Size(3, 60)) * time.Second
	f := follow(t, postgis.RolePublic)
	held, other := f.home(t, "1", "published"), f.home(t, "2", "published")
	run(t, f, time.Hour)
	tx := f.begin(t)
	execute(t, tx, `UPDATE home SET bedrooms = 12 WHERE id = $1`, held)
	for n, began := 0, time.Now(); time.Since(began) < open; n++ {
		f.sql(t, `UPDATE home SET bedrooms = $2 WHERE id = $1`, other, 1+n%12)
		f.within(t, time.Second, func() bool { return f.homes[other] == fmt.Sprintf("1 social-rent %d POINT(433000 435000)", 1+n%12) })
		f.within(t, 0, func() bool { return f.homes[held] == "1 social-rent 1 POINT(433000 435000)" })
		time.Sleep(50 * time.Millisecond)
	}
	commit(t, tx)
	f.within(t, time.Second, func() bool { return f.homes[held] == "1 social-rent 12 POINT(433000 435000)" })
	f.equal(t)
}

// run follows until the test ends; the first batch has been applied when it returns.
func run(t testing.TB, f *followed, poll time.Duration) {
	t.Helper()
	f.step(t)
	ctx, cancel := context.WithCancel(context.Background())
	var following sync.WaitGroup
	following.Go(func() { f.feed.Follow(ctx, poll, f.apply, func(postgis.Progress) {}) })
	t.Cleanup(func() { cancel(); following.Wait() })
}

// within fails unless something of the store comes to hold in time.
func (f *followed) within(t testing.TB, limit time.Duration, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(limit); ; time.Sleep(time.Millisecond) {
		f.mu.Lock()
		ok := holds()
		f.mu.Unlock()
		if ok {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("not within %v", limit)
		}
	}
}

func TestFeedBulk(t *testing.T) {
	f := follow(t, postgis.RolePublic)
	f.step(t)
	changes := func(t *testing.T, want string) {
		t.Helper()
		var got string
		if err := f.admin.QueryRow(t.Context(), `SELECT coalesce(string_agg(c, '; '), '') FROM (
			SELECT concat_ws(' ', count(*), table_name, row_id IS NULL, public, import_id) AS c FROM change
			 GROUP BY table_name, row_id IS NULL, public, import_id ORDER BY table_name, row_id IS NULL, public) x`).Scan(&got); err != nil || got != want {
			t.Errorf("noted %q, %v; want %q", got, err, want)
		}
		f.sql(t, `DELETE FROM change`)
	}
	f.sql(t, `DELETE FROM change`)
	f.sql(t, manyHomes, 10_000, "published")
	if b := f.step(t); len(b.Keys["home"]) != 10_000 {
		t.Error(len(b.Keys["home"]), b.Reload)
	}
	f.equal(t)
	changes(t, "10000 home f t; 1 organisation f t")
	f.sql(t, manyHomes, 10_001, "published")
	f.reloads(t, "home")
	f.equal(t)
	changes(t, "1 home t t; 1 organisation f t")
	f.sql(t, `UPDATE home SET bedrooms = 3`)
	f.reloads(t, "home")
	changes(t, "1 home t t")
	f.sql(t, `UPDATE home SET sensitivity = 'open'`)
	f.reloads(t, "home")
	f.equal(t)
	changes(t, "1 home t t; 1 organisation f t")
	f.sql(t, `DELETE FROM home`)
	changes(t, "1 home t f")

	t.Run("of many statements of one transaction is noted once", func(t *testing.T) {
		tx := f.begin(t)
		execute(t, tx, `SET LOCAL terrier.import = '7'`)
		execute(t, tx, manyHomes, 12_000, "open")
		execute(t, tx, manyHomes, 12_000, "open")
		execute(t, tx, manyHomes, 5_000, "open")
		commit(t, tx)
		changes(t, "1 home t f 7")
	})
	t.Run("is noted for the public as soon as it concerns it", func(t *testing.T) {
		tx := f.begin(t)
		execute(t, tx, manyHomes, 12_000, "open")
		execute(t, tx, manyHomes, 100, "published")
		execute(t, tx, manyHomes, 12_000, "published")
		execute(t, tx, manyHomes, 5_000, "published")
		commit(t, tx)
		changes(t, "100 home f t; 1 home t f; 1 home t t; 1 organisation f t")
	})
	t.Run("of many small transactions is read anew as well", func(t *testing.T) {
		f.sql(t, `TRUNCATE home`)
		f.step(t)
		for range 6 {
			f.sql(t, manyHomes, 9_000, "published")
		}
		f.reloads(t, "home")
		f.equal(t)
	})
	t.Run("of one row written over and over is a key", func(t *testing.T) {
		f.sql(t, `TRUNCATE home`)
		id := f.home(t, "over", "published")
		f.step(t)
		f.sql(t, `INSERT INTO change (table_name, row_id, public) SELECT 'home', $1, true FROM generate_series(1, 120000)`, id)
		f.keys(t, id)
	})
}

// TestFeedImport brings 25,000 homes in twice: two chunks each time, and one row for the table.
func TestFeedImport(t *testing.T) {
	f := follow(t, postgis.RolePublic)
	f.step(t)
	loader := postgis.NewLoader(f.db.Pool(t, postgis.RoleLoad))
	homes := fourHomes()
	for i := range 25_000 {
		h := homes[i%4]
		h.Reference = fmt.Sprint(i)
		if i%2 == 0 {
			h.Sensitivity = home.Open
		}
		homes = append(homes, h)
	}
	homes = homes[4:]
	for _, bedrooms := range []int{2, 3} {
		f.sql(t, `DELETE FROM change`)
		for i := range homes {
			homes[i].Bedrooms = bedrooms
		}
		counts, id, err := loader.Homes(t.Context(), anImport("homes"), rowsOf(homes...), func(p intake.Problem) {})
		if err != nil || counts.Accepted != 25_000 || counts.Unchanged != 0 {
			t.Fatalf("%+v, %v", counts, err)
		}
		var rows int
		var by *int64
		if err := f.admin.QueryRow(t.Context(), `SELECT count(*), max(import_id) FROM change WHERE table_name = 'home'`).Scan(&rows, &by); err != nil || rows != 1 || *by != id {
			t.Errorf("%d changes noted, by import %v, %v; want one by %d", rows, by, err, id)
		}
		if b := f.step(t); !b.Reload["home"] || len(b.Keys["home"]) > 0 {
			t.Error("the feed brings", b)
		}
		f.equal(t)
	}
}

func TestFeedSecrets(t *testing.T) {
	f := follow(t, postgis.RolePublic)
	exact := &followed{db: f.db, admin: f.admin, feed: postgis.NewFeed(f.db.Pool(t, postgis.RoleExact)), homes: map[int64]string{}}
	f.step(t)
	exact.step(t)
	published, open := f.home(t, "1", "published"), f.home(t, "2", "open")
	withheld := f.home(t, "3", "withheld")
	f.keys(t, published)
	exact.keys(t, published, open, withheld)
	f.sql(t, `UPDATE home SET bedrooms = 4`)
	f.keys(t, published)
	f.sql(t, `UPDATE home SET sensitivity = 'withheld' WHERE provider_ref = '1'`)
	b := f.step(t)
	if !slices.Equal(b.Keys["home"], []int64{published}) || !slices.Equal(b.Keys["organisation"], []int64{1}) {
		t.Error("of a home withheld from now on the public hears", b)
	}
	f.equal(t)
	f.sql(t, `UPDATE home SET bedrooms = 5; UPDATE organisation SET website = 'https://example.org'`)
	f.sql(t, `DELETE FROM home WHERE provider_ref = '1'`)
	f.sql(t, manyHomes, 20_000, "restricted")
	if b := f.step(t); b.Keys != nil {
		t.Error("of what it may not read the public hears", b)
	}
	exact.reloads(t, "home")
	f.sql(t, `UPDATE organisation SET named_by_home = false`)
	if b := f.step(t); !slices.Equal(b.Keys["organisation"], []int64{1}) {
		t.Error("of an association that it may know from now on the public hears", b)
	}
	f.sql(t, `TRUNCATE home`)
	if b := f.step(t); b.Keys != nil {
		t.Error("of hidden homes that are all gone the public hears", b)
	}
	for role, refused := range map[string][]string{
		postgis.RolePublic: {`SELECT FROM change`, `INSERT INTO change (table_name, public) VALUES ('home', true)`, `SELECT note_reload('home', true)`, `SELECT prune_changes('0')`, `UPDATE feed SET floor = '0'`},
		postgis.RoleExact:  {`DELETE FROM change`, `SELECT prune_changes('0')`, `UPDATE feed SET floor = '0'`},
		postgis.RoleWrite:  {`SELECT FROM change`, `SELECT FROM public_change`, `SELECT prune_changes('0')`},
		postgis.RoleLoad:   {`DELETE FROM change`, `INSERT INTO change (table_name, public) VALUES ('home', true)`, `SELECT note_reload('home', true)`, `UPDATE feed SET floor = '0'`},
	} {
		pool := f.db.Pool(t, role)
		for _, sql := range refused {
			if _, err := pool.Exec(t.Context(), sql); err == nil {
				t.Errorf("%s may %s", role, sql)
			}
		}
	}
}

// settled waits until every transaction of this server has ended that began before the last change, those of other tests' databases
// too: while one goes on, a follower that meets a pruning cannot tell whether it missed something, and reads everything anew.
func (f *followed) settled(t testing.TB) {
	t.Helper()
	for until := time.Now().Add(5 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		var settled bool
		if err := f.admin.QueryRow(t.Context(), `SELECT xid < pg_snapshot_xmin(pg_current_snapshot()) FROM change ORDER BY xid DESC LIMIT 1`).Scan(&settled); err != nil {
			t.Fatal(err)
		}
		if settled {
			return
		}
		if time.Now().After(until) {
			t.Fatal("a transaction of another database has gone on for minutes")
		}
	}
}

func TestFeedPruned(t *testing.T) {
	f := follow(t, postgis.RolePublic)
	load := f.db.Pool(t, postgis.RoleLoad)
	slow := &followed{db: f.db, admin: f.admin, feed: postgis.NewFeed(f.db.Pool(t, postgis.RolePublic)), homes: map[int64]string{}}
	slow.step(t)
	f.step(t)
	id := f.home(t, "1", "published")
	f.keys(t, id)
	if n, err := postgis.PruneChanges(t.Context(), load, time.Hour); n != 0 || err != nil {
		t.Error("prunes what is to be kept:", n, err)
	}
	slow.keys(t, id)
	f.sql(t, `UPDATE home SET bedrooms = 4`)
	f.settled(t)
	f.keys(t, id)
	tx := f.begin(t) // begun before the pruning, committed after it
	execute(t, tx, `UPDATE home SET bedrooms = 5 RETURNING id`)
	if n, err := postgis.PruneChanges(t.Context(), load, 0); n < 2 || err != nil {
		t.Error(n, err)
	}
	f.keys(t)
	commit(t, tx)
	f.settled(t)
	f.keys(t, id)
	slow.reloads(t, postgis.FollowedTables...)
	slow.equal(t)
	f.equal(t)
	if n, err := postgis.PruneChanges(t.Context(), load, 0); n != 1 || err != nil {
		t.Error(n, err)
	}
	f.keys(t)
	t.Run("and a transaction pruned as soon as it was committed", func(t *testing.T) {
		tx := f.begin(t)
		execute(t, tx, `UPDATE home SET bedrooms = 6`)
		f.keys(t)
		commit(t, tx)
		if n, err := postgis.PruneChanges(t.Context(), load, 0); n != 1 || err != nil {
			t.Error(n, err)
		}
		f.reloads(t, postgis.FollowedTables...)
		f.equal(t)
	})
}

func TestFeedEpoch(t *testing.T) {
	f := follow(t, postgis.RolePublic)
	f.step(t)
	f.sql(t, `UPDATE feed SET epoch = gen_random_uuid()`)
	f.reloads(t, postgis.FollowedTables...)
	f.sql(t, `DELETE FROM feed`) // a backup restored by hand
	f.reloads(t, postgis.FollowedTables...)
	f.keys(t)
	id := f.home(t, "1", "published")
	f.keys(t, id)
	if _, err := postgis.PruneChanges(t.Context(), f.db.Pool(t, postgis.RoleLoad), time.Hour); err != nil {
		t.Error(err)
	}
	f.reloads(t, postgis.FollowedTables...)
}

// TestFeedRandom has writers do anything at once, and compares the store with the table in the very snapshot of each batch.
func TestFeedRandom(t *testing.T) {
	seed, rounds := rand.Uint64(), sweep.Size(500, 10_000)
	t.Log("seed", seed)
	f := follow(t, postgis.RolePublic)
	f.check = true
	ctx, cancel := context.WithCancel(t.Context())
	var following, writing sync.WaitGroup
	following.Go(func() { f.feed.Follow(ctx, time.Hour, f.apply, func(postgis.Progress) {}) })
	var left atomic.Int64
	left.Store(int64(rounds))
	for w := range 6 {
		writing.Go(func() {
			r := rand.New(rand.NewPCG(seed, uint64(w)))
			for left.Add(-1) >= 0 {
				if err := f.writeAtRandom(ctx, r); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	writing.Wait()
	f.within(t, 10*time.Second, func() bool {
		tx := f.begin(t)
		defer func() { _ = tx.Rollback(context.Background()) }()
		all, err := readHomes(t.Context(), tx, "")
		return err == nil && maps.Equal(all, f.homes)
	})
	cancel()
	following.Wait()
	if f.wrong != "" {
		t.Error("the store was not the table:", f.wrong)
	}
}

var atRandom = []string{
	`INSERT INTO home (owner_id, provider_ref, sensitivity, tenure, bedrooms, as_at_date, geom, source_crs, source_id)
	 SELECT 1, gen_random_uuid(), CASE WHEN random() < .5 THEN 'published' ELSE 'open' END, 'social-rent', 1, '2026-03-31', ST_Point(433000, 435000, 27700), 'EPSG:27700', 1
	   FROM generate_series(1, $1::int % 5 + 1)`,
	`UPDATE home SET bedrooms = $1::int % 12 + 1 WHERE id % 16 = $1::int % 16`,
	`UPDATE home SET sensitivity = CASE sensitivity WHEN 'published' THEN 'withheld' ELSE 'published' END WHERE id % 16 = $1::int % 16`,
	`UPDATE home SET geom = ST_Point(400000 + $1::int % 1000, 300000, 27700) WHERE id % 16 = $1::int % 16`,
	`DELETE FROM home WHERE id % 32 = $1::int % 32`,
}

// writeAtRandom is one transaction. Writers wait for each other's rows, so some end in a deadlock, which is a rollback.
func (f *followed) writeAtRandom(ctx context.Context, r *rand.Rand) error {
	tx, err := f.admin.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	for range 1 + r.IntN(4) {
		sql := atRandom[r.IntN(len(atRandom))]
		undone := r.IntN(5) == 0
		if undone {
			_, err = tx.Exec(ctx, `SAVEPOINT s`)
		}
		if err == nil {
			_, err = tx.Exec(ctx, sql, r.IntN(1_000_000))
		}
		if err == nil && undone {
			_, err = tx.Exec(ctx, `ROLLBACK TO s`)
		}
		if code(err) == "40P01" { // deadlock_detected
			return nil
		}
		if err != nil {
			return err
		}
		time.Sleep(time.Duration(r.IntN(3)) * time.Millisecond)
	}
	if r.IntN(6) == 0 {
		return nil
	}
	return tx.Commit(ctx)
}
