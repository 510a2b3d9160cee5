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
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/plans"
	"terrier/plans/provenance"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func aFigure(q provenance.Question, total int) *provenance.Figure {
	return provenance.New(provenance.Figure{Question: q, ComputedAt: noon,
		Answer: provenance.Answer{Total: total, AsAt: returned, By: map[string][]provenance.Count{"tenure": {{Value: "social-rent", Name: "Social rent", Count: total}}}},
		Rule:   provenance.Rule{Slug: "homes-inside", Version: 1, Sentence: "A home counts."}, Policy: provenance.PublishedHomes,
		Sources: []provenance.Source{{Publisher: "Ashdale Homes", Licence: "own", LicenceName: "The owner's own terms", Attribution: "By permission", AsAt: returned, Retrieved: noon}}})
}

func TestFigures(t *testing.T) {
	ctx := context.Background()
	db := pgtest.New(t)
	keeper := postgis.NewFigures(db.Pool(t, postgis.RolePublic), db.Pool(t, postgis.RoleWrite))
	admin := db.Pool(t, "")
	within := map[string]provenance.Boundary{
		"everywhere":               {Name: "Everywhere"},
		"a version":                {Area: "hollin-vale", SHA256: strings.Repeat("ab", 32), Version: 2, Name: "Hollin Vale plan area", Hectares: 100, PerimeterKm: 4},
		"a shape without a number": {Area: "hollin-vale", SHA256: strings.Repeat("cd", 32), Name: "Hollin Vale plan area", Hectares: 100, PerimeterKm: 4},
		"a box":                    {CRS: "EPSG:4326", Edges: orb.Bound{Min: orb.Point{-1.6, 53.7}, Max: orb.Point{-1.3, 53.9 + 1e-15}}, Shape: vale, Name: "The box", Hectares: 1},
		"a drawing":                {Shape: orb.MultiPolygon{{{{433000, 435000}, {434000.001, 435000}, {434000, 436000.999}, {433000, 435000}}}}, Name: "The shape you sent", Hectares: 50},
	}
	for name, boundary := range within {
		t.Run("keeps and finds one of "+name, func(t *testing.T) {
			f := aFigure(provenance.Question{Of: "homes", Within: boundary, By: []string{"tenure"}, Where: map[string][]string{"epc": {"B", "C"}}}, 60)
			for range 2 { // the second changes nothing
				if err := keeper.KeepFigure(ctx, f, f.Until(noon)); err != nil {
					t.Fatal(err)
				}
			}
			back, err := keeper.Figure(ctx, f.ID())
			if err != nil {
				t.Fatal(err)
			}
			want := *f
			if boundary.CRS != "" {
				want.Question.Within.Shape = nil // it follows from the edges
			}
			if diff := cmp.Diff(want, *back, cmpopts.IgnoreUnexported(provenance.Figure{})); diff != "" || back.ID() != f.ID() {
				t.Error(diff)
			}
		})
	}
	t.Run("keeps what was drawn for a year, and what is everybody's until further notice", func(t *testing.T) {
		var lasting, year int
		err := admin.QueryRow(ctx, `SELECT count(*) FILTER (WHERE expires_at IS NULL), count(*) FILTER (WHERE expires_at = '2027-11-23 12:00+00') FROM figure`).Scan(&lasting, &year)
		if err != nil || lasting != 3 || year != 2 {
			t.Errorf("%d lasting, %d for a year, %v", lasting, year, err)
		}
		if n, err := postgis.PruneFigures(ctx, db.Pool(t, postgis.RoleLoad)); err != nil || n != 0 {
			t.Errorf("pruned %d, %v", n, err)
		}
		old := aFigure(provenance.Question{Of: "homes", Within: provenance.Boundary{Shape: vale}}, 1)
		if err := keeper.KeepFigure(ctx, old, time.Now().Add(-time.Minute)); err != nil {
			t.Fatal(err)
		}
		if n, err := postgis.PruneFigures(ctx, db.Pool(t, postgis.RoleLoad)); err != nil || n != 1 {
			t.Errorf("pruned %d, %v", n, err)
		}
		if _, err := keeper.Figure(ctx, old.ID()); kindOf(err) != plans.NotFound {
			t.Errorf("a pruned figure: %v", err)
		}
	})
	t.Run("takes no figure that is not for the public", func(t *testing.T) {
		secret := *aFigure(provenance.Question{Of: "homes"}, 3)
		secret.Policy = provenance.Policy{Slug: "exact", Version: 1, Sentence: "For who may see it."}
		var refused *pgconn.PgError
		if err := keeper.KeepFigure(ctx, provenance.New(secret), time.Time{}); !errors.As(err, &refused) || refused.Code != "23514" {
			t.Errorf("%v", err)
		}
	})
	t.Run("keeps no shape of a stored area", func(t *testing.T) {
		var n int
		if err := admin.QueryRow(ctx, `SELECT count(*) FROM figure WHERE boundary <> 'shape' AND geom IS NOT NULL`).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d, %v", n, err)
		}
	})
	t.Run("lets nobody change or remove one, and notices who did", func(t *testing.T) {
		for role, statements := range map[string][]string{
			postgis.RoleWrite:  {`UPDATE figure SET total = 1`, `DELETE FROM figure`, `TRUNCATE figure`, `SELECT prune_figures()`},
			postgis.RolePublic: {`INSERT INTO figure (id) VALUES ('x')`, `DELETE FROM figure`, `SELECT prune_figures()`},
			postgis.RoleExact:  {`SELECT FROM figure`},
			postgis.RoleLoad:   {`DELETE FROM figure`, `SELECT FROM figure`},
			postgis.RoleOwner:  {`UPDATE figure SET total = 1`},
		} {
			for _, sql := range statements {
				_, err := db.Pool(t, role).Exec(ctx, sql)
				var refused *pgconn.PgError
				if !errors.As(err, &refused) || refused.Code != "42501" && refused.Code != "23000" {
					t.Errorf("%s: %s: %v", role, sql, err)
				}
			}
		}
		f := aFigure(provenance.Question{Of: "homes"}, 61)
		if err := keeper.KeepFigure(ctx, f, time.Time{}); err != nil {
			t.Fatal(err)
		}
		if _, err := admin.Exec(ctx, `ALTER TABLE figure DISABLE TRIGGER refuse_change; UPDATE figure SET total = 1 WHERE id = '`+f.ID()+`'`); err != nil {
			t.Fatal(err)
		}
		if _, err := keeper.Figure(ctx, f.ID()); err == nil || kindOf(err) == plans.NotFound {
			t.Errorf("a figure that was written over is shown: %v", err)
		}
	})
}

func kindOf(err error) plans.Kind {
	var e *plans.Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return 0
}

// Whatever is kept comes back with its id, shapes and boxes to the bit.
func TestFiguresComeBack(t *testing.T) {
	ctx := context.Background()
	db := pgtest.New(t)
	keeper := postgis.NewFigures(db.Pool(t, postgis.RolePublic), db.Pool(t, postgis.RoleWrite))
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Custom(func(t *rapid.T) orb.Point {
			return orb.Point{float64(rapid.IntRange(0, 700_000_000).Draw(t, "e")) / 1000, float64(rapid.IntRange(0, 1_300_000_000).Draw(t, "n")) / 1000}
		})
		q := provenance.Question{Of: "homes", Where: map[string][]string{"owner": rapid.SliceOfN(rapid.StringMatching(`[a-z"' \\ŵ]{1,5}`), 0, 2).Draw(t, "owner")}}
		a, b, c := at.Draw(t, "a"), at.Draw(t, "b"), at.Draw(t, "c")
		if (b[0]-a[0])*(c[1]-a[1]) == (c[0]-a[0])*(b[1]-a[1]) {
			t.Skip("no area: such a shape is refused before it is asked about")
		}
		if rapid.Bool().Draw(t, "box") {
			q.Within = provenance.Boundary{CRS: "EPSG:4326", Edges: orb.Bound{Min: orb.Point{rapid.Float64Range(-9, 2).Draw(t, "west"), rapid.Float64Range(49, 61).Draw(t, "south")}, Max: orb.Point{3, 62}}}
		} else {
			q.Within = provenance.Boundary{Shape: orb.MultiPolygon{{{a, b, c, a}}}}
		}
		f := aFigure(q, rapid.IntRange(0, 1_000_000).Draw(t, "total"))
		if err := keeper.KeepFigure(ctx, f, f.Until(noon)); err != nil {
			t.Fatal(err)
		}
		if back, err := keeper.Figure(ctx, f.ID()); err != nil || back.Canonical() != f.Canonical() {
			t.Fatalf("%v:\n%s", err, f.Canonical())
		}
	})
}
