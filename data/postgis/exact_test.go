package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/home"
)

// guarded is a town of three owners whose homes are of every sensitivity, and its homes by id as the loader sees them.
type guarded struct {
	*town
	owners []int64 // of Ashdale, Beck and Cragg
	all    []int64 // ids of homes
	lots   map[int64]home.Lot
}

func newGuarded(t *testing.T, homes int) *guarded {
	t.Helper()
	r := seeded(t, 20261128)
	g := &guarded{town: newTown(t)}
	var given []home.Home
	for i := range homes {
		h := r.home(i)
		h.Authority = r.of("E08000035", "E08000032", "")
		h.UPRN, h.Occupancy, h.Manager, h.BuildYearBand = fmt.Sprint(1000+i), "occupied", r.of("", "Beck Homes"), r.of("", "before-1919", "1945-to-1964")
		if h.Sensitivity != home.Withheld {
			h.Address = fmt.Sprint(i, " High Street")
		}
		given = append(given, h)
	}
	g.homes(t, given...)
	g.look(t)
	return g
}

// look reads what there is.
func (g *guarded) look(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	load := g.db.Pool(t, postgis.RoleLoad)
	rows, _ := load.Query(ctx, `SELECT id FROM organisation WHERE name IN ('Ashdale Homes', 'Beck Homes', 'Cragg Homes') ORDER BY name`)
	var err error
	if g.owners, err = pgx.CollectRows(rows, pgx.RowTo[int64]); err != nil || len(g.owners) != 3 {
		t.Fatal(g.owners, err)
	}
	g.all, g.lots = nil, map[int64]home.Lot{}
	rows, _ = load.Query(ctx, `SELECT id, owner_id, sensitivity, coalesce(authority, '') FROM home ORDER BY id`)
	var id int64
	var l home.Lot
	if _, err := pgx.ForEachRow(rows, []any{&id, &l.Owner, &l.Sensitivity, &l.Authority}, func() error {
		g.all, g.lots[id] = append(g.all, id), l
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// views are readers of every kind.
func (g *guarded) views() map[string]home.View {
	a, b, c := g.owners[0], g.owners[1], g.owners[2]
	return map[string]home.View{
		"nobody":                              {},
		"the public, exactly":                 {Published: true},
		"an association":                      {Owners: []int64{a}, Own: []int64{a}, Published: true},
		"an association's own only":           {Owners: []int64{a}, Own: []int64{a}},
		"withheld homes alone":                {Own: []int64{c}},
		"an officer":                          {Owners: []int64{b, c}, Authorities: []string{"E08000035"}, Published: true},
		"an officer of two authorities":       {Owners: []int64{b, c}, Authorities: []string{"E08000035", "E08000032"}},
		"an officer of no authority":          {Owners: []int64{b, c}, Authorities: []string{}},
		"one who asks for restricted homes":   {Owners: []int64{a, b}, Own: []int64{a}, Sensitivities: []string{home.Restricted}},
		"one who asks for withheld homes too": {Owners: []int64{a, b}, Own: []int64{a}, Sensitivities: []string{home.Restricted, home.Withheld}, Published: true},
		"one who asks for no sensitivity":     {Owners: []int64{a, b}, Own: []int64{a}, Sensitivities: []string{}},
		"everyone":                            {Owners: g.owners, Own: g.owners},
	}
}

// shouldSee is the rule of DOMAIN section 4, said once more.
func shouldSee(v home.View, l home.Lot) bool {
	if l.Sensitivity == home.Published && v.Published {
		return true
	}
	if v.Sensitivities != nil && !slices.Contains(v.Sensitivities, l.Sensitivity) || v.Authorities != nil && !slices.Contains(v.Authorities, l.Authority) {
		return false
	}
	switch l.Sensitivity {
	case home.Withheld: // its owner
		return slices.Contains(v.Own, l.Owner)
	case home.Restricted, home.Open, home.Published: // its owner, and who has an agreement
		return slices.Contains(v.Owners, l.Owner)
	}
	return false
}

func TestExactHomes(t *testing.T) {
	ctx := context.Background()
	g := newGuarded(t, 600)
	exact := postgis.NewExact(g.db.Pool(t, postgis.RoleExact))
	asked := slices.Clone(g.all)
	slices.Reverse(asked)
	asked = append(asked, 1<<40, asked[0]) // one that is not there, and one twice
	for name, v := range g.views() {
		t.Run(name, func(t *testing.T) {
			var want []int64
			totals := map[int64]int{}
			for _, id := range asked {
				if l, there := g.lots[id]; there && shouldSee(v, l) {
					want = append(want, id)
				}
			}
			for _, l := range g.lots {
				if shouldSee(v, l) {
					totals[l.Owner]++
				}
			}
			records, err := exact.Homes(ctx, v, asked)
			if err != nil {
				t.Fatal(err)
			}
			var got []int64
			for _, r := range records {
				got = append(got, r.ID)
				if full := r.UPRN != ""; full != v.Entitled(g.lots[r.ID]) || full != (r.Occupancy != "") || !full && (r.Address+r.Reference+r.Manager+r.Authority != "" || r.ManagedBy != home.Owner{}) {
					t.Errorf("told of a home that is %s: %+v", r.Sensitivity, r)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if counted, err := exact.Totals(ctx, v); err != nil || !maps.Equal(counted, totals) {
				t.Error(counted, totals, err)
			}
			n := 0
			if err := exact.EachHome(ctx, v, asked, func(r home.Record) error { n++; return nil }); err != nil || n != len(want) {
				t.Error(n, len(want), err)
			}
		})
	}
	t.Run("tells everything to who is entitled", func(t *testing.T) {
		given := fourHomes()[0]
		yes, floor := true, -1
		given.Reference, given.Owner, given.Manager, given.UPRN, given.ParentUPRN, given.Address, given.Postcode = "Z1", "Ashdale Homes", "Beck Homes", "77", "76", "1 High Street", "LS1 1AA"
		given.Needs, given.Built, given.Bedspaces, given.Wheelchair, given.Floor, given.BuildYearBand = "general-needs", "converted", 3, &yes, &floor, "before-1919"
		given.EPCScore, given.EPCLodgementDate, given.Ownership, given.Occupancy, given.Authority, given.Sensitivity = 60, returned, "owned", "occupied", "E08000035", home.Restricted
		_, importID := g.homes(t, given)
		g.look(t)
		got, err := exact.Homes(ctx, home.View{Owners: g.owners[:1]}, g.all)
		if err != nil {
			t.Fatal(err)
		}
		r := got[len(got)-1]
		if diff := cmp.Diff(given, r.Home); diff != "" {
			t.Error(diff)
		}
		if r.OwnedBy.Name != "Ashdale Homes" || r.ManagedBy.Name != "Beck Homes" || r.OwnedBy.Ref == "" || r.ImportID != importID || r.SourceID == 0 || r.ValidFrom.IsZero() {
			t.Errorf("%+v", r)
		}
	})
	t.Run("refuses more than a page", func(t *testing.T) {
		var refused *plans.Error
		if _, err := exact.Homes(ctx, home.View{}, make([]int64, postgis.MostHomes+1)); !errors.As(err, &refused) || refused.Code != "too-many-homes" {
			t.Error(err)
		}
	})
}

// The stock in memory and the rows of the database are held to one rule.
func TestExactStockSeesWhatExactDoes(t *testing.T) {
	ctx := context.Background()
	g := newGuarded(t, 600)
	pool := g.db.Pool(t, postgis.RoleExact)
	exact, stock := postgis.NewExact(pool), home.NewExactStock(nil)
	if _, err := postgis.NewFeed(pool).Step(ctx, func(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
		_, _, err := postgis.FeedExactHomes(ctx, tx, b, stock)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for name, v := range g.views() {
		s, err := stock.Count([]home.Part{{View: v}}, home.Question{})
		if err != nil {
			t.Fatal(err)
		}
		totals, err := exact.Totals(ctx, v)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, n := range totals {
			sum += n
		}
		if sum != s.Total {
			t.Errorf("%s: %d in memory, %d in the database", name, s.Total, sum)
		}
	}
}

// Two readers who take turns on one connection never see each other's homes, and what one leaves behind shows nothing.
func TestExactReadersOnOneConnection(t *testing.T) {
	ctx := context.Background()
	g := newGuarded(t, 300)
	pool := g.single(t)
	exact := postgis.NewExact(pool)
	for turn := range 20 {
		owner := g.owners[turn%2]
		v := home.View{Owners: []int64{owner}, Own: []int64{owner}}
		got, err := exact.Homes(ctx, v, g.all)
		if err != nil || len(got) == 0 {
			t.Fatal(len(got), err)
		}
		for _, r := range got {
			if r.OwnerID != owner {
				t.Fatalf("turn %d: saw a home of another", turn)
			}
		}
		if turn%5 == 4 { // a question that fails half-way, one called off, and a careless one
			called, off := context.WithCancel(ctx)
			off()
			_, _ = exact.Homes(called, v, g.all)
			_ = exact.EachHome(ctx, v, g.all, func(home.Record) error { return errors.New("gone away") })
		}
		plainly(t, pool)
	}
}

// plainly asks without saying for whom, and must see nothing.
func plainly(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	for _, sql := range []string{`SELECT count(*) FROM home`, `SELECT count(*) FROM home WHERE sensitivity = 'published'`, `SELECT count(*) FROM (TABLE home LIMIT 1) h`,
		`SELECT count(*) FROM home WHERE id = 1`, `SELECT count(*) FROM home_version`,
		`SELECT count(*) FROM homes_past('SRID=27700;POLYGON((0 0, 700000 0, 700000 1300000, 0 1300000, 0 0))', 'infinity')`} {
		var n int
		if err := pool.QueryRow(context.Background(), sql).Scan(&n); err != nil || n != 0 {
			t.Fatalf("%s: %d, %v", sql, n, err)
		}
	}
}

// single is a pool of one connection that logs in as terrier_exact itself.
func (g *guarded) single(t *testing.T) *pgxpool.Pool {
	t.Helper()
	cfg, err := pgxpool.ParseConfig(g.db.URL(""))
	if err != nil {
		t.Fatal(err)
	}
	cfg.MaxConns = 1
	cfg.ConnConfig.User = postgis.RoleExact
	pool, err := pgxpool.NewWithConfig(context.Background(), cfg)
	if err == nil {
		err = pool.Ping(context.Background())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// Who has got hold of the application's own login gets no home by asking for it.
func TestExactLoginSeesNothingByItself(t *testing.T) {
	ctx := context.Background()
	g := newGuarded(t, 100)
	pool := g.single(t)
	plainly(t, pool)
	t.Run("nor by another role", func(t *testing.T) {
		for _, sql := range []string{`SET ROLE terrier_load`, `SET ROLE terrier_owner`, `SET ROLE postgres`, `SET SESSION AUTHORIZATION terrier_load`, `ALTER TABLE home DISABLE ROW LEVEL SECURITY`,
			`CREATE POLICY more ON home FOR SELECT USING (true)`, `DROP POLICY exact ON home`, `ALTER ROLE terrier_exact BYPASSRLS`, `GRANT terrier_load TO terrier_exact`} {
			if _, err := pool.Exec(ctx, sql); err == nil {
				t.Errorf("%s worked", sql)
			}
			plainly(t, pool)
		}
		if _, err := pool.Exec(ctx, `SET row_security = off`); err != nil {
			t.Fatal(err)
		}
		if _, err := pool.Exec(ctx, `SELECT FROM home`); err == nil {
			t.Error("row_security = off shows homes")
		}
		_, _ = pool.Exec(ctx, `RESET ALL`)
	})
	t.Run("nor by a statement prepared while another asked", func(t *testing.T) {
		conn, err := pool.Acquire(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Release()
		for _, mode := range []string{"force_generic_plan", "force_custom_plan"} {
			must := func(sql string) {
				t.Helper()
				if _, err := conn.Exec(ctx, sql); err != nil {
					t.Fatal(err)
				}
			}
			must(`SET plan_cache_mode = ` + mode)
			must(`BEGIN`)
			must(fmt.Sprintf(`SELECT set_config('terrier.owners', '%[1]d', true), set_config('terrier.own', '%[1]d', true)`, g.owners[0]))
			must(`PREPARE seen AS SELECT count(*) FROM home`)
			var within, after int
			if err := conn.QueryRow(ctx, `EXECUTE seen`, pgx.QueryExecModeSimpleProtocol).Scan(&within); err != nil || within == 0 {
				t.Fatal(within, err)
			}
			must(`COMMIT`)
			if err := conn.QueryRow(ctx, `EXECUTE seen`, pgx.QueryExecModeSimpleProtocol).Scan(&after); err != nil || after != 0 {
				t.Errorf("%s: %d, %v", mode, after, err)
			}
			must(`DEALLOCATE seen`)
		}
	})
	t.Run("nor by a setting that is no list of ids", func(t *testing.T) {
		for _, owners := range []string{"", ",", "x", "1;2", "{1}", "NULL", strings.Repeat("9", 30)} {
			tx, err := pool.Begin(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.Exec(ctx, `SELECT set_config('terrier.owners', $1, true)`, owners); err != nil {
				t.Fatal(err)
			}
			var n int
			if err := tx.QueryRow(ctx, `SELECT count(*) FROM home`).Scan(&n); err == nil && n > 0 {
				t.Errorf("%q shows %d homes", owners, n)
			}
			_ = tx.Rollback(ctx)
		}
	})
	t.Run("nor by changing a home", func(t *testing.T) {
		for _, sql := range []string{`UPDATE home SET sensitivity = 'published'`, `DELETE FROM home`, `INSERT INTO home DEFAULT VALUES`, `SELECT FROM home FOR UPDATE`} {
			if _, err := pool.Exec(ctx, sql); err == nil {
				t.Errorf("%s worked", sql)
			}
		}
	})
}
