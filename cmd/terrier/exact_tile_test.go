package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/plans/access"
	"terrier/plans/area"
	"terrier/plans/home"
	"terrier/scripts/sweep"
)

// mixed are homes of every sensitivity, in three authorities, of fourteen owners: withheld ones stand among the others.
const mixed = `
	SELECT setseed(0.27);
	UPDATE home SET address_text = NULL, sensitivity = (ARRAY['published', 'open', 'restricted', 'withheld'])[1 + floor(4 * power(random(), 8))::int],
	                authority = (ARRAY['E07999001', 'E07999002', NULL])[1 + floor(3 * random() * random())::int]`

// somebody holds some of the roles and agreements that there may be; seen is which homes they may see, in SQL.
func somebody(r *rand.Rand, owners []int64, now time.Time) (who access.Who, seen string) {
	today := home.Today(now)
	span := func() (access.Span, bool) { // and whether it holds today
		switch r.IntN(5) {
		case 0:
			return access.Span{From: today.AddDate(-1, 0, 0), Until: today.AddDate(0, 0, -1)}, false
		case 1:
			return access.Span{From: today.AddDate(0, 0, 1)}, false
		case 2:
			return access.Span{From: today, Until: today}, true
		}
		return access.Span{From: today.AddDate(-1, 0, 0)}, true
	}
	seen = "sensitivity = 'published'"
	who.Account = 1
	for range r.IntN(3) {
		s, holds := span()
		owner := owners[r.IntN(len(owners))]
		h := access.Held{Grant: access.Grant{Role: access.AssociationOfficer, Organisation: owner, Span: s}}
		if r.IntN(5) == 0 {
			h.Revoked, holds = now.Add(-time.Second), false
		}
		who.Roles = append(who.Roles, h)
		if holds {
			seen += fmt.Sprintf(" OR owner_id = %d", owner)
		}
	}
	for council := range int64(r.IntN(3)) {
		s, officer := span()
		place := []string{"E07999001", "E07999002"}[r.IntN(2)]
		who.Roles = append(who.Roles, access.Held{Grant: access.Grant{Role: access.PlanningOfficer, Organisation: 9000 + council, Place: place, Span: s}})
		for range r.IntN(6) {
			s, holds := span()
			a := access.Agreement{Association: owners[r.IntN(len(owners))], Authority: 9000 + council, Place: place, Span: s}
			if r.IntN(4) == 0 {
				a.Place = "E07999002"
			}
			sql := fmt.Sprintf("sensitivity <> 'withheld' AND authority = '%s' AND owner_id = %d", a.Place, a.Association)
			if r.IntN(2) == 0 {
				a.Tenures = []string{"affordable-rent", "social-rent"}[r.IntN(2):]
				sql += " AND tenure IN ('" + strings.Join(a.Tenures, "', '") + "')"
			}
			if r.IntN(5) == 0 {
				a.Revoked, holds = now.Add(-time.Second), false
			}
			who.Agreements = append(who.Agreements, a)
			if holds && officer && a.Place == place {
				seen += " OR " + sql
			}
		}
	}
	return who, seen
}

// seeing is a reader of the database for whom published are the homes that a condition names: it draws by SQL what somebody sees.
func seeing(t *testing.T, db *pgxpool.Pool, seen string) *postgis.Reader {
	t.Helper()
	if _, err := db.Exec(t.Context(), `DROP SCHEMA IF EXISTS seen CASCADE; CREATE SCHEMA seen; CREATE VIEW seen.published_home AS SELECT * FROM public.home WHERE `+seen); err != nil {
		t.Fatal(err)
	}
	config := db.Config().Copy()
	config.ConnConfig.RuntimeParams["search_path"] = "seen, public"
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return postgis.NewReader(pool)
}

// TestExactHomesAreDrawnAsBySQL compares tiles for random people with what the database draws of the homes that they may see, and holds
// that no home withheld by others is there, at any zoom.
func TestExactHomesAreDrawnAsBySQL(t *testing.T) {
	const seed = 20261127
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	ctx := context.Background()
	db := pgtest.New(t)
	if err := loadDemoIfEmpty(ctx, db.Pool(t, postgis.RoleLoad), io.Discard); err != nil {
		t.Fatal(err)
	}
	owner := db.Pool(t, "")
	if _, err := owner.Exec(ctx, mixed); err != nil {
		t.Fatal(err)
	}
	x, err := newExact(db.Pool(t, postgis.RoleExact), db.Pool(t, postgis.RoleWrite), area.NewOutlines(), postgis.NewAudit(db.Pool(t, postgis.RoleWrite)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.feed.Step(ctx, x.apply); err != nil {
		t.Fatal(err)
	}
	x.answers.Ready()
	rows, _ := owner.Query(ctx, `SELECT DISTINCT owner_id FROM home ORDER BY 1`)
	owners, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		t.Fatal(err)
	}
	var box [4]float64
	if err := owner.QueryRow(ctx, `SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent(geom_3857) AS e FROM home) q`).Scan(&box[0], &box[1], &box[2], &box[3]); err != nil {
		t.Fatal(err)
	}
	town := orb.Bound{Min: orb.Point{box[0], box[1]}, Max: orb.Point{box[2], box[3]}}
	now := time.Now()
	compared, merged, sights := map[string]int{}, 0, map[int]int{}
	for person := range sweep.Size(4, 5) {
		who, seen := somebody(r, owners, now)
		if person == 0 { // whoever sees least
			who, seen = access.Who{Account: 1}, "sensitivity = 'published'"
		}
		sight := home.SightOf(access.Exact(who, now))
		sights[len(sight)]++
		reader := seeing(t, owner, seen)
		var want float64
		if err := owner.QueryRow(ctx, `SELECT count(*) FROM home WHERE `+seen).Scan(&want); err != nil {
			t.Fatal(err)
		}
		parts, err := x.answers.Seen(sight, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, z := range []uint8{0, 8, 12, 13, 16} {
			tiles, all := tilesOver(town, z), 0.0
			for i, at := range tiles {
				features := shownIn(t, x.drawn.Draw(parts, at))
				all += homesIn(features)
				if z > 13 && i%23 != person {
					continue
				}
				drawn, err := reader.Tile(ctx, "homes", at.Z, at.X, at.Y)
				if err != nil {
					t.Fatal(err)
				}
				wanted := shownIn(t, drawn)
				if len(wanted) > 2500 { // merged on a grid, which SQL does not
					if a, b := homesIn(features), homesIn(wanted); a != b || len(features) >= len(wanted) {
						t.Fatalf("%v for %s: %g homes in %d features, want %g of %d", at, seen, a, len(features), b, len(wanted))
					}
					merged++
					continue
				}
				if diff := gocmp.Diff(nearly(features, wanted), features); diff != "" {
					t.Fatalf("%v for %s:\n%s", at, seen, diff)
				}
				for _, f := range features {
					compared[f.Layer]++
				}
			}
			if all != want {
				t.Fatalf("zoom %d for %s: %g homes, SQL has %g", z, seen, all, want)
			}
		}
		b, ok := home.Bound(parts)
		var north, south float64
		if err := owner.QueryRow(ctx, `SELECT max(ST_Y(geom_3857)), min(ST_Y(geom_3857)) FROM home WHERE `+seen).Scan(&north, &south); err != nil || !ok || max(b.Max[1]-north, north-b.Max[1], b.Min[1]-south, south-b.Min[1]) > 0.02 {
			t.Errorf("%s: they reach from %g to %g, SQL says %g to %g (%v)", seen, b.Min[1], b.Max[1], south, north, err)
		}
	}
	t.Log(compared, merged, sights)
	if compared["home"] < 2000 || compared["home_square"] < 500 || merged == 0 || sights[0] == 0 || len(sights) < 3 {
		t.Error("too little was compared")
	}

	t.Run("filters", func(t *testing.T) {
		sight := home.SightOf(access.Exact(access.Who{Account: 1, Roles: []access.Held{{Grant: access.Grant{Role: access.AssociationOfficer, Organisation: owners[3], Span: access.Span{From: home.Today(now)}}}}}, now))
		parts, err := x.answers.Seen(sight, map[string][]string{"tenure": {"social-rent"}, "bedrooms": {"2", "3"}})
		if err != nil {
			t.Fatal(err)
		}
		reader := seeing(t, owner, fmt.Sprintf("(sensitivity = 'published' OR owner_id = %d) AND tenure = 'social-rent' AND bedrooms IN (2, 3)", owners[3]))
		for _, z := range []uint8{8, 12, 14} {
			for _, at := range tilesOver(town, z) {
				drawn, err := reader.Tile(ctx, "homes", at.Z, at.X, at.Y)
				if err != nil {
					t.Fatal(err)
				}
				features := shownIn(t, x.drawn.Draw(parts, at))
				if diff := gocmp.Diff(nearly(features, shownIn(t, drawn)), features); diff != "" {
					t.Fatalf("%v:\n%s", at, diff)
				}
			}
		}
		if _, err := x.answers.Seen(sight, map[string][]string{"owner": {"nobody-homes"}}); err == nil {
			t.Error("homes of nobody")
		}
	})

	t.Run("follow what is withheld", func(t *testing.T) {
		sight := home.SightOf(access.Exact(access.Who{Account: 1, Roles: []access.Held{{Grant: access.Grant{Role: access.AssociationOfficer, Organisation: owners[0], Span: access.Span{From: home.Today(now)}}}}}, now))
		total := func(s home.Sight) (n float64) {
			parts, err := x.answers.Seen(s, nil)
			if err != nil {
				t.Fatal(err)
			}
			return homesIn(shownIn(t, x.drawn.Draw(parts, tilesOver(town, 0)[0])))
		}
		own, public := total(sight), total(nil)
		tag, err := owner.Exec(ctx, `UPDATE home SET sensitivity = 'withheld' WHERE sensitivity = 'published' AND owner_id = $1`, owners[0])
		if err != nil || tag.RowsAffected() < 10 {
			t.Fatal(tag, err)
		}
		if _, err := x.feed.Step(ctx, x.apply); err != nil {
			t.Fatal(err)
		}
		if got, gone := total(sight), public-total(nil); got != own || gone != float64(tag.RowsAffected()) {
			t.Errorf("their owner sees %g of %g, and %g are gone for the public of %d", got, own, gone, tag.RowsAffected())
		}
	})
}
