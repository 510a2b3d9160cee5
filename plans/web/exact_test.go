package web_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"terrier/cmd/terrier/look"
	"terrier/data/export"
	"terrier/data/postgis"
	"terrier/plans/access"
	"terrier/plans/area"
	"terrier/plans/audit"
	"terrier/plans/home"
	"terrier/plans/web"
)

// entitled answers those who see homes exactly, over the town's database, which it follows.
func (w *town) entitled(t testing.TB) *web.Entitled {
	t.Helper()
	pool := w.db.Pool(t, postgis.RoleExact)
	outlines := area.NewOutlines()
	stock := home.NewExactStock(outlines)
	answers := postgis.NewExactAnswers(stock, postgis.NewExact(pool))
	feed := postgis.NewFeed(pool)
	apply := func(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
		if err := postgis.FeedAreas(ctx, tx, b, outlines); err != nil {
			return err
		}
		_, _, err := postgis.FeedExactHomes(ctx, tx, b, stock)
		return err
	}
	_, err := feed.Step(t.Context(), apply)
	must(t, err)
	drawn, err := look.NewExactHomes(web.Tilesets(), stock)
	must(t, err)
	answers.Ready()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); feed.Follow(ctx, time.Second, apply, func(postgis.Progress) {}) }()
	t.Cleanup(func() { stop(); <-done })
	return &web.Entitled{Homes: answers, Figures: postgis.NewExactFigures(pool, w.db.Pool(t, postgis.RoleWrite)), Trail: postgis.NewAudit(w.db.Pool(t, postgis.RoleWrite)), Drags: audit.NewDrags(time.Second, time.Minute), Files: export.Seen{Source: stock.Shared().Source},
		Tiles: drawn, Looks: audit.NewLooks(time.Hour, 0)}
}

// stocked is a town with homes of every sensitivity, and people who may see some of them.
type stocked struct {
	*staffed
	association, planner *person
	plannerAccount       int64
	super                *pgxpool.Pool
}

const authority = "E07000026"

func stock(t testing.TB) *stocked {
	t.Helper()
	return stockWith(t, nil)
}

// stockWith is one whose site is configured otherwise.
func stockWith(t testing.TB, change func(*web.Config)) *stocked {
	t.Helper()
	s := &stocked{staffed: staff(t, change)}
	s.super, s.clock = s.db.Pool(t, ""), time.Now() // homes stand as of the database's own clock
	homes := publishedHomes()
	for i := range homes {
		homes[i].Authority = authority
	}
	for i, sensitivity := range []string{home.Open, home.Open, home.Open, home.Restricted, home.Withheld, home.Withheld} {
		for j, owner := range []string{"Ashdale Homes", "Beck Housing"} {
			h := aHome(fmt.Sprintf("=%s%d", sensitivity, i), 433500+float64(10*i), 435700+float64(10*j), sensitivity)
			h.Owner, h.Authority, h.Address, h.BuildYearBand = owner, authority, fmt.Sprintf("%d Cinder Row", i), home.BuildYearBands[i%3].Slug
			h.Tenure = []string{"social-rent", "affordable-rent", "shared-ownership"}[i%3]
			if sensitivity == home.Withheld {
				h.Address = ""
			}
			if i == 1 {
				h.Authority = "E07000027" // a neighbour's
			}
			homes = append(homes, h)
		}
	}
	load(t, s.loader.Homes, "homes", homes...)
	s.association, _ = s.holder(t, "officer@ashdale.example", access.Grant{Role: access.AssociationOfficer, Organisation: s.bodies["registered-provider"]})
	var held access.Held
	s.planner, held = s.holder(t, "planner@vale.example", access.Grant{Role: access.PlanningOfficer, Organisation: s.bodies["local-authority"], Place: authority})
	s.plannerAccount = held.Account
	eventually(t, func() bool {
		return s.total(t, s.association, "") == s.count(t, `sensitivity = 'published' OR owner_id = `+s.ashdale())
	})
	return s
}

func (s *stocked) ashdale() string { return fmt.Sprint(s.bodies["registered-provider"]) }

// count asks the database, as who owns it.
func (s *stocked) count(t testing.TB, where string) (n int) {
	t.Helper()
	must(t, s.super.QueryRow(t.Context(), `SELECT count(*) FROM home WHERE `+where).Scan(&n))
	return n
}

type exactAnswers struct {
	Answers []struct {
		Total    int
		By       map[string][]home.Count
		Boundary struct{ Area string }
		Figure   any
		Sentence string
	}
}

func (s *stocked) answers(t testing.TB, p *person, query string) (a exactAnswers) {
	t.Helper()
	must(t, json.Unmarshal(p.get("/homes/exact.json?"+query).status(200).Body.Bytes(), &a))
	return a
}

func (s *stocked) total(t testing.TB, p *person, query string) int {
	t.Helper()
	return s.answers(t, p, query).Answers[0].Total
}

// agree lets the planner see Ashdale's homes.
func (s *stocked) agree(t testing.TB, tenures ...string) access.Agreement {
	t.Helper()
	fields := []string{"association", "ashdale-homes", "authority", "vale-council", "until", s.clock.AddDate(0, 4, 0).Format(time.DateOnly)}
	for _, tenure := range tenures {
		fields = append(fields, "tenure", tenure)
	}
	s.association.post("/admin/agreements", fields...).to("/admin/agreements?done=made")
	made, err := s.writer.Agreements(t.Context(), s.bodies["registered-provider"])
	must(t, err)
	eventually(t, func() bool { return len(access.Exact(s.roster.Who(s.plannerAccount), s.clock)) > 0 })
	return made[0]
}

// Each reader's answers are SQL's, whatever is asked.
func TestExactAnswersAreThoseOfSQL(t *testing.T) {
	s := stock(t)
	published := `sensitivity = 'published'`
	inVale := ` AND ST_Covers((SELECT geom FROM neighbourhood_plan_area WHERE ref = 'hollin-vale'), geom)`
	check := func(who string, p *person, seen string) {
		t.Helper()
		for query, where := range map[string]string{
			"": "", "area=hollin-vale": inVale, "tenure=social-rent,affordable-rent": ` AND tenure IN ('social-rent', 'affordable-rent')`,
			"area=hollin-vale&home-type=unknown,house": inVale + ` AND coalesce(home_type, 'house') = 'house'`, "build-year-band=before-1919": ` AND build_year_band = 'before-1919'`,
			"area=hollin-vale&as-at=" + home.Today(s.clock).Format(time.DateOnly): inVale,
		} {
			want := s.count(t, `(`+seen+`)`+where)
			if got := s.total(t, p, query); got != want {
				t.Errorf("%s, %q: %d, SQL has %d", who, query, got, want)
			}
		}
	}
	check("an association's officer", s.association, published+` OR owner_id = `+s.ashdale())
	check("a planner without an agreement", s.planner, published)
	agreement := s.agree(t)
	check("a planner", s.planner, published+` OR sensitivity <> 'withheld' AND authority = '`+authority+`' AND owner_id = `+s.ashdale())
	must(t, s.writer.RevokeAgreement(t.Context(), agreement.ID, agreement.GrantedBy, s.clock))
	eventually(t, func() bool { return s.total(t, s.planner, "") == s.count(t, published) })
	s.agree(t, "social-rent")
	check("a planner for some tenures", s.planner, published+` OR sensitivity <> 'withheld' AND tenure = 'social-rent' AND authority = '`+authority+`' AND owner_id = `+s.ashdale())
	if got := newPerson(t, s).ask(http.MethodGet, "/homes/exact.json", "", "Accept", "application/json").status(401).Header().Get("WWW-Authenticate"); got != `Bearer realm="terrier"` {
		t.Errorf("challenged by %q", got)
	}
}

// What is shown beside the total sums to it, and the page of a planner names who has not agreed.
func TestExactPage(t *testing.T) {
	s := stock(t)
	page := s.planner.get("/homes/exact").status(200).says("Ashdale Homes").says("have not agreed").Body.String()
	if strings.Contains(page, "Cinder Row") {
		t.Error("an address on the page of figures")
	}
	if got := s.association.get("/homes/exact").Header().Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("kept by caches: %q", got)
	}
	a := s.answers(t, s.association, "area=hollin-vale,fold-b-row-b&by=tenure,build-year-band,owner")
	if len(a.Answers) != 2 || a.Answers[0].Boundary.Area != "hollin-vale" || a.Answers[0].Figure == nil {
		t.Errorf("%+v", a)
	}
	for _, one := range a.Answers {
		for key, counts := range one.By {
			sum := 0
			for _, c := range counts {
				sum += c.Count
			}
			if sum != one.Total {
				t.Errorf("%s sums to %d of %d", key, sum, one.Total)
			}
		}
	}
	s.association.get("/homes/exact?area=hollin-vale&area=fold-b-row-b&rows=tenure&columns=build-year-band").status(200).
		says("side by side").says("Tenure by Built").says("Before 1919").says("ashdale-homes")
	s.association.get("/homes/exact?area=hollin-vale&owner=ashdale-homes&as-at=2026-11-23").status(200).says("at the end of 23 November 2026")
	if a := s.answers(t, s.association, "tenure=rent-to-buy"); a.Answers[0].Total != 0 || a.Answers[0].Sentence != "" {
		t.Errorf("none: %+v", a)
	}
	rows, err := csv.NewReader(strings.NewReader(s.association.get("/homes/exact.csv?area=hollin-vale,fold-b-row-b").status(200).Body.String())).ReadAll()
	if err != nil || rows[0][0] != "boundary" || rows[1][0] != "Hollin Vale plan area" {
		t.Errorf("%v, %v", rows, err)
	}
}

// Files hold each home once, with where it comes from, and nothing that a spreadsheet runs.
func TestExactFiles(t *testing.T) {
	s := stock(t)
	s.agree(t)
	for name, p := range map[string]*person{"association": s.association, "planner": s.planner} {
		want := s.total(t, p, "area=hollin-vale")
		body := p.get("/homes/exact/list.csv?area=hollin-vale").status(200).Body.String()
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		must(t, err)
		if len(rows)-1 != want || !slices.Contains(rows[0], "attribution") || !slices.Contains(rows[0], "retrieved") {
			t.Errorf("%s: %d rows of %d: %v", name, len(rows)-1, want, rows[0])
		}
		if withheld := strings.Contains(body, "=withheld"); withheld != (p == s.association) || strings.Contains(body, "\n=") {
			t.Errorf("%s: withheld homes: %v, or a formula", name, withheld)
		}
		var points struct {
			Features []struct {
				Geometry   struct{ Type string }
				Properties map[string]any
			}
		}
		must(t, json.Unmarshal(p.get("/homes/exact/list.geojson?area=hollin-vale").status(200).Body.Bytes(), &points))
		if len(points.Features) != want || points.Features[0].Geometry.Type != "Point" {
			t.Errorf("%s: %d features of %d", name, len(points.Features), want)
		}
		book, err := excelize.OpenReader(p.get("/homes/exact/list.xlsx?area=hollin-vale").status(200).Body)
		must(t, err)
		sheet, err := book.GetRows("Sheet1")
		if err != nil || len(sheet)-1 != want {
			t.Errorf("%s: %d rows of %d, %v", name, len(sheet)-1, want, err)
		}
		if formula, _ := book.GetCellFormula("Sheet1", "A2"); formula != "" {
			t.Errorf("a formula: %s", formula)
		}
		if got := p.get("/homes/exact/list.gpkg?area=hollin-vale").status(200).Body.String(); !strings.HasPrefix(got, "SQLite format 3") {
			t.Errorf("%s: no GeoPackage", name)
		}
	}
	s.association.get("/homes/exact/list.pdf").status(404)
}

func TestExactList(t *testing.T) {
	s := stock(t)
	s.association.get("/homes/exact/list?area=hollin-vale").status(200).says("=withheld4").says("1 on the line").says("Withheld")
	s.association.get("/homes/exact/list?area=hollin-vale&only=on-line").status(200).says(">line<")
	if page := s.planner.get("/homes/exact/list").status(200).Body.String(); strings.Contains(page, "Cinder Row") || strings.Contains(page, ">A1<") {
		t.Error("a planner is told more of published homes than the public")
	}
	all := s.total(t, s.association, "")
	last := s.association.get(fmt.Sprintf("/homes/exact/list?page=%d", (all+99)/100)).status(200)
	if strings.Contains(last.Body.String(), "Later homes") {
		t.Error("pages go on behind the last")
	}
	s.association.get("/homes/exact/list?page=1000000").status(200).says("There is none on this page")
}

func TestExactBadInput(t *testing.T) {
	s := stock(t)
	for query, want := range map[string]struct {
		status int
		code   string
	}{
		"area=nowhere":   {404, "not-found"},
		"area=a,b,c,d,e": {400, "too-many-areas"},
		"area=hollin-vale&bbox=-1.6,53.7,-1.4,53.9": {400, "two-boundaries"},
		"area=hollin-vale,x&bbox=-1.6,53,-1.4,53.9": {400, "two-boundaries"},
		"as-at=31/3/2026":                       {400, "bad-date"},
		"as-at=2100-01-01":                      {400, "day-to-come"},
		"rows=tenure":                           {400, "one-grouping"},
		"rows=tenure&columns=tenure":            {400, "same-grouping"},
		"rows=tenure&columns=colour":            {400, "unknown-value"},
		"by=colour":                             {400, "unknown-value"},
		"build-year-band=tudor":                 {400, "unknown-value"},
		"owner=nobody-homes":                    {400, "unknown-value"},
		"colour=red":                            {400, "unknown-parameter"},
		"as-at=2026-01-01&as-at=2026-02-01":     {400, "repeated-parameter"},
		"bbox=1,2":                              {400, ""},
		"area=%00":                              {400, "bad-text"},
		"tenure=" + strings.Repeat("x", 17<<10): {414, "query-too-long"},
	} {
		a := s.association.ask(http.MethodGet, "/homes/exact.json?"+query, "", "Accept", "application/json")
		if a.Code != want.status || want.code != "" && a.json()["code"] != want.code {
			t.Errorf("%.60s: %d %s", query, a.Code, a.Body)
		}
	}
	s.association.get("/homes/exact/list?page=0").status(400)
	s.association.get("/homes/exact/list?only=everything").status(400)
	post := func(body string, headers ...string) asked {
		return s.association.ask(http.MethodPost, "/homes/exact", body, append([]string{"Content-Type", "application/geo+json", "Accept", "application/json"}, headers...)...)
	}
	post(`{"type":"Point","coordinates":[0,0]}`).status(422)
	post(`{`).status(400)
	post(shapeOf(vale), "Content-Type", "text/plain").status(415)
	post(shapeOf(vale), "Sec-Fetch-Site", "cross-site").status(403)
}

func shapeOf(m orb.MultiPolygon) string {
	text, _ := json.Marshal(map[string]any{"type": "MultiPolygon", "coordinates": m, "crs": map[string]any{"type": "name", "properties": map[string]string{"name": "EPSG:27700"}}})
	return string(text)
}

// Each answer is noted; a drag is one question; and where nothing can be noted nobody sees homes exactly, and the public goes on.
func TestExactAnswersAreNoted(t *testing.T) {
	s := stock(t)
	noted := func(action string) (n int) {
		must(t, s.super.QueryRow(t.Context(), `SELECT count(*) FROM audit_entry WHERE action = $1 AND kind = 'home'`, action).Scan(&n))
		return n
	}
	for action, path := range map[string]string{"count-homes": "/homes/exact?area=hollin-vale", "list-homes": "/homes/exact/list", "download-homes": "/homes/exact/list.csv"} {
		before := noted(action)
		s.association.get(path).status(200)
		if got := noted(action) - before; got != 1 {
			t.Errorf("%s: noted %d times", path, got)
		}
	}
	drag := func(path string) asked {
		return s.association.ask(http.MethodPost, path, shapeOf(vale), "Content-Type", "application/geo+json", "Accept", "application/json")
	}
	before := noted("count-homes")
	for range 4 {
		drag("/homes/exact?drag=d1").status(200)
	}
	if noted("count-homes") != before {
		t.Error("a drag is noted on the way")
	}
	if got := drag("/homes/exact?drag=d1&end=yes").status(200).json()["total"]; got != float64(s.total(t, s.association, "area=hollin-vale")) {
		t.Errorf("the vale as it was drawn has %v homes", got)
	}
	var steps int
	must(t, s.super.QueryRow(t.Context(), `SELECT (detail::jsonb ->> 'steps')::int FROM audit_entry WHERE detail LIKE '%"steps"%'`).Scan(&steps))
	if steps != 5 {
		t.Errorf("the drag has %d steps", steps)
	}
	drag("/homes/exact?drag=" + strings.Repeat("x", 41)).status(400)
	_, err := s.super.Exec(t.Context(), `REVOKE INSERT ON audit_entry FROM terrier_write`)
	must(t, err)
	for _, path := range []string{"/homes/exact", "/homes/exact.json", "/homes/exact.csv", "/homes/exact/list", "/homes/exact/list.csv"} {
		s.association.get(path).status(503)
	}
	drag("/homes/exact").status(503)
	drag("/homes/exact?drag=d2").status(503)
	drag("/homes/exact?drag=d2").status(503)
	s.association.get("/homes/summary").status(200)
}
