package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/intake"
)

// historic is a town whose homes were imported, edited and taken back over some years. What happens is dated back, an event at a time.
type historic struct {
	*guarded
	r     random
	super *pgxpool.Pool
	now   time.Time         // of the event at hand
	days  []time.Time       // on which something happened
	files map[string]onFile // by day: the last that happened on it, where that was an import
	next  int               // number of the next home
	ids   []int64           // of imports that stand
}

type onFile struct {
	owner string
	homes []home.Home
}

// happen does something and dates it.
func (h *historic) happen(t *testing.T, do func()) {
	t.Helper()
	ctx := context.Background()
	var began time.Time
	if err := h.super.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&began); err != nil {
		t.Fatal(err)
	}
	do()
	err := pgx.BeginFunc(ctx, h.super, func(tx pgx.Tx) error {
		for _, sql := range []string{`SET LOCAL session_replication_role = replica`, // no triggers
			`UPDATE home SET valid_from = $2 WHERE valid_from >= $1`,
			`UPDATE home_version SET valid_from = $2 WHERE valid_from >= $1`,
			`UPDATE home_version SET valid_to = $2 WHERE valid_to >= $1`} {
			args := []any{began, h.now}
			if !strings.Contains(sql, "$") {
				args = nil
			}
			if _, err := tx.Exec(ctx, sql, args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	h.days = append(h.days, h.now)
}

// later moves the clock on: by minutes or weeks, and often to the edge of a day.
func (h *historic) later() {
	h.now = h.now.Add(time.Duration(1+h.r.IntN(600)) * time.Minute)
	if h.r.IntN(2) == 0 {
		h.now = h.now.AddDate(0, 0, h.r.IntN(20))
	}
	if h.r.IntN(4) == 0 {
		if edge := home.EndOf(h.now).Add(time.Duration(h.r.IntN(3)-1) * time.Microsecond); edge.After(h.now) {
			h.now = edge
		}
	}
}

// lives makes a history of so many events.
func lives(t *testing.T, seed uint64, events int) *historic {
	t.Helper()
	r := seeded(t, seed)
	h := &historic{guarded: &guarded{town: newTown(t)}, r: r, now: time.Date(2024, 3, 20, 12, 0, 0, 0, time.UTC), files: map[string]onFile{}}
	h.super = h.db.Pool(t, "")
	for i := range events {
		h.later()
		day := h.now.In(london(t)).Format(time.DateOnly)
		delete(h.files, day)
		switch n := r.IntN(10); {
		case i < 3 || n < 4:
			owner := []string{"Ashdale Homes", "Beck Homes", "Cragg Homes"}[r.IntN(3)]
			if i < 3 {
				owner = []string{"Ashdale Homes", "Beck Homes", "Cragg Homes"}[i]
			}
			file := h.file(t, owner)
			if i >= 3 && r.IntN(2) == 0 { // a whole return: what it leaves out leaves the register
				file = slices.DeleteFunc(file, func(home.Home) bool { return r.IntN(8) == 0 })
				h.happen(t, func() {
					is := h.returns(t, intake.Return{Whole: true, Release: true}, func(imp *intake.Import) { imp.Organisation = owner }, file...)
					if is.err != nil || is.Accepted != len(file) || is.id == 0 {
						t.Fatalf("%+v of %d, %v", is.Counts, len(file), is.err)
					}
					h.ids = append(h.ids, is.id)
				})
			} else {
				h.happen(t, func() {
					counts, id := h.homes(t, file...)
					if counts.Accepted != len(file) || id == 0 {
						t.Fatalf("%+v of %d, %v", counts, len(file), h.told)
					}
					h.ids = append(h.ids, id)
				})
			}
			h.files[day] = onFile{owner, file}
		case n < 6 && len(h.ids) > 3:
			last := h.ids[len(h.ids)-1]
			h.ids = h.ids[:len(h.ids)-1]
			h.happen(t, func() {
				if _, err := h.loader.Undo(context.Background(), last, intake.UndoOptions{Who: "test"}, h.report); err != nil {
					t.Fatal(err)
				}
			})
		default:
			h.happen(t, func() { h.edit(t) })
		}
	}
	h.look(t)
	return h
}

// file is a stock return: every home that the owner has by now, changed here and there, and some more.
func (h *historic) file(t *testing.T, owner string) (homes []home.Home) {
	t.Helper()
	rows, err := h.super.Query(context.Background(), `
		SELECT h.provider_ref, ST_X(h.geom), ST_Y(h.geom) FROM home h JOIN organisation o ON o.id = h.owner_id WHERE o.name = $1 ORDER BY h.id`, owner)
	if err != nil {
		t.Fatal(err)
	}
	var ref string
	var at orb.Point
	add := func() {
		one := h.r.home(0)
		one.Owner, one.Reference, one.Point, one.SourceX, one.SourceY = owner, ref, at, at[0], at[1]
		one.Sensitivity = h.r.of(home.Published, home.Open, home.Open, home.Restricted, home.Withheld)
		one.Authority, one.BuildYearBand = h.r.of("E08000035", "E08000032"), h.r.of("", "before-1919", "1945-to-1964")
		homes = append(homes, one)
	}
	if _, err := pgx.ForEachRow(rows, []any{&ref, &at[0], &at[1]}, func() error { add(); return nil }); err != nil {
		t.Fatal(err)
	}
	for range 5 + h.r.IntN(20) {
		h.next++
		ref, at = fmt.Sprint("H", h.next), h.r.place()
		add()
	}
	return homes
}

// edit changes some homes by plain SQL, several times in one transaction, sometimes to come to nothing.
func (h *historic) edit(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	tx, err := h.super.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for range 1 + h.r.IntN(3) {
		some, p := h.r.IntN(1<<20), h.r.place()
		sql, args := `UPDATE home SET tenure = $1, build_year_band = NULL WHERE id % 7 = $2 % 7`, []any{home.Tenures[some%len(home.Tenures)].Slug, some}
		switch h.r.IntN(6) {
		case 0:
			sql, args = `UPDATE home SET geom = ST_Point($1, $2, 27700) WHERE id % 11 = $3 % 11`, []any{p[0], p[1], some}
		case 1:
			sql, args = `UPDATE home SET sensitivity = $1 WHERE id % 13 = $2 % 13`, []any{h.r.of(home.Published, home.Open, home.Withheld), some}
		case 2:
			sql, args = `DELETE FROM home WHERE id % 17 = $1 % 17`, []any{some}
		case 3:
			sql, args = `UPDATE home SET owner_id = (SELECT min(owner_id) FROM home) WHERE id % 19 = $1 % 19`, []any{some}
		case 4:
			sql, args = `UPDATE home SET geom_3857 = NULL WHERE id % 5 = $1 % 5`, []any{some} // no change
		}
		if _, err := tx.Exec(ctx, sql, args...); err != nil {
			t.Fatal(err)
		}
	}
	if h.r.IntN(6) == 0 {
		err = tx.Rollback(ctx)
	} else {
		err = tx.Commit(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func london(t *testing.T) *time.Location {
	t.Helper()
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// day is a random one, often one on which something happened, or its neighbour.
func (h *historic) day() time.Time {
	if h.r.IntN(2) == 0 {
		return h.days[h.r.IntN(len(h.days))].AddDate(0, 0, h.r.IntN(3)-1)
	}
	span := int(h.days[len(h.days)-1].Sub(h.days[0]).Hours()/24) + 40
	return h.days[0].AddDate(0, 0, h.r.IntN(span)-10)
}

// then is every home as it stood when a day ended, said plainly.
const then = `
	WITH ever AS (
		SELECT id, owner_id, tenure, home_type, bedrooms, epc, needs_category, build_year_band, sensitivity, authority, geom, valid_from, 'infinity'::timestamptz AS valid_to, false AS since FROM home
		UNION ALL
		SELECT id, owner_id, tenure, home_type, bedrooms, epc, needs_category, build_year_band, sensitivity, authority, geom, valid_from, valid_to, withheld_since FROM home_version
	), seen AS (
		SELECT ever.*, (SELECT ref FROM organisation o WHERE o.id = owner_id) AS owner FROM ever
		 WHERE valid_from <= ($1::date + 1)::timestamp AT TIME ZONE 'Europe/London' - interval '1 microsecond'
		   AND valid_to > ($1::date + 1)::timestamp AT TIME ZONE 'Europe/London' - interval '1 microsecond'
		   AND ($2::text = '' OR ST_Covers(ST_GeomFromText($2, 27700), geom))
		   AND ($3::text[] IS NULL OR tenure = ANY ($3)) AND ($4::text[] IS NULL OR coalesce(build_year_band, 'unknown') = ANY ($4))
		   AND (sensitivity = 'published' AND NOT since AND $5
		        OR ($8::text[] IS NULL OR authority = ANY ($8))
		           AND owner_id = ANY (CASE WHEN sensitivity = 'withheld' OR since THEN $7::bigint[] ELSE $6::bigint[] END))
	)`

func TestPastEqualsPlainSQL(t *testing.T) {
	ctx := context.Background()
	h := lives(t, uint64(time.Now().UnixNano()), 60)
	exact := postgis.NewExact(h.db.Pool(t, postgis.RoleExact))
	views := h.views()
	delete(views, "one who asks for restricted homes")
	delete(views, "one who asks for withheld homes too")
	delete(views, "one who asks for no sensitivity")
	names := slices.Sorted(maps.Keys(views))
	columns := map[string]string{"tenure": "tenure", "home-type": "home_type", "bedrooms": "bedrooms", "epc": "epc", "needs": "needs_category", "build-year-band": "build_year_band", "owner": "owner"}
	keys := slices.Sorted(maps.Keys(columns))
	found := 0
	for i := range 200 {
		name := "everyone"
		if i%2 == 1 {
			name = names[h.r.IntN(len(names))]
		}
		v, on := views[name], h.day()
		q := home.PastQuestion{On: on, Question: home.Question{By: keys, Where: map[string][]string{}}}
		var tenures, bands []string
		within := ""
		switch h.r.IntN(3) {
		case 0:
			q.Within = orb.MultiPolygon{{h.r.ring()}}
			within = wkt.MarshalString(q.Within)
		case 1:
			within = wkt.MarshalString(orb.MultiPolygon{{h.r.ring()}})
			if err := h.super.QueryRow(ctx, `SELECT ST_AsEWKB(ST_GeomFromText($1, 27700))`, within).Scan(&q.Boundary); err != nil {
				t.Fatal(err)
			}
		}
		if h.r.IntN(3) == 0 {
			tenures = []string{home.Tenures[h.r.IntN(12)].Slug, home.Tenures[h.r.IntN(12)].Slug}
			q.Where["tenure"] = tenures
		}
		if h.r.IntN(3) == 0 {
			bands = []string{"before-1919", home.Unknown}
			q.Where["build-year-band"] = bands
		}
		day := on.In(london(t)).Format(time.DateOnly)
		q.On, _ = time.Parse(time.DateOnly, day)
		args := []any{day, within, tenures, bands, v.Published, v.Owners, v.Own, v.Authorities}
		got, err := exact.CountPast(ctx, v, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			want := h.plain(t, fmt.Sprintf(`SELECT coalesce(%s::text, 'unknown'), '', count(*)::int FROM seen GROUP BY 1`, columns[key]), args)
			if diff := cmp.Diff(want, plainly1(got.By[key])); diff != "" {
				t.Fatalf("%s on %s by %s, %+v:\n%s", name, day, key, q, diff)
			}
		}
		a, b := keys[h.r.IntN(len(keys))], keys[h.r.IntN(len(keys))]
		crossed, err := exact.CrossPast(ctx, v, q, a, b)
		if err != nil {
			t.Fatal(err)
		}
		cells, sum := map[[2]string]int{}, 0
		for i, row := range crossed.Cells {
			for j, n := range row {
				if sum += n; n > 0 {
					cells[[2]string{crossed.Rows[i].Value, crossed.Columns[j].Value}] = n
				}
			}
		}
		want := h.plain(t, fmt.Sprintf(`SELECT coalesce(%s::text, 'unknown'), coalesce(%s::text, 'unknown'), count(*)::int FROM seen GROUP BY 1, 2`, columns[a], columns[b]), args)
		if diff := cmp.Diff(want, cells); diff != "" || sum != got.Total || crossed.Total != got.Total {
			t.Fatalf("%s on %s by %s and %s, %d %d %d:\n%s", name, day, a, b, sum, crossed.Total, got.Total, diff)
		}
		if diff := cmp.Diff(got.Sources, crossed.Sources); diff != "" || !crossed.AsAt.Equal(got.AsAt) {
			t.Fatalf("%s on %s: a table of two is as at %s, the count as at %s; %s", name, day, crossed.AsAt, got.AsAt, diff)
		}
		h.listed(t, exact, v, q, args)
		found += got.Total
	}
	if found < 500 {
		t.Errorf("only %d homes were found in all", found)
	}
	t.Logf("%d homes counted on 200 days", found)
}

// plain counts by plain SQL over what stood then.
func (h *historic) plain(t *testing.T, sql string, args []any) map[[2]string]int {
	t.Helper()
	rows, err := h.super.Query(context.Background(), then+sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[[2]string]int{}
	var cell [2]string
	var n int
	if _, err := pgx.ForEachRow(rows, []any{&cell[0], &cell[1], &n}, func() error { counts[cell] = n; return nil }); err != nil {
		t.Fatal(err)
	}
	return counts
}

func plainly1(counts []home.Count) map[[2]string]int {
	m := map[[2]string]int{}
	for _, c := range counts {
		m[[2]string{c.Value}] = c.Count
	}
	return m
}

// listed compares the list of homes, page by page, and each home on it.
func (h *historic) listed(t *testing.T, exact *postgis.Exact, v home.View, q home.PastQuestion, args []any) {
	t.Helper()
	ctx := context.Background()
	var got []int64
	for after := int64(0); ; {
		page, err := exact.ListPast(ctx, v, q, after, 17)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page...)
		if len(page) < 17 {
			break
		}
		after = page[len(page)-1]
	}
	rows, err := h.super.Query(ctx, then+`SELECT id FROM seen ORDER BY id`, args...)
	if err != nil {
		t.Fatal(err)
	}
	want, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("listed %v, want %v, %v", got, want, err)
	}
	records, err := exact.HomesPast(ctx, v, q.On, want)
	if err != nil || len(records) != len(want) {
		t.Fatalf("fetched %d of %d, %v", len(records), len(want), err)
	}
	for i, r := range records {
		if r.ID != want[i] || !r.ValidFrom.Before(home.EndOf(q.On)) {
			t.Fatalf("%+v", r)
		}
	}
}

// On the day of a stock return the owner's homes are those of its file.
func TestPastEqualsTheFileOfThatDay(t *testing.T) {
	ctx := context.Background()
	h := lives(t, uint64(time.Now().UnixNano()), 60)
	exact := postgis.NewExact(h.db.Pool(t, postgis.RoleExact))
	if len(h.files) < 8 {
		t.Errorf("only %d files", len(h.files))
	}
	for day, f := range h.files {
		on, _ := time.Parse(time.DateOnly, day)
		owner := h.owners[slices.Index([]string{"Ashdale Homes", "Beck Homes", "Cragg Homes"}, f.owner)]
		v := home.View{Owners: []int64{owner}, Own: []int64{owner}}
		ids, err := exact.ListPast(ctx, v, home.PastQuestion{On: on}, 0, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		records, err := exact.HomesPast(ctx, v, on, ids)
		if err != nil {
			t.Fatal(err)
		}
		got, want := map[string]home.Home{}, map[string]home.Home{}
		for _, r := range records {
			r.Home.Owner = r.OwnedBy.Name
			got[r.Reference] = r.Home
		}
		for _, one := range f.homes {
			want[one.Reference] = one
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s of %s:\n%s", f.owner, day, diff)
		}
	}
}

// A home that left with a whole return was there before and not after, and is there again once that is undone, for as long as it lasts.
func TestPastOfAHomeThatLeft(t *testing.T) {
	ctx := context.Background()
	h := &historic{guarded: &guarded{town: newTown(t)}, now: time.Date(2025, 4, 1, 12, 0, 0, 0, time.UTC)}
	h.super = h.db.Pool(t, "")
	var left int64
	h.happen(t, func() { h.homes(t, fourHomes()...) })
	h.now = h.now.AddDate(0, 1, 0)
	h.happen(t, func() {
		is := h.returns(t, intake.Return{Whole: true}, nil, fourHomes()[1:]...)
		if left = is.id; is.Changes.Lost != 1 {
			t.Fatalf("%+v, %v", is, is.err)
		}
	})
	h.now = h.now.AddDate(0, 1, 0)
	h.happen(t, func() {
		if u, err := h.loader.Undo(ctx, left, intake.UndoOptions{Who: "test"}, h.report); err != nil || u.Restored != 1 || !u.Whole {
			t.Fatalf("%+v, %v", u, err)
		}
	})
	exact := postgis.NewExact(h.db.Pool(t, postgis.RoleExact))
	q := home.PastQuestion{Question: home.Question{Within: vale}}
	for day, want := range map[string]int{"2025-03-31": 0, "2025-04-01": 3, "2025-04-30": 3, "2025-05-01": 2, "2025-05-31": 2, "2025-06-01": 3, "2025-12-31": 3} {
		q.On, _ = time.Parse(time.DateOnly, day)
		if s, err := exact.CountPast(ctx, home.View{Published: true}, q); err != nil || s.Total != want {
			t.Errorf("%s: %d homes, want %d, %v", day, s.Total, want, err)
		}
	}
}

// A day ends at midnight in London, in winter and in summer.
func TestEndOfADay(t *testing.T) {
	for day, want := range map[string]string{"2026-03-31": "2026-03-31T23:00:00Z", "2026-01-31": "2026-02-01T00:00:00Z", "2026-03-28": "2026-03-29T00:00:00Z",
		"2026-03-29": "2026-03-29T23:00:00Z", "2026-10-24": "2026-10-24T23:00:00Z", "2026-10-25": "2026-10-26T00:00:00Z", "2026-12-31": "2027-01-01T00:00:00Z"} {
		on, _ := time.Parse(time.DateOnly, day)
		if got := home.EndOf(on).UTC().Format(time.RFC3339); got != want {
			t.Errorf("%s ends at %s, want %s", day, got, want)
		}
	}
}

// All of a transaction lies on one side of any moment, and every state stands exactly until the next.
func TestHistoryHasNoGapsAndNoOverlaps(t *testing.T) {
	ctx := context.Background()
	w := newTown(t)
	super := w.db.Pool(t, "")
	w.homes(t, fourHomes()...)
	err := pgx.BeginFunc(ctx, super, func(tx pgx.Tx) error {
		for _, sql := range []string{`UPDATE home SET bedrooms = 3`, `SELECT pg_sleep(0.01)`, `UPDATE home SET bedrooms = 4 WHERE id % 2 = 0`, `DELETE FROM home WHERE provider_ref = 'A4'`} {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := super.Exec(ctx, `UPDATE home SET tenure = 'market-rent'`); err != nil {
		t.Fatal(err)
	}
	var states, gaps, moments int
	err = super.QueryRow(ctx, `
		WITH ever AS (
			SELECT id, valid_from, 'infinity'::timestamptz AS valid_to FROM home UNION ALL SELECT id, valid_from, valid_to FROM home_version WHERE valid_from < valid_to
		), ordered AS (SELECT *, lead(valid_from) OVER (PARTITION BY id ORDER BY valid_from) AS next FROM ever)
		SELECT count(*), count(*) FILTER (WHERE next <> valid_to), (SELECT count(DISTINCT valid_from) FROM ever) FROM ordered`).Scan(&states, &gaps, &moments)
	if err != nil || states != 4+3+3 || gaps != 0 || moments != 3 {
		t.Errorf("%d states, %d gaps, %d moments, %v", states, gaps, moments, err)
	}
}

// What an owner withholds, nobody else finds in the past: not even of a day when it was published.
func TestPastOfWithheldHomes(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		name, sql string
		again     string // the sensitivity of the home when its file comes once more; "" where it does not
		hidden    bool
	}{
		{"withheld by SQL", `UPDATE home SET sensitivity = 'withheld' WHERE provider_ref = 'A1'`, "", true},
		{"withheld by an import", ``, home.Withheld, true},
		{"withheld, then removed", `UPDATE home SET sensitivity = 'withheld' WHERE provider_ref = 'A1'; DELETE FROM home WHERE provider_ref = 'A1'`, "", true},
		{"removed, and back as withheld", `DELETE FROM home WHERE provider_ref = 'A1'`, home.Withheld, true},
		{"withheld by mistake", `UPDATE home SET sensitivity = 'withheld' WHERE provider_ref = 'A1'; UPDATE home SET sensitivity = 'open' WHERE provider_ref = 'A1'`, "", false},
		{"removed", `DELETE FROM home WHERE provider_ref = 'A1'`, "", false},
		{"restricted", `UPDATE home SET sensitivity = 'restricted' WHERE provider_ref = 'A1'`, "", false},
		{"another withheld", `UPDATE home SET sensitivity = 'withheld' WHERE provider_ref = 'A2'; UPDATE home SET sensitivity = 'open' WHERE provider_ref = 'A2'`, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := &guarded{town: newTown(t)}
			g.homes(t, fourHomes()...)
			super := g.db.Pool(t, "")
			var owner int64
			var id int64
			if err := super.QueryRow(ctx, `SELECT owner_id, id FROM home WHERE provider_ref = 'A1'`).Scan(&owner, &id); err != nil {
				t.Fatal(err)
			}
			yesterday := time.Now().AddDate(0, 0, -1)
			if _, err := super.Exec(ctx, `SET session_replication_role = replica`); err != nil {
				t.Fatal(err)
			}
			if _, err := super.Exec(ctx, `SET session_replication_role = replica; UPDATE home SET valid_from = valid_from - interval '3 days'; RESET session_replication_role`); err != nil {
				t.Fatal(err)
			}
			for _, sql := range strings.Split(c.sql, ";") {
				if _, err := g.db.Pool(t, postgis.RoleLoad).Exec(ctx, sql); err != nil {
					t.Fatal(err)
				}
			}
			if c.again != "" {
				g.homes(t, aHome("A1", 433500, 435500, "social-rent", c.again))
			}
			exact := postgis.NewExact(g.db.Pool(t, postgis.RoleExact))
			for name, one := range map[string]struct {
				view home.View
				want bool
			}{
				"the owner":           {home.View{Owners: []int64{owner}, Own: []int64{owner}}, true},
				"an officer":          {home.View{Owners: []int64{owner}}, !c.hidden},
				"another association": {home.View{Published: true}, !c.hidden},
			} {
				ids, err := exact.ListPast(ctx, one.view, home.PastQuestion{On: yesterday}, 0, 10)
				if err != nil || slices.Contains(ids, id) != one.want {
					t.Errorf("%s: %v, %v; want %v", name, ids, err, one.want)
				}
				records, err := exact.HomesPast(ctx, one.view, yesterday, []int64{id})
				if err != nil || (len(records) == 1) != one.want {
					t.Errorf("%s: %v, %v", name, records, err)
				}
			}
		})
	}
}

func TestPastRefuses(t *testing.T) {
	ctx := context.Background()
	g := newGuarded(t, 50)
	super := g.db.Pool(t, "")
	exact := postgis.NewExact(g.db.Pool(t, postgis.RoleExact))
	ewkb := func(sql string) (b []byte) {
		if err := super.QueryRow(ctx, `SELECT ST_AsEWKB(`+sql+`)`).Scan(&b); err != nil {
			t.Fatal(err)
		}
		return b
	}
	if _, err := super.Exec(ctx, `UPDATE home SET sensitivity = 'withheld', address_text = NULL WHERE owner_id = $1`, g.owners[2]); err != nil {
		t.Fatal(err)
	}
	var hidden string
	if err := super.QueryRow(ctx, `SELECT ref FROM organisation WHERE id = $1`, g.owners[2]).Scan(&hidden); err != nil {
		t.Fatal(err)
	}
	v := home.View{Owners: g.owners[:1]}
	for name, c := range map[string]struct {
		q    home.PastQuestion
		code string
	}{
		"no shape":            {home.PastQuestion{Boundary: []byte("nonsense")}, "boundary-unreadable"},
		"a line":              {home.PastQuestion{Boundary: ewkb(`'SRID=27700;LINESTRING(0 0, 1 1)'::geometry`)}, "boundary-no-area"},
		"degrees":             {home.PastQuestion{Boundary: ewkb(`'SRID=4326;POLYGON((0 0, 1 1, 0 1, 0 0))'::geometry`)}, "boundary-wrong-crs"},
		"no such area":        {home.PastQuestion{Question: home.Question{Area: "nowhere"}}, "not-found"},
		"no such grouping":    {home.PastQuestion{Question: home.Question{By: []string{"colour"}}}, "unknown-value"},
		"no such association": {home.PastQuestion{Question: home.Question{Where: map[string][]string{"owner": {"nobody"}}}}, "unknown-value"},
		"one that is known from withheld homes only": {home.PastQuestion{Question: home.Question{Where: map[string][]string{"owner": {hidden}}}}, "unknown-value"},
	} {
		c.q.On = returned
		var refused *plans.Error
		if _, err := exact.CountPast(ctx, v, c.q); !errors.As(err, &refused) || refused.Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := exact.CountPast(ctx, home.View{Own: g.owners[2:]}, home.PastQuestion{On: returned, Question: home.Question{Where: map[string][]string{"owner": {hidden}}}}); err != nil {
		t.Error("the owner does not know itself:", err)
	}
}
