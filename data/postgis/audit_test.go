package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/plans"
	"terrier/plans/audit"
)

func noted(ref string) audit.Entry {
	return audit.Entry{Who: audit.Account(7), Action: "count-homes", Kind: "home", Ref: ref, Detail: `{"steps":3}`, Request: "r-" + ref}
}

type trail struct {
	db    *pgtest.DB
	write *pgxpool.Pool
	audit *postgis.Audit
}

func newTrail(t *testing.T) *trail {
	t.Helper()
	db := pgtest.New(t)
	write := db.Pool(t, postgis.RoleWrite)
	return &trail{db, write, postgis.NewAudit(write)}
}

func (l *trail) record(t *testing.T, ref string) audit.Entry {
	t.Helper()
	e, err := l.audit.Record(context.Background(), noted(ref))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (l *trail) seal(t *testing.T, want int) {
	t.Helper()
	if n, err := l.audit.Seal(context.Background()); err != nil || n != want {
		t.Fatalf("sealed %d, %v; want %d", n, err, want)
	}
}

func (l *trail) verify(t *testing.T, known ...audit.Known) (audit.Report, []audit.Unsealed) {
	t.Helper()
	var unsealed []audit.Unsealed
	r, err := l.audit.Verify(context.Background(), func(u audit.Unsealed) { unsealed = append(unsealed, u) }, known...)
	if err != nil {
		t.Fatal(err)
	}
	return r, unsealed
}

func TestRecord(t *testing.T) {
	ctx := context.Background()
	l := newTrail(t)
	t.Run("keeps every field", func(t *testing.T) {
		want := l.record(t, "<é>")
		got, err := l.audit.List(ctx, audit.Filter{}, 0, 10)
		if err != nil || len(got) != 1 || got[0].Entry != want || got[0].Seal != audit.IsWaiting || got[0].ID == 0 || time.Since(got[0].At).Abs() > time.Minute {
			t.Fatalf("%+v, %v; want %+v", got, err, want)
		}
	})
	t.Run("pages, the newest first, by whom and of what", func(t *testing.T) {
		for i := range 5 {
			l.record(t, fmt.Sprint("page-", i))
		}
		first, err := l.audit.List(ctx, audit.Filter{Who: audit.Account(7), Action: "count-homes"}, 0, 2)
		if err != nil || len(first) != 2 || first[0].Ref != "page-4" {
			t.Fatal(first, err)
		}
		second, err := l.audit.List(ctx, audit.Filter{Kind: "home"}, first[1].ID, 2)
		if err != nil || len(second) != 2 || second[0].Ref != "page-2" {
			t.Fatal(second, err)
		}
		if one, err := l.audit.List(ctx, audit.Filter{Kind: "home", Ref: "page-3"}, 0, 9); err != nil || len(one) != 1 {
			t.Fatal(one, err)
		}
		if none, err := l.audit.List(ctx, audit.Filter{Who: audit.Public}, 0, 9); err != nil || len(none) != 0 {
			t.Fatal(none, err)
		}
	})
	t.Run("by whom it is about, as the rule in memory has it, and by when", func(t *testing.T) {
		for i, text := range []audit.Detail{`{"of":[7,8]}`, `{"of":[8,9],"organisation":"ash"}`, `{"of":8}`, `{"of":[]}`, `{"of":[null,7]}`, `{"of":null}`, `{}`, `{"of":[7],"where":"\u0001"}`, `{"of":[0,-7,9]}`} {
			e := noted(fmt.Sprint("about-", i))
			e.Detail = text
			e, err := l.audit.Record(ctx, e)
			if err != nil {
				t.Fatal(err)
			}
			for _, ids := range [][]int64{{7}, {8, 99}, {}} {
				got, err := l.audit.List(ctx, audit.Filter{Concerns: ids, Kind: "home", Ref: e.Ref}, 0, 9)
				if want := len(text.Read().Among(ids)) > 0; err != nil || (len(got) == 1) != want {
					t.Errorf("%s for %v: %v, %v; want %v", text, ids, got, err, want)
				}
			}
			for _, c := range []struct {
				from, until time.Time
				want        int
			}{{e.At, time.Time{}, 1}, {e.At.Add(time.Microsecond), time.Time{}, 0}, {time.Time{}, e.At, 0}, {e.At, e.At.Add(time.Microsecond), 1}} {
				if got, err := l.audit.List(ctx, audit.Filter{From: c.from, Until: c.until, Kind: "home", Ref: e.Ref}, 0, 9); err != nil || len(got) != c.want {
					t.Errorf("from %s until %s: %v, %v", c.from, c.until, got, err)
				}
			}
		}
	})
	t.Run("is there if and only if its transaction is", func(t *testing.T) {
		for _, role := range []string{postgis.RoleWrite, postgis.RoleExact, postgis.RoleLoad} {
			pool := l.db.Pool(t, role)
			for _, commit := range []bool{true, false} {
				ref := fmt.Sprint(role, commit)
				tx, err := pool.Begin(ctx)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := postgis.RecordAudit(ctx, tx, noted(ref)); err != nil {
					t.Fatal(role, err)
				}
				if commit {
					err = tx.Commit(ctx)
				} else {
					err = tx.Rollback(ctx)
				}
				if got, listErr := l.audit.List(ctx, audit.Filter{Kind: "home", Ref: ref}, 0, 9); err != nil || listErr != nil || (len(got) == 1) != commit {
					t.Errorf("%s: %v %v %v", ref, got, err, listErr)
				}
			}
		}
	})
	t.Run("refuses what could never be kept", func(t *testing.T) {
		e := noted("")
		e.Who = "ann"
		var refused *plans.Error
		if _, err := l.audit.Record(ctx, e); !errors.As(err, &refused) || refused.Kind != plans.Invalid {
			t.Error(err)
		}
	})
	t.Run("takes any text that is checked", func(t *testing.T) {
		e := noted("\u2028\x01 ' \\ \"")
		var err error
		if e.Detail, err = audit.DetailOf(map[string]string{"\x00": "\u2028\x00</script>"}); err != nil {
			t.Fatal(err)
		}
		if e, err = l.audit.Record(ctx, e); err != nil {
			t.Fatal(err)
		}
		if got, err := l.audit.List(ctx, audit.Filter{}, 0, 1); err != nil || got[0].Entry != e {
			t.Fatal(got, err)
		}
	})
	t.Run("says that it is unavailable where it cannot write", func(t *testing.T) {
		gone := postgis.NewAudit(l.db.Pool(t, postgis.RolePublic))
		_, err := gone.Record(ctx, noted(""))
		for _, err := range []error{err, gone.Writable(ctx)} {
			var told *plans.Error
			if !errors.As(err, &told) || told.Kind != plans.Unavailable || told.Code != "audit-unavailable" {
				t.Error(err)
			}
		}
		before, _ := l.audit.List(ctx, audit.Filter{}, 0, 1)
		if err := l.audit.Writable(ctx); err != nil {
			t.Error(err)
		}
		if after, _ := l.audit.List(ctx, audit.Filter{}, 0, 1); after[0].ID != before[0].ID {
			t.Error("trying left an entry behind")
		}
	})
}

// Nobody changes the trail, whatever role they have, and nobody chooses ids or times.
func TestAuditIsOnlyAddedTo(t *testing.T) {
	ctx := context.Background()
	l := newTrail(t)
	l.record(t, "a")
	l.seal(t, 1)
	l.record(t, "b")
	for _, role := range []string{"", postgis.RoleOwner, postgis.RoleWrite, postgis.RoleExact, postgis.RoleLoad, postgis.RolePublic} {
		pool := l.db.Pool(t, role)
		for _, sql := range []string{`UPDATE audit_entry SET ref = 'x'`, `UPDATE audit_entry SET ref = 'x' WHERE false`, `DELETE FROM audit_entry`, `TRUNCATE audit_entry`,
			`UPDATE audit_seal SET at = now()`, `DELETE FROM audit_seal`, `TRUNCATE audit_seal CASCADE`,
			`UPDATE audit_sealed SET seal = 1`, `DELETE FROM audit_sealed`, `TRUNCATE audit_sealed`} {
			if _, err := pool.Exec(ctx, sql); err == nil {
				t.Errorf("%q could %s", role, sql)
			}
		}
	}
	for _, role := range []string{postgis.RoleWrite, postgis.RoleExact, postgis.RoleLoad, postgis.RolePublic} {
		for _, sql := range []string{`INSERT INTO audit_entry (who, action, kind, at) VALUES ('public', 'a', 'b', now())`,
			`INSERT INTO audit_entry (id, who, action, kind) OVERRIDING SYSTEM VALUE VALUES (99, 'public', 'a', 'b')`} {
			if _, err := l.db.Pool(t, role).Exec(ctx, sql); err == nil {
				t.Errorf("%s could %s", role, sql)
			}
		}
	}
	for _, role := range []string{postgis.RoleExact, postgis.RoleLoad, postgis.RolePublic} {
		for _, sql := range []string{`SELECT who FROM audit_entry`, `SELECT FROM audit_seal`, `DELETE FROM audit_waiting`} {
			if _, err := l.db.Pool(t, role).Exec(ctx, sql); err == nil {
				t.Errorf("%s could %s", role, sql)
			}
		}
	}
	var privileges []string
	err := l.db.Pool(t, "").QueryRow(ctx, `
		SELECT coalesce(array_agg(rolname || ' ' || p), '{}') FROM pg_roles, unnest(ARRAY['UPDATE', 'DELETE']) p
		 WHERE rolname IN ('terrier_owner', 'terrier_load', 'terrier_write', 'terrier_exact', 'terrier_public')
		   AND (has_table_privilege(oid, 'audit_entry', p) OR has_any_column_privilege(oid, 'audit_entry', 'UPDATE'))`).Scan(&privileges)
	if err != nil || len(privileges) > 0 {
		t.Error(privileges, err)
	}
	if r, _ := l.verify(t); !r.Whole || r.Entries != 1 || r.Unsealed != 1 {
		t.Errorf("%+v", r)
	}
}

// Whatever writers do while two servers seal, in the end every entry that was committed is sealed, once.
func TestSealWhileOthersWrite(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	l := newTrail(t)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var sealers, writers sync.WaitGroup
	for range 2 {
		pool := l.db.Pool(t, postgis.RoleWrite)
		sealers.Go(func() {
			postgis.NewAudit(pool).Follow(ctx, time.Millisecond, func(err error) {
				if err != nil {
					t.Error(err)
				}
			})
		})
	}
	var mu sync.Mutex
	committed := map[int64]bool{}
	for w := range 6 {
		r := rand.New(rand.NewPCG(seed, uint64(w)))
		writers.Go(func() { l.write1(t, r, w, func(id int64) { mu.Lock(); committed[id] = true; mu.Unlock() }) })
	}
	writers.Wait()
	stop()
	sealers.Wait()
	if _, err := l.audit.Seal(context.Background()); err != nil {
		t.Fatal(err)
	}
	r, unsealed := l.verify(t)
	if !r.Whole || r.Entries != len(committed) || len(unsealed) != 0 || r.Seals < 10 {
		t.Fatalf("%+v, unsealed %v; committed %d", r, unsealed, len(committed))
	}
	t.Logf("%d entries in %d seals", r.Entries, r.Seals)
	all, err := l.audit.List(context.Background(), audit.Filter{}, 0, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if !committed[e.ID] {
			t.Errorf("entry %d was rolled back, and is there", e.ID)
		}
	}
	var outOfOrder int
	if err := l.write.QueryRow(context.Background(), `
		SELECT count(*) FROM (SELECT seal, lag(seal) OVER (ORDER BY entry_id) AS before FROM audit_sealed) s WHERE seal < before`).Scan(&outOfOrder); err != nil || outOfOrder == 0 {
		t.Errorf("nothing was committed late: %d, %v", outOfOrder, err)
	}
}

// write1 writes a hundred transactions, some with savepoints, some rolled back, some held open while others come and go.
func (l *trail) write1(t *testing.T, r *rand.Rand, w int, kept func(int64)) {
	ctx := context.Background()
	for i := range 100 {
		tx, err := l.write.Begin(ctx)
		if err != nil {
			t.Error(err)
			return
		}
		var ids []int64
		for range 1 + r.IntN(4) {
			inner, err := tx.Begin(ctx)
			if err != nil {
				t.Error(err)
				return
			}
			e, err := postgis.RecordAudit(ctx, inner, noted(fmt.Sprintf("%d-%d", w, i)))
			if err != nil {
				t.Error(err)
				return
			}
			if r.IntN(5) == 0 {
				_ = inner.Rollback(ctx)
				continue
			}
			_ = inner.Commit(ctx)
			ids = append(ids, e.ID)
		}
		if r.IntN(4) == 0 {
			time.Sleep(time.Duration(r.IntN(20)) * time.Millisecond)
		}
		if r.IntN(4) == 0 {
			_ = tx.Rollback(ctx)
			continue
		}
		if err := tx.Commit(ctx); err != nil {
			t.Error(err)
			return
		}
		for _, id := range ids {
			kept(id)
		}
	}
}

func TestVerifyNamesWhatWasTamperedWith(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		name, sql string
		want      audit.Break
		unsealed  int
	}{
		{"nothing", `SELECT 1`, audit.Break{}, 0},
		{"who", `UPDATE audit_entry SET who = 'public' WHERE id = 4`, audit.Break{Code: "entry-changed", Seal: 2, Entry: 4}, 0},
		{"action", `UPDATE audit_entry SET action = 'look' WHERE id = 4`, audit.Break{Code: "entry-changed", Seal: 2, Entry: 4}, 0},
		{"kind", `UPDATE audit_entry SET kind = 'area' WHERE id = 4`, audit.Break{Code: "entry-changed", Seal: 2, Entry: 4}, 0},
		{"ref", `UPDATE audit_entry SET ref = 'y' WHERE id = 4`, audit.Break{Code: "entry-changed", Seal: 2, Entry: 4}, 0},
		{"detail", `UPDATE audit_entry SET detail = '{"steps": 3}' WHERE id = 4`, audit.Break{Code: "entry-changed", Seal: 2, Entry: 4}, 0},
		{"time", `UPDATE audit_entry SET at = at + '1 microsecond' WHERE id = 4`, audit.Break{Code: "entry-changed", Seal: 2, Entry: 4}, 0},
		{"request", `UPDATE audit_entry SET request_id = '' WHERE id = 4`, audit.Break{Code: "entry-changed", Seal: 2, Entry: 4}, 0},
		{"id", `UPDATE audit_entry SET id = 40 WHERE id = 4`, audit.Break{Code: "entry-missing", Seal: 2, Entry: 4}, 1},
		{"two entries swapped", `UPDATE audit_entry SET id = -4 WHERE id = 4; UPDATE audit_entry SET id = 4 WHERE id = 5; UPDATE audit_entry SET id = 5 WHERE id = -4`,
			audit.Break{Code: "entry-changed", Seal: 2, Entry: 4}, 0},
		{"an entry deleted", `DELETE FROM audit_entry WHERE id = 5`, audit.Break{Code: "entry-missing", Seal: 2, Entry: 5}, 0},
		{"an entry and its note deleted", `DELETE FROM audit_entry WHERE id = 5; DELETE FROM audit_sealed WHERE entry_id = 5`, audit.Break{Code: "entries-miscounted", Seal: 2}, 0},
		{"the count too", `DELETE FROM audit_entry WHERE id = 5; DELETE FROM audit_sealed WHERE entry_id = 5; UPDATE audit_seal SET entries = entries - 1 WHERE number = 2`,
			audit.Break{Code: "seal-changed", Seal: 2}, 0},
		{"the last entry deleted", `DELETE FROM audit_entry WHERE id = 9`, audit.Break{Code: "entry-missing", Seal: 3, Entry: 9}, 0},
		{"an entry unsealed", `DELETE FROM audit_sealed WHERE entry_id = 5`, audit.Break{Code: "entries-miscounted", Seal: 2}, 1},
		{"an entry under another seal", `UPDATE audit_sealed SET seal = 3 WHERE entry_id = 5`, audit.Break{Code: "entries-miscounted", Seal: 2}, 0},
		{"a noted hash", `UPDATE audit_sealed SET hash = sha256('x') WHERE entry_id = 5`, audit.Break{Code: "entry-changed", Seal: 2, Entry: 5}, 0},
		{"the first seal deleted", `DELETE FROM audit_seal WHERE number = 1`, audit.Break{Code: "seal-missing", Seal: 1}, 0},
		{"a seal deleted", `DELETE FROM audit_seal WHERE number = 2`, audit.Break{Code: "seal-missing", Seal: 2}, 0},
		{"the last seal deleted", `DELETE FROM audit_seal WHERE number = 3`, audit.Break{Code: "seal-missing", Seal: 3, Entry: 7}, 0},
		{"the last seal and its notes deleted", `DELETE FROM audit_seal WHERE number = 3; DELETE FROM audit_sealed WHERE seal = 3`, audit.Break{}, 3},
		{"seals reordered", `UPDATE audit_seal SET number = -2 WHERE number = 2; UPDATE audit_seal SET number = 2 WHERE number = 3; UPDATE audit_seal SET number = 3 WHERE number = -2`,
			audit.Break{Code: "seal-out-of-order", Seal: 2}, 0},
		{"seals reordered with their notes", `UPDATE audit_seal SET number = -2 WHERE number = 2; UPDATE audit_seal SET number = 2 WHERE number = 3; UPDATE audit_seal SET number = 3 WHERE number = -2;
			UPDATE audit_sealed SET seal = 5 - seal WHERE seal > 1`, audit.Break{Code: "seal-out-of-order", Seal: 2}, 0},
		{"a seal's time", `UPDATE audit_seal SET at = at - interval '1 day' WHERE number = 3`, audit.Break{Code: "seal-changed", Seal: 3}, 0},
		{"a seal's hash", `UPDATE audit_seal SET hash = sha256('x') WHERE number = 3`, audit.Break{Code: "seal-changed", Seal: 3}, 0},
		{"a seal's predecessor", `UPDATE audit_seal SET previous = sha256('x') WHERE number = 2`, audit.Break{Code: "seal-out-of-order", Seal: 2}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newTrail(t)
			for range 3 {
				for range 3 {
					l.record(t, "x")
				}
				l.seal(t, 3)
			}
			whole, _ := l.verify(t)
			if !whole.Whole || whole.Seals != 3 || whole.Entries != 9 {
				t.Fatalf("%+v", whole)
			}
			tamper(t, l.db, c.sql)
			r, unsealed := l.verify(t)
			var broken audit.Break
			if r.Broken != nil {
				broken = *r.Broken
				if broken.Message == "" || r.Seals != broken.Seal-1 {
					t.Errorf("%+v", r)
				}
				broken.Message = ""
			}
			if broken != c.want || len(unsealed) != c.unsealed {
				t.Errorf("%+v, unsealed %+v; want %+v, %d", broken, unsealed, c.want, c.unsealed)
			}
			known, err := audit.ReadKnown(whole.Head)
			if err != nil {
				t.Fatal(err)
			}
			if r, _ := l.verify(t, known); (r.Broken == nil) != (c.name == "nothing") {
				t.Errorf("who knows the last seal: %+v", r.Broken)
			}
			if _, err := l.audit.Seal(ctx); err != nil && !strings.Contains(c.name, "deleted") {
				t.Error(err)
			}
		})
	}
}

// tamper does what only a superuser can.
func tamper(t *testing.T, db *pgtest.DB, sql string) {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), db.URL(""))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(context.Background(), `
		ALTER TABLE audit_seal DROP CONSTRAINT audit_seal_number_check;
		ALTER TABLE audit_entry ALTER id SET GENERATED BY DEFAULT;
		SET session_replication_role = replica; `+sql); err != nil {
		t.Fatal(err)
	}
}

// A list says how each entry stands to its seal.
func TestListedStandings(t *testing.T) {
	l := newTrail(t)
	l.record(t, "sealed")
	l.record(t, "changed")
	l.seal(t, 2)
	l.record(t, "late")
	l.record(t, "young")
	tamper(t, l.db, `UPDATE audit_entry SET ref = 'broken' WHERE ref = 'changed'; UPDATE audit_entry SET at = at - '61 seconds'::interval WHERE ref = 'late'`)
	listed, err := l.audit.List(context.Background(), audit.Filter{}, 0, 9)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]audit.Standing{}
	for _, e := range listed {
		got[e.Ref] = e.Seal
	}
	if want := map[string]audit.Standing{"sealed": audit.IsSealed, "broken": audit.IsBroken, "late": audit.IsOverdue, "young": audit.IsWaiting}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestUnsealedEntriesAreOverdueAfterAMinute(t *testing.T) {
	l := newTrail(t)
	e := l.record(t, "a")
	if r, unsealed := l.verify(t); !r.Whole || r.Unsealed != 1 || unsealed[0].Entry != e || unsealed[0].Overdue {
		t.Errorf("%+v %+v", r, unsealed)
	}
	tamper(t, l.db, `UPDATE audit_entry SET at = at - '61 seconds'::interval`)
	if r, unsealed := l.verify(t); r.Whole || r.Overdue != 1 || !unsealed[0].Overdue {
		t.Errorf("%+v %+v", r, unsealed)
	}
}
