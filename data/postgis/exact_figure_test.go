package postgis_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5/pgconn"

	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/provenance"
)

// anExactFigure is a figure for those who see homes exactly.
func anExactFigure(q provenance.Question, total int) *provenance.Figure {
	f := *aFigure(q, total)
	f.Policy = provenance.EntitledHomes
	return provenance.New(f)
}

// What an association's officer sees, and planners by their agreements.
var (
	ofAshdale     = []access.Part{{Owners: []int64{ashdale}, Own: []int64{ashdale}}}
	ofBirch       = []access.Part{{Owners: []int64{birch}, Own: []int64{birch}}}
	inHollin      = []access.Part{{Owners: []int64{ashdale}, Authorities: []string{hollinPlace}}}
	bothInHollin  = []access.Part{{Owners: []int64{ashdale, birch}, Authorities: []string{hollinPlace}}}
	letInHollin   = []access.Part{{Owners: []int64{ashdale}, Authorities: []string{hollinPlace}, Tenures: []string{"social-rent"}}}
	onTheMoor     = []access.Part{{Owners: []int64{ashdale}, Authorities: []string{"E07009002"}}}
	publishedOnly []access.Part
)

func TestExactFigures(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	keeper := postgis.NewExactFigures(c.db.Pool(t, postgis.RoleExact), c.db.Pool(t, postgis.RoleWrite))
	officer, colleague := c.signIn(t, "officer@x.example").Account, c.signIn(t, "colleague@x.example").Account
	keep := func(t *testing.T, f *provenance.Figure, sight []access.Part, account int64) {
		t.Helper()
		if err := keeper.KeepExactFigure(ctx, f, sight, account, f.Until(noon)); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("come back as they were", func(t *testing.T) {
		for name, q := range map[string]provenance.Question{
			"of a past day":    {Of: "homes", By: []string{"tenure"}, AsAt: returned, Where: map[string][]string{"build-year-band": {"before-1919"}}},
			"of two groupings": {Of: "homes", By: []string{"tenure", "bedrooms"}, Crossed: true},
			"of a drawing":     {Of: "homes", By: []string{"tenure"}, Within: provenance.Boundary{Shape: vale, Name: "The shape you sent", Hectares: 100}},
		} {
			f := anExactFigure(q, 7)
			keep(t, f, inHollin, officer)
			keep(t, f, inHollin, officer)
			back, sight, err := keeper.ExactFigure(ctx, f.ID(), inHollin)
			if err != nil {
				t.Fatal(name, err)
			}
			if diff := cmp.Diff(*f, *back, cmpopts.IgnoreUnexported(provenance.Figure{})) + cmp.Diff(inHollin, sight); diff != "" || back.ID() != f.ID() {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
	t.Run("open for those who see now what was in sight then", func(t *testing.T) {
		for i, c := range []struct {
			name      string
			then, now []access.Part
			opens     bool
		}{
			{"a colleague", inHollin, inHollin, true},
			{"a planner after one more agreement", inHollin, bothInHollin, true},
			{"a planner after one agreement less", bothInHollin, inHollin, false},
			{"the association, what a planner counted of its homes", inHollin, ofAshdale, true},
			{"the association, what a planner counted of others, too", bothInHollin, ofAshdale, false},
			{"a planner, what the association counted with its withheld homes", ofAshdale, inHollin, false},
			{"another association", ofAshdale, ofBirch, false},
			{"a planner of another authority", inHollin, onTheMoor, false},
			{"a planner whose agreement is for fewer tenures by now", inHollin, letInHollin, false},
			{"a planner whose agreement is for more of them", letInHollin, inHollin, true},
			{"whoever sees published homes only", inHollin, publishedOnly, false},
			{"the same, what was counted of published homes", publishedOnly, publishedOnly, true},
			{"everybody who sees more, too", publishedOnly, ofBirch, true},
		} {
			f := anExactFigure(provenance.Question{Of: "homes"}, 100+i)
			keep(t, f, c.then, officer)
			back, _, err := keeper.ExactFigure(ctx, f.ID(), c.now)
			unknown := anExactFigure(provenance.Question{Of: "homes"}, 999).ID()
			_, _, never := keeper.ExactFigure(ctx, unknown, c.now)
			switch {
			case c.opens && (err != nil || back.Canonical() != f.Canonical()):
				t.Errorf("%s: %v", c.name, err)
			case !c.opens && (kindOf(err) != plans.NotFound || without(err, f.ID()) != without(never, unknown)):
				t.Errorf("%s: %v, and of one that was never kept: %v", c.name, err, never)
			}
		}
	})
	t.Run("stay apart where readers who see other homes are answered the same", func(t *testing.T) {
		f := anExactFigure(provenance.Question{Of: "homes", By: []string{"tenure"}}, 3)
		other := *f
		other.Sources = []provenance.Source{{Publisher: "Birch Homes", Licence: "own", Retrieved: noon}}
		keep(t, f, ofAshdale, officer)
		keep(t, provenance.New(other), ofBirch, colleague)
		keep(t, provenance.New(other), publishedOnly, colleague)
		for name, want := range map[string]string{"ashdale": "Ashdale Homes", "birch": "Birch Homes"} {
			now := map[string][]access.Part{"ashdale": ofAshdale, "birch": ofBirch}[name]
			back, sight, err := keeper.ExactFigure(ctx, f.ID(), now)
			if err != nil || back.Sources[0].Publisher != want || cmp.Diff(now, sight) != "" {
				t.Errorf("%s: %+v with %v in sight, %v", name, back, sight, err)
			}
		}
	})
	t.Run("are kept by nobody's rights but those two, and never changed", func(t *testing.T) {
		f := anExactFigure(provenance.Question{Of: "homes"}, 60)
		keep(t, f, ofAshdale, officer)
		for role, statements := range map[string][]string{
			postgis.RoleWrite:  {`SELECT FROM exact_figure`, `UPDATE exact_figure SET total = 1`, `DELETE FROM exact_figure`, `TRUNCATE exact_figure`, `UPDATE exact_figure_keeper SET account_id = 1`},
			postgis.RolePublic: {`SELECT FROM exact_figure`, `SELECT FROM exact_figure_keeper`},
			postgis.RoleExact:  {`INSERT INTO exact_figure (id) VALUES ('x')`, `DELETE FROM exact_figure`, `SELECT FROM exact_figure_keeper`},
			postgis.RoleLoad:   {`SELECT FROM exact_figure`, `DELETE FROM exact_figure`},
			postgis.RoleOwner:  {`UPDATE exact_figure SET total = 1`, `UPDATE exact_figure_keeper SET kept_at = now()`},
		} {
			for _, sql := range statements {
				_, err := c.db.Pool(t, role).Exec(ctx, sql)
				var refused *pgconn.PgError
				if !errors.As(err, &refused) || refused.Code != "42501" && refused.Code != "23000" {
					t.Errorf("%s: %s: %v", role, sql, err)
				}
			}
		}
		exact := c.db.Pool(t, postgis.RoleExact)
		for settings, want := range map[string]int{`''`: 0, `set_config('terrier.published', 'yes', true), set_config('terrier.owners', '1', true), set_config('terrier.own', '2', true)`: 0,
			`set_config('terrier.published', 'yes', true), set_config('terrier.owners', '2', true), set_config('terrier.own', '2', true)`:   0,
			`set_config('terrier.published', 'yes', true), set_config('terrier.owners', '1,2', true), set_config('terrier.own', '1', true)`: 1} {
			tx, err := exact.Begin(ctx)
			if err != nil {
				t.Fatal(err)
			}
			var n int
			_, err1 := tx.Exec(ctx, `SELECT `+settings)
			err2 := tx.QueryRow(ctx, `SELECT count(*) FROM exact_figure WHERE id = '`+f.ID()+`'`).Scan(&n)
			if err := errors.Join(err1, err2, tx.Rollback(ctx)); err != nil || n != want {
				t.Errorf("a transaction with %s sees %d, want %d, %v", settings, n, want, err)
			}
		}
		if err := keeper.KeepExactFigure(ctx, aFigure(provenance.Question{Of: "homes"}, 3), ofAshdale, officer, time.Time{}); err == nil {
			t.Error("a public figure is kept among exact ones")
		}
	})
	t.Run("tell who wrote over them", func(t *testing.T) {
		f := anExactFigure(provenance.Question{Of: "homes"}, 61)
		keep(t, f, ofAshdale, officer)
		c.sql(t, `ALTER TABLE exact_figure DISABLE TRIGGER refuse_change`)
		c.sql(t, `UPDATE exact_figure SET total = 1 WHERE id = $1`, f.ID())
		if _, _, err := keeper.ExactFigure(ctx, f.ID(), ofAshdale); err == nil || kindOf(err) == plans.NotFound {
			t.Errorf("one that was written over is shown: %v", err)
		}
		if _, _, err := keeper.ExactFigure(ctx, f.ID(), ofBirch); kindOf(err) != plans.NotFound {
			t.Errorf("who may not see it is told: %v", err)
		}
		if _, err := c.admin.Exec(ctx, `UPDATE exact_figure SET sight = '[]', owners = '{}', own = '{}' WHERE id = $1`, f.ID()); err == nil {
			t.Error("a sight is written over")
		}
		c.sql(t, `ALTER TABLE exact_figure ENABLE TRIGGER refuse_change`)
	})
	t.Run("go when their time is over, with who kept them", func(t *testing.T) {
		f := anExactFigure(provenance.Question{Of: "homes", Within: provenance.Boundary{Shape: vale}}, 62)
		if err := keeper.KeepExactFigure(ctx, f, ofAshdale, officer, time.Now().Add(-time.Minute)); err != nil {
			t.Fatal(err)
		}
		if n, err := postgis.PruneFigures(ctx, c.db.Pool(t, postgis.RoleLoad)); err != nil || n != 1 {
			t.Errorf("pruned %d, %v", n, err)
		}
		var n int
		if err := c.admin.QueryRow(ctx, `SELECT (SELECT count(*) FROM exact_figure WHERE id = $1) + (SELECT count(*) FROM exact_figure_keeper WHERE figure_id = $1)`, f.ID()).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d rows are left, %v", n, err)
		}
	})
	t.Run("are exported by id, and say for whom they were kept until that account is erased", func(t *testing.T) {
		f := anExactFigure(provenance.Question{Of: "homes"}, 63)
		leaver := c.signIn(t, "leaver@x.example").Account
		keep(t, f, ofAshdale, leaver)
		keep(t, f, ofAshdale, colleague)
		keep(t, f, publishedOnly, leaver)
		x, err := c.write.Export(ctx, leaver)
		if err != nil || len(x.Figures) != 1 || x.Figures[0].ID != f.ID() || x.Figures[0].Kept.IsZero() {
			t.Errorf("%+v, %v", x.Figures, err)
		}
		if err := c.write.Erase(ctx, leaver, began); err != nil {
			t.Fatal(err)
		}
		var theirs, others int
		if err := c.admin.QueryRow(ctx, `SELECT count(*) FILTER (WHERE account_id = $1), count(*) FILTER (WHERE account_id = $2) FROM exact_figure_keeper WHERE figure_id = $3`, leaver, colleague, f.ID()).
			Scan(&theirs, &others); err != nil || theirs != 0 || others != 1 {
			t.Errorf("%d rows name who was erased, %d the colleague, %v", theirs, others, err)
		}
		if _, _, err := keeper.ExactFigure(ctx, f.ID(), ofAshdale); err != nil {
			t.Errorf("the figure itself is gone: %v", err)
		}
		if err := keeper.KeepExactFigure(ctx, f, ofAshdale, leaver, time.Time{}); !errors.Is(err, access.ErrGone) {
			t.Errorf("kept for an account that is erased: %v", err)
		}
	})
}

// without is what an error says beside the id that was asked for.
func without(err error, id string) string {
	if err == nil {
		return ""
	}
	return strings.ReplaceAll(err.Error(), id, "…")
}
