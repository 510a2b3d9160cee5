package web_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/data/jobs"
	"terrier/data/postgis"
	"terrier/plans/access"
	"terrier/plans/audit"
	"terrier/plans/disclosure"
	"terrier/plans/home"
	"terrier/plans/web"
)

// released answers from memory, from what is published and from the public release, as both stand now.
func (w *town) released(t testing.TB) func(*web.Config) {
	t.Helper()
	stock, protected := home.NewPublicStock(nil), new(home.ProtectedStock)
	all := postgis.Batch{Reload: map[string]bool{"home": true, "organisation": true, "public_release": true}}
	must(t, pgx.BeginFunc(t.Context(), w.db.Pool(t, postgis.RolePublic), func(tx pgx.Tx) error {
		if _, _, err := postgis.FeedHomes(t.Context(), tx, all, stock); err != nil {
			return err
		}
		return postgis.FeedRelease(t.Context(), tx, all, func(r *postgis.DrawnRelease) error {
			if r == nil {
				return nil
			}
			table, err := disclosure.NewTable(r.Release)
			protected.Serve(table)
			return err
		})
	}))
	return func(c *web.Config) {
		c.Homes, c.Protected = home.PublicAnswers{PublicStock: stock, Protected: protected}, protected
	}
}

// openHomes loads so many open homes of an owner at a place; those around it are in its cell.
func (w *town) openHomes(t testing.TB, owner string, n int, e, north float64) {
	t.Helper()
	var homes []home.Home
	for i := range n {
		h := aHome(fmt.Sprintf("%.0f-%.0f-%d", e, north, i), e+float64(i%10), north+float64(i/10), home.Open)
		h.Owner, h.Tenure, h.Bedrooms = owner, []string{"social-rent", "affordable-rent"}[i%4/3], 1+i%2
		homes = append(homes, h)
	}
	load(t, w.loader.Homes, "homes", homes...)
}

func (w *town) buildRelease(t testing.TB) {
	t.Helper()
	_, err := w.db.Pool(t, postgis.RoleLoad).Exec(t.Context(), `INSERT INTO release_secret (secret) VALUES (decode(repeat('5e', 32), 'hex'))`) // the same noise each time
	must(t, err)
	_, _, err = postgis.NewReleases(w.db.Pool(t, postgis.RoleLoad), home.ProtectedScheme).Build(t.Context(), w.clock, audit.CommandLine)
	must(t, err)
}

// around are shapes in metres: all open homes of TestProtectedAnswers, few of them, and none.
const (
	allOpen  = "[[430000,430000],[440000,430000],[440000,440000],[430000,440000],[430000,430000]]"
	noneOpen = "[[420000,430000],[421000,430000],[421000,431000],[420000,431000],[420000,430000]]"
)

// The public is answered from published homes, exactly, and from the release, and cannot take one for the other.
func TestProtectedAnswers(t *testing.T) {
	w := populated(t)
	w.openHomes(t, "Beck Housing", 400, 435100, 434100)
	w.openHomes(t, "Quiet Homes", 40, 437100, 437100)
	w.openHomes(t, "Ashdale Homes", 12, 431100, 431100)
	w.buildRelease(t)
	site := web.New(w.config(w.released(t)))
	ask := func(shape, query string) asked {
		return post(t, site, "/homes/summary?crs=EPSG:27700"+query, inMetres(shape)).status(200)
	}
	t.Run("a total has two parts", func(t *testing.T) {
		got := ask(allOpen, "&by=tenure,owner,bedrooms").json()
		parts := got["parts"].([]any)
		published, protected := parts[0].(map[string]any), parts[1].(map[string]any)
		if published["source"] != "published" || published["exact"] != true || protected["source"] != "protected" || protected["exact"] != false || got["exact"] != false ||
			got["total"] != published["count"].(float64)+protected["count"].(float64) || protected["error"].(float64) != float64(disclosure.Error(int(protected["cells"].(float64)))) {
			t.Fatalf("%v", got)
		}
		if off := protected["count"].(float64) - 452; off < -30 || off > 30 || len(protected["shaded"].([]any)) != int(protected["cells"].(float64)) {
			t.Errorf("%v", protected)
		}
		owners := fmt.Sprint(got["by"].(map[string]any)["owner"])
		if !strings.Contains(owners, "beck-housing") || strings.Contains(owners, "quiet-homes") {
			t.Errorf("an owner with fewer than 100 homes is named, or one with more is not: %s", owners)
		}
	})
	t.Run("none and too few are the same, to the byte", func(t *testing.T) {
		none := ask(noneOpen, "&by=tenure").json()
		few := ask("[[430000,430000],[432000,430000],[432000,432000],[430000,432000],[430000,430000]]", "&by=tenure").json() // 12 homes of one cell
		for _, answer := range []map[string]any{none, few} {
			delete(answer, "boundary")
			delete(answer, "figure")
		}
		if fmt.Sprint(none) != fmt.Sprint(few) || none["sentence"] != "No figure here: there are no association homes, or too few to show without pointing at people's homes. The association and the planning authority can see more." {
			t.Errorf("%v\n%v", none, few)
		}
	})
	t.Run("what the release does not tell is refused", func(t *testing.T) {
		for query, code := range map[string]string{"tenure=social-rent&epc=C": "not-in-table", "epc=C&by=tenure": "not-in-table", "bedrooms=7": "not-in-table", "tenure=social-rent&bedrooms=2": "", "tenure=social-rent&by=bedrooms": "",
			"tenure=social-rent&epc=C&source=published": "", "bedrooms=7&source=published": "", "bedrooms=5-or-more": "", "source=protected": "unknown-value", "owner=beck-housing": "", "owner=quiet-homes": ""} {
			got := get(t, site, "/homes/summary?"+query)
			if code == "" {
				got.status(200)
				continue
			}
			if doc := got.status(400).json(); doc["code"] != code || doc["remedy"] == "" {
				t.Errorf("%s: %v", query, doc)
			}
		}
	})
	t.Run("an association with too few homes gets the sentence of one without", func(t *testing.T) {
		if got := get(t, site, "/homes/summary?owner=quiet-homes").json(); got["sentence"] == nil || got["total"] != 0.0 {
			t.Errorf("%v", got)
		}
	})
	t.Run("a file carries the error and the release", func(t *testing.T) {
		rows, err := csv.NewReader(post(t, site, "/homes/summary.csv?crs=EPSG:27700&by=bedrooms", inMetres(allOpen)).status(200).Body).ReadAll()
		must(t, err)
		if got := fmt.Sprint(rows); strings.Join(rows[0][4:7], " ") != "published protected error" || !strings.Contains(got, "part protected") || !strings.Contains(got, "cells 2026-11-23") {
			t.Errorf("%s", got)
		}
	})
	t.Run("a figure opens, and opens again after the next release", func(t *testing.T) {
		_, link := figureIn(t, ask(allOpen, "&by=tenure").json())
		doc := get(t, site, link, "Accept", "application/json").status(200).json()
		if doc["release"] != "2026-11-23" || doc["error"] == nil || len(doc["parts"].([]any)) != 2 || doc["policy"].(map[string]any)["id"] != "protected-homes" {
			t.Errorf("%v", doc)
		}
		page := get(t, site, link, "Accept", browser).status(200).says("counted one by one").says("The true number lies within").says("2026-11-23").says("about ")
		_ = page
	})
	t.Run("pages tell both apart", func(t *testing.T) {
		get(t, site, "/homes", "Accept", browser).status(200).says("published homes, counted one by one").says("other homes in").says("too few to say").says("Homes of housing associations")
		get(t, site, "/homes?tenure=social-rent&epc=C", "Accept", browser).status(200).says("not told with these filters together").says("published homes only")
		get(t, site, "/homes/how", "Accept", browser).status(200).says("2026-11-23")
		get(t, site, "/releases", "Accept", browser).status(200).says("served now").says("± ")
		if got := get(t, site, "/releases.json").status(200).json(); len(got["releases"].([]any)) != 1 {
			t.Errorf("%v", got)
		}
	})
}

// Administrators plan and build releases in the browser; nobody else does.
func TestReleasesInTheBrowser(t *testing.T) {
	s := stock(t)
	admin, _ := s.holder(t, "admin@terrier.example", access.Grant{Role: access.Administrator})
	s.openHomes(t, "Beck Housing", 120, 435100, 434100)
	admin.get("/admin").says(`href="/admin/releases"`)
	admin.get("/admin/releases").status(200).says("There is no public release yet")
	admin.post("/admin/releases/plan").to("/admin/releases")
	admin.get("/admin/releases").status(200).says("Where none stood").says("Beck Housing").says("As the homes stood at " + s.clock.Format("15:04 on 2 January 2006")).says("Nothing has changed since")
	s.openHomes(t, "Beck Housing", 1, 435130, 434130)
	admin.get("/admin/releases").status(200).says("have changed since: work it out again")
	admin.post("/admin/releases").to("/admin/releases?done=yes")
	if text := admin.get("/admin/releases?done=yes").status(200).says("The release stands").says("served now").Body.String(); strings.Contains(text, "Where none stood") {
		t.Error("a plan stands beside the release that was built of it")
	}
	admin.get("/admin/audit").says("Built the public release")
	s.openHomes(t, "Beck Housing", 20, 435150, 434150)
	admin.post("/admin/releases/plan").to("/admin/releases")
	admin.get("/admin/releases").status(200).says("What an outsider could subtract").says("Beck Housing").says("to within 9 homes a cell")
	t.Run("another is being built", func(t *testing.T) {
		tx, err := s.db.Pool(t, postgis.RoleLoad).Begin(t.Context())
		must(t, err)
		_, err = tx.Exec(t.Context(), `SELECT pg_advisory_xact_lock(hashtext('terrier release'))`)
		must(t, err)
		admin.post("/admin/releases/plan").status(409).says("being built or planned already")
		admin.get("/admin/releases").status(200).says("What a release would change was not worked out").says("What an outsider could subtract")
		admin.post("/admin/releases").status(409).says("being built or planned already")
		must(t, tx.Rollback(t.Context()))
		admin.get("/admin/releases").status(200).says("The last release was not built")
		admin.post("/admin/releases").to("/admin/releases?done=yes")
	})
	for _, other := range []*person{s.planner, s.association} {
		other.get("/admin/releases").status(403)
		other.post("/admin/releases").status(403)
		other.post("/admin/releases/plan").status(403)
	}
	newPerson(t, s).get("/admin/releases").to("/sign-in?to=%2Fadmin%2Freleases")
	forged := admin.ask(http.MethodPost, "/admin/releases", "", "Sec-Fetch-Site", "cross-site")
	forged.status(403)
}

// Where planning takes longer than somebody waits, the page says how far it is, and shows the plan when it is there.
func TestReleaseIsPlannedInTheBackground(t *testing.T) {
	s := stock(t)
	admin, _ := s.holder(t, "admin@terrier.example", access.Grant{Role: access.Administrator})
	s.openHomes(t, "Beck Housing", 120, 435100, 434100)
	tx, err := s.db.Pool(t, "").Begin(t.Context())
	must(t, err)
	_, err = tx.Exec(t.Context(), `LOCK TABLE boundary IN ACCESS EXCLUSIVE MODE`) // a plan waits for this
	must(t, err)
	began := time.Now()
	admin.post("/admin/releases/plan").to("/admin/releases")
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("somebody waited for %s", took)
	}
	admin.get("/admin/releases").status(200).says("is being worked out since " + s.clock.Format("15:04")).says("Just now: reading the open homes")
	admin.post("/admin/releases").status(409).says("being built or planned already")
	must(t, tx.Rollback(t.Context()))
	for end := time.Now().Add(time.Minute); !strings.Contains(admin.get("/admin/releases").status(200).Body.String(), "Where none stood"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the plan does not come")
		}
	}
}

// Where building takes longer than somebody waits, the page says so, and a second one is refused.
func TestReleaseIsBuiltInTheBackground(t *testing.T) {
	w := populated(t)
	w.openHomes(t, "Beck Housing", 120, 435100, 434100)
	tx, err := w.db.Pool(t, "").Begin(t.Context())
	must(t, err)
	_, err = tx.Exec(t.Context(), `LOCK TABLE public_release IN ACCESS EXCLUSIVE MODE`) // a build waits for this
	must(t, err)
	r := jobs.NewReleases(t.Context(), postgis.NewReleases(w.db.Pool(t, postgis.RoleLoad), home.ProtectedScheme), func() time.Time { return w.clock })
	started := make(chan error, 1)
	go func() { started <- r.Start(t.Context(), audit.CommandLine) }()
	state := func() disclosure.Task {
		task, _, err := r.State(t.Context())
		must(t, err)
		return task
	}
	eventually(t, func() bool { return !state().Since.IsZero() })
	if err := r.Start(t.Context(), audit.CommandLine); err == nil {
		t.Error("two are built at once")
	}
	must(t, tx.Rollback(t.Context()))
	must(t, <-started)
	eventually(t, func() bool { return state().Since.IsZero() && state().Failed == nil })
}
