package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/audit"
	"terrier/plans/boundary"
	"terrier/plans/disclosure"
	"terrier/plans/home"
)

const shire = "E07000999"

// shireTown is a local authority of four kilometres square with two parishes of two by four, each cut into output areas of 500 metres.
func shireTown(t *testing.T) *town {
	t.Helper()
	w := newTown(t)
	all := []boundary.Boundary{{Kind: "local-authority", Code: shire, Name: "The Shire", Shape: rectangle(430000, 430000, 434000, 434000)}}
	for p := range 2 {
		e := 430000 + 2000*float64(p)
		all = append(all, boundary.Boundary{Kind: "parish", Code: fmt.Sprintf("E0400999%d", p), Name: "Parish", HasCouncil: "yes", Shape: rectangle(e, 430000, e+2000, 434000)})
		for i := range 32 {
			x, y := e+500*float64(i%4), 430000+500*float64(i/4)
			all = append(all, boundary.Boundary{Kind: "oa", Code: fmt.Sprintf("E009%d%04d", p, i), Name: "Output area", Shape: rectangle(x, y, x+500, y+500)})
		}
	}
	w.boundaries(t, all...)
	w.blurAlike(t)
	return w
}

func (w *town) boundaries(t *testing.T, all ...boundary.Boundary) {
	t.Helper()
	for i := range all {
		all[i].SourceCRS = "EPSG:27700"
	}
	if _, _, err := w.loader.Boundaries(t.Context(), anImport("boundaries"), rowsOf(all...), w.report); err != nil {
		t.Fatal(err)
	}
}

// openHomes are so many homes of an owner around a place, open, of several kinds.
func openHomes(owner, prefix string, n int, e, north float64) (all []home.Home) {
	for i := range n {
		h := aHome(fmt.Sprintf("%s%d", prefix, i), e+float64(i%10), north+float64(i/10), []string{"social-rent", "affordable-rent"}[i%2], home.Open)
		h.Owner, h.Bedrooms, h.EPC = owner, 1+i%4, []string{"B", "C", "D"}[i%3]
		all = append(all, h)
	}
	return all
}

func (w *town) releases(t *testing.T) *postgis.Releases {
	t.Helper()
	return postgis.NewReleases(w.db.Pool(t, postgis.RoleLoad), home.ProtectedScheme)
}

// blurAlike makes releases draw the same noise each time a test runs.
func (w *town) blurAlike(t *testing.T) {
	t.Helper()
	w.exec(t, `INSERT INTO release_secret (secret) VALUES (decode(repeat('5e', 32), 'hex'))`)
}

func (w *town) build(t *testing.T) (string, disclosure.Plan) {
	t.Helper()
	name, plan, err := w.releases(t).Build(t.Context(), released, audit.CommandLine)
	if err != nil {
		t.Fatal(err)
	}
	return name, plan
}

var released = time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)

// served is the release that is served, as the public's role reads it.
func (w *town) served(t *testing.T) (r *postgis.DrawnRelease) {
	t.Helper()
	err := pgx.BeginFunc(t.Context(), w.db.Pool(t, postgis.RolePublic), func(tx pgx.Tx) error {
		return postgis.FeedRelease(t.Context(), tx, postgis.Batch{Reload: map[string]bool{"public_release": true}}, func(d *postgis.DrawnRelease) error {
			r = d
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *town) exec(t *testing.T, sql string, args ...any) int64 {
	t.Helper()
	tag, err := w.db.Pool(t, postgis.RoleLoad).Exec(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	return tag.RowsAffected()
}

// entriesOf are the entries of a release by cell.
func entriesOf(r *postgis.DrawnRelease) map[string]disclosure.Entries {
	all := map[string]disclosure.Entries{}
	for _, c := range r.Cells {
		all[c.ID] = c.Entries
	}
	return all
}

// changed are the cells of both whose entries differ.
func changedCells(before, after *postgis.DrawnRelease) (changed []string) {
	was, is := entriesOf(before), entriesOf(after)
	for id, e := range is {
		if old, there := was[id]; there && !cmp.Equal(old, e) {
			changed = append(changed, id)
		}
	}
	slices.Sort(changed)
	return changed
}

func TestRelease(t *testing.T) {
	w := shireTown(t)
	for i := range 12 {
		e, n := 430100+500*float64(i%8), 430100+500*float64(i/8)
		w.homes(t, openHomes("Ashdale Homes", fmt.Sprintf("A%d-", i), 14, e, n)...)
	}
	few := openHomes("Ashdale Homes", "few", 6, 431700, 433100)
	hidden := openHomes("Ashdale Homes", "hidden", 60, 430150, 430150)
	for i := range hidden {
		hidden[i].Sensitivity = []string{home.Published, home.Restricted, home.Withheld}[i%3]
	}
	w.homes(t, append(few, hidden...)...)
	name, plan := w.build(t)
	r := w.served(t)
	if name != "2026-11-27" || r.Name != name || plan.Cells != len(r.Cells) || plan.Added != plan.Cells || plan.Outside != 0 {
		t.Errorf("%s: %+v, %d cells are served", name, plan, len(r.Cells))
	}
	t.Run("cells are whole output areas of one parish, with ten homes or more", func(t *testing.T) {
		met := map[string]string{}
		for i, c := range r.Cells {
			for _, u := range c.Units {
				if met[u] != "" {
					t.Errorf("%s is in %s and in %s", u, met[u], c.ID)
				}
				met[u] = c.ID
				if u[:5] != c.Units[0][:5] {
					t.Errorf("%s crosses a parish", c.ID)
				}
			}
			if c.Authority != shire || c.Hectares != 25*float64(len(c.Units)) || r.Outlines[i] == nil {
				t.Errorf("%s: %q, %g ha of %d units", c.ID, c.Authority, c.Hectares, len(c.Units))
			}
			var open, other int
			if err := w.db.Pool(t, "").QueryRow(t.Context(), `
				SELECT count(*) FILTER (WHERE sensitivity = 'open'), count(*) FILTER (WHERE sensitivity <> 'open')
				  FROM home h JOIN disclosure_cell c ON ST_Covers(c.geom, h.geom) WHERE c.id = $1 AND ST_Covers(c.geom, c.point)`, c.ID).Scan(&open, &other); err != nil {
				t.Fatal(err)
			}
			if off := c.Entries.Total - open; open < disclosure.LeastHomes || off < -40 || off > 40 {
				t.Errorf("%s holds %d open homes, and says %d", c.ID, open, c.Entries.Total)
			}
		}
		if len(met) != 64 {
			t.Errorf("%d of 64 output areas are in a cell", len(met))
		}
	})
	t.Run("the same again changes nothing", func(t *testing.T) {
		name, plan := w.build(t)
		again := w.served(t)
		if name != "2026-11-27-2" || plan.Same != plan.Cells || plan.Redrawn+plan.Added+plan.Joined+plan.Gone != 0 {
			t.Errorf("%s: %+v", name, plan)
		}
		if diff := cmp.Diff(r.Cells, again.Cells); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("one home more draws one cell anew, all of it", func(t *testing.T) {
		before := w.served(t)
		w.homes(t, openHomes("Ashdale Homes", "more", 1, 430250, 430250)...)
		planned, err := w.releases(t).Plan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, plan := w.build(t)
		after := w.served(t)
		changed := changedCells(before, after)
		if diff := cmp.Diff(planned, plan); diff != "" || plan.Redrawn != 1 || plan.Same != plan.Cells-1 || plan.Alone["ashdale-homes"] != 1 || len(changed) != 1 {
			t.Fatalf("%+v changed %v\n%s", plan, changed, diff)
		}
		was, is := entriesOf(before)[changed[0]], entriesOf(after)[changed[0]]
		for way := range was.Ways {
			if cmp.Equal(was.Ways[way], is.Ways[way]) {
				t.Errorf("the table by %s is as it was", after.Scheme.Ways[way].Key)
			}
		}
	})
	t.Run("homes that are not open change nothing", func(t *testing.T) {
		refuge := aHome("refuge", 430250, 430260, "specified-accommodation", home.Withheld)
		w.homes(t, refuge)
		if plan, err := w.releases(t).Plan(t.Context()); err != nil || plan.Same != plan.Cells {
			t.Errorf("%+v, %v", plan, err)
		}
	})
	t.Run("a home that is withheld falls out at the next release only", func(t *testing.T) {
		before := w.served(t)
		w.exec(t, `UPDATE home SET sensitivity = 'withheld', address_text = NULL WHERE provider_ref = 'A3-0'`)
		if again := w.served(t); !cmp.Equal(before.Cells, again.Cells) {
			t.Error("the release changed before the next one")
		}
		if _, plan := w.build(t); plan.Redrawn != 1 || len(changedCells(before, w.served(t))) != 1 {
			t.Errorf("%+v", plan)
		}
	})
	t.Run("a cell that falls short is joined, and no other moves", func(t *testing.T) {
		before := w.served(t)
		w.exec(t, `DELETE FROM home WHERE provider_ref LIKE 'A5-%'`)
		_, plan := w.build(t)
		after := w.served(t)
		if plan.Joined != 1 || plan.Gone != 2 || plan.Added != 0 || plan.Redrawn != 0 || plan.Cells != len(before.Cells)-1 {
			t.Errorf("%+v after %d cells", plan, len(before.Cells))
		}
		if changed := changedCells(before, after); len(changed) > 0 {
			t.Errorf("%v changed", changed)
		}
	})
	t.Run("another secret draws everything anew, and the plan says so", func(t *testing.T) {
		before := w.served(t)
		if _, err := w.db.Pool(t, "").Exec(t.Context(), `UPDATE release_secret SET secret = decode(repeat('ab', 32), 'hex')`); err != nil {
			t.Fatal(err)
		}
		_, plan := w.build(t)
		if changed := changedCells(before, w.served(t)); !plan.Secret || plan.Redrawn != plan.Cells || len(changed) < plan.Cells-1 {
			t.Errorf("%+v, %d changed", plan, len(changed))
		}
	})
	t.Run("each release is listed with what it said", func(t *testing.T) {
		all, err := w.reader.Releases(t.Context())
		if err != nil || len(all) != 6 {
			t.Fatal(len(all), err)
		}
		total := 0
		for _, c := range w.served(t).Cells {
			total += c.Entries.Total
		}
		if all[0].Total.Value != total || all[0].Total.Draws != all[0].Changes.Cells || all[5].Name != "2026-11-27" || all[0].Name != "2026-11-27-6" {
			t.Errorf("%+v", all)
		}
	})
}

func TestReleaseOfAssociationsThatComeAndGo(t *testing.T) {
	w := shireTown(t)
	for i := range 10 {
		w.homes(t, openHomes("Ashdale Homes", fmt.Sprintf("A%d-", i), 15, 430100+500*float64(i%4), 430100+500*float64(i/4))...)
	}
	w.build(t)
	first := w.served(t)
	if got := first.Owners[shire]; !slices.Equal(got, []string{"ashdale-homes"}) {
		t.Fatalf("%v are shown", got)
	}
	// Marsh Homes stands partly where Ashdale does, partly in a parish where nothing stood.
	var marsh []home.Home
	for i := range 4 {
		marsh = append(marsh, openHomes("Marsh Homes", fmt.Sprintf("M%d-", i), 30, 430120+500*float64(i), 430120)...)
		marsh = append(marsh, openHomes("Marsh Homes", fmt.Sprintf("N%d-", i), 30, 432120+500*float64(i), 430120)...)
	}
	w.homes(t, marsh...)
	_, plan := w.build(t)
	second := w.served(t)
	if !slices.Equal(plan.Arrived, []string{"marsh-homes"}) || plan.Added == 0 || plan.Joined+plan.Gone != 0 || plan.Alone["marsh-homes"] == 0 {
		t.Errorf("%+v", plan)
	}
	outlines := map[string][]string{}
	for _, c := range second.Cells {
		outlines[c.ID] = c.Units
	}
	for _, c := range first.Cells {
		if !slices.Equal(outlines[c.ID], c.Units) {
			t.Errorf("the outline of %s moved", c.ID)
		}
	}
	t.Run("an owner with fewer than 100 homes is not named", func(t *testing.T) {
		w.homes(t, openHomes("Small Homes", "S", 99, 430130, 430130)...)
		if _, plan := w.build(t); len(plan.Arrived) > 0 {
			t.Errorf("%v", plan.Arrived)
		}
		w.homes(t, openHomes("Small Homes", "T", 1, 430130, 430230)...)
		if _, plan := w.build(t); !slices.Equal(plan.Arrived, []string{"small-homes"}) {
			t.Errorf("%v", plan.Arrived)
		}
	})
	t.Run("the public hears of an owner that a release names, and of no other", func(t *testing.T) {
		w.homes(t, openHomes("Tiny Homes", "Y", 3, 430130, 430130)...)
		for ref, known := range map[string]bool{"small-homes": true, "tiny-homes": false} {
			var there bool
			if err := w.db.Pool(t, postgis.RolePublic).QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM organisation WHERE ref = $1)`, ref).Scan(&there); err != nil || there != known {
				t.Errorf("%s: %v, %v", ref, there, err)
			}
		}
	})
	t.Run("one that leaves is gone with the next release", func(t *testing.T) {
		w.exec(t, `DELETE FROM home h USING organisation o WHERE o.id = h.owner_id AND o.ref = 'marsh-homes'`)
		if !slices.Contains(w.served(t).Owners[shire], "marsh-homes") {
			t.Error("gone before the next release")
		}
		if _, plan := w.build(t); !slices.Contains(plan.Departed, "marsh-homes") {
			t.Errorf("%+v", plan)
		}
	})
	t.Run("one that publishes its homes is exact from then on", func(t *testing.T) {
		w.exec(t, `UPDATE home h SET sensitivity = 'published' FROM organisation o WHERE o.id = h.owner_id AND o.ref = 'small-homes'`)
		if _, plan := w.build(t); !slices.Contains(plan.Departed, "small-homes") {
			t.Errorf("%+v", plan)
		}
	})
}

// Where no output areas are loaded squares of the National Grid stand in for them, also beyond every authority.
func TestReleaseOfSquares(t *testing.T) {
	w := newTown(t)
	w.blurAlike(t)
	w.boundaries(t, boundary.Boundary{Kind: "local-authority", Code: shire, Name: "The Shire", Shape: rectangle(430000, 430000, 434000, 434000)})
	w.homes(t, openHomes("Ashdale Homes", "A", 40, 431110, 431110)...)
	w.homes(t, openHomes("Ashdale Homes", "B", 12, 433110, 433110)...)
	w.homes(t, openHomes("Ashdale Homes", "C", 15, 505110, 305110)...) // in no authority
	w.homes(t, openHomes("Ashdale Homes", "D", 9, 545110, 305110)...)  // nor these, and too few
	w.homes(t, openHomes("Ashdale Homes", "E", 12, 430000, 430000)...) // on the corner
	_, plan := w.build(t)
	if plan.Outside != 9 {
		t.Errorf("%+v", plan)
	}
	units, total := 0, 0
	for _, c := range w.served(t).Cells {
		if c.Hectares != 6.25*float64(len(c.Units)) {
			t.Errorf("%s of %d squares has %g hectares", c.ID, len(c.Units), c.Hectares)
		}
		units, total = units+len(c.Units), total+c.Entries.Total
	}
	if want := 16*16 + 40*40; units != want { // all land of the shire, and of the ten kilometres around the others
		t.Errorf("%d squares are in cells, want %d", units, want)
	}
	if err := disclosure.Error(plan.Cells); total < 79-err || total > 79+err {
		t.Errorf("%d cells say %d", plan.Cells, total)
	}
}

func TestReleaseWhileOtherThingsHappen(t *testing.T) {
	w := shireTown(t)
	for i := range 10 {
		w.homes(t, openHomes("Ashdale Homes", fmt.Sprintf("A%d-", i), 15, 430100+500*float64(i%4), 430100+500*float64(i/4))...)
	}
	t.Run("another is being built", func(t *testing.T) {
		tx, err := w.db.Pool(t, postgis.RoleLoad).Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tx.Rollback(context.Background()) }()
		if _, err := tx.Exec(t.Context(), `SELECT pg_advisory_xact_lock(hashtext('terrier release'))`); err != nil {
			t.Fatal(err)
		}
		_, _, err = w.releases(t).Build(t.Context(), released, audit.CommandLine)
		var refused *plans.Error
		if !errors.As(err, &refused) || refused.Code != "release-being-built" || refused.Kind != plans.Conflict {
			t.Errorf("%v", err)
		}
	})
	t.Run("it is cut off", func(t *testing.T) {
		whole := 0
		for wait := time.Millisecond; whole == 0; wait = wait * 3 / 2 {
			ctx, cancel := context.WithTimeout(t.Context(), wait)
			_, _, err := w.releases(t).Build(ctx, released, audit.CommandLine)
			cancel()
			var kept, cells int
			if err := w.db.Pool(t, "").QueryRow(t.Context(), `SELECT (SELECT count(*) FROM public_release), (SELECT count(*) FROM disclosure_cell)`).Scan(&kept, &cells); err != nil {
				t.Fatal(err)
			}
			if (kept == 0) != (cells == 0) || err == nil && kept == 0 {
				t.Fatalf("%d releases and %d cells are left of one that was cut off after %v", kept, cells, wait)
			}
			whole = kept // also where only the word that it stands was cut off
		}
		if whole != 1 {
			t.Errorf("%d releases", whole)
		}
	})
	t.Run("stock changes meanwhile", func(t *testing.T) {
		before := w.served(t)
		tx, err := w.db.Pool(t, postgis.RoleLoad).Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tx.Rollback(context.Background()) }()
		if _, err := tx.Exec(t.Context(), `DELETE FROM home WHERE provider_ref LIKE 'A1-%'`); err != nil {
			t.Fatal(err)
		}
		if _, plan := w.build(t); plan.Same != plan.Cells || len(changedCells(before, w.served(t))) != 0 {
			t.Errorf("%+v: what is not committed is in it", plan)
		}
		if err := tx.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		if plan, err := w.releases(t).Plan(t.Context()); err != nil || plan.Joined != 1 {
			t.Errorf("%+v, %v", plan, err)
		}
	})
	t.Run("nobody changes a release, and the public reads no secret", func(t *testing.T) {
		for role, statements := range map[string][]string{
			postgis.RoleLoad:   {`DELETE FROM public_release`, `UPDATE public_release_cell SET entries = '{1}'`, `UPDATE disclosure_cell SET hectares = 1`, `DELETE FROM public_release_owners`, `UPDATE release_secret SET secret = ''`},
			postgis.RolePublic: {`SELECT FROM release_secret`, `SELECT FROM release_content`, `INSERT INTO public_release_owners VALUES (1, 'x', '{}')`},
			postgis.RoleWrite:  {`SELECT FROM release_secret`, `SELECT FROM release_content`},
			postgis.RoleExact:  {`SELECT FROM release_secret`, `SELECT FROM release_content`},
		} {
			for _, sql := range statements {
				if _, err := w.db.Pool(t, role).Exec(t.Context(), sql); err == nil {
					t.Errorf("%s may: %s", role, sql)
				}
			}
		}
	})
}

// An association gets its slug when a release names it first: what it has elsewhere is not drawn anew for that.
func TestReleaseDrawsNothingAnewForAName(t *testing.T) {
	w := shireTown(t)
	for i := range 6 {
		w.homes(t, openHomes("Ashdale Homes", fmt.Sprintf("A%d-", i), 15, 430100+500*float64(i%4), 430100+500*float64(i/4))...)
	}
	for i := range 3 {
		w.homes(t, openHomes("Small Homes", fmt.Sprintf("S%d-", i), 33, 430120+500*float64(i), 430120)...)
	}
	w.build(t)
	before := entriesOf(w.served(t))
	w.homes(t, openHomes("Small Homes", "T", 1, 430120, 430650)...)
	_, plan := w.build(t)
	after := w.served(t)
	if !slices.Equal(plan.Arrived, []string{"small-homes"}) || plan.Alone["small-homes"] != 1 {
		t.Errorf("%+v", plan)
	}
	anew := 0
	for _, c := range after.Cells {
		for way := range c.Entries.Ways {
			if after.Scheme.Ways[way].Key != "owner" && !cmp.Equal(before[c.ID].Ways[way], c.Entries.Ways[way]) {
				anew++
				break
			}
		}
	}
	if anew != 1 {
		t.Errorf("%d cells are drawn anew for one home", anew)
	}
}

// An authority that is called by another code, as after a reorganisation: what was kept is read by the code it had.
func TestReleaseWhenAuthoritiesChange(t *testing.T) {
	w := shireTown(t)
	for i := range 6 {
		w.homes(t, openHomes([]string{"Ashdale Homes", "Marsh Homes"}[i%2], fmt.Sprintf("A%d-", i), 60, 430100+500*float64(i%4), 430100+500*float64(i/4))...)
	}
	w.build(t)
	before := w.served(t)
	w.exec(t, `UPDATE boundary SET code = 'E07000998' WHERE code = $1`, shire)
	w.build(t)
	after := w.served(t)
	if len(before.Owners[shire]) != 2 || len(after.Owners["E07000998"]) != 2 || len(after.Owners[shire]) != 0 {
		t.Errorf("%v, then %v", before.Owners, after.Owners)
	}
	outlines := map[string]bool{}
	for _, c := range after.Cells {
		outlines[c.ID] = true
		if c.Authority != "E07000998" {
			t.Errorf("%s lies in %s", c.ID, c.Authority)
		}
	}
	for _, c := range before.Cells {
		if !outlines[c.ID] {
			t.Errorf("the outline of %s moved", c.ID)
		}
	}
}

// A home in none of the output areas that its authority has is in no cell: a square of its own would show it.
func TestReleaseMakesNoSquareAmongOutputAreas(t *testing.T) {
	w := shireTown(t)
	w.exec(t, `DELETE FROM boundary WHERE code = 'E00900000'`)
	w.homes(t, openHomes("Ashdale Homes", "A", 30, 430110, 430110)...)
	w.homes(t, openHomes("Ashdale Homes", "B", 30, 431110, 431110)...)
	_, plan := w.build(t)
	if plan.Outside != 30 {
		t.Errorf("%+v", plan)
	}
	for _, c := range w.served(t).Cells {
		for _, u := range c.Units {
			if u[0] != 'E' {
				t.Errorf("%s is made of %s", c.ID, u)
			}
		}
	}
}
