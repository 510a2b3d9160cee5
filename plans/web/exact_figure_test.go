package web_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"terrier/data/postgis"
	"terrier/plans/access"
	"terrier/plans/home"
	"terrier/plans/web"
)

// exactFigure is the id and the link that an exact count carries.
func (s *stocked) exactFigure(t testing.TB, p *person, query string) (id, link string) {
	t.Helper()
	var a struct{ Answers []map[string]any }
	must(t, json.Unmarshal(p.get("/homes/exact.json?"+query).status(200).Body.Bytes(), &a))
	return figureIn(t, a.Answers[0])
}

// keptExactly is how many exact figures there are, and for how many people.
func (s *stocked) keptExactly(t testing.TB) (figures, keepers int) {
	t.Helper()
	must(t, s.super.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM exact_figure), (SELECT count(*) FROM exact_figure_keeper)`).Scan(&figures, &keepers))
	return figures, keepers
}

const exactFigures = "/homes/exact/figures/"

func TestExactFigureOpens(t *testing.T) {
	s := stock(t)
	s.agree(t)
	want := s.total(t, s.association, "area=hollin-vale")
	id, link := s.exactFigure(t, s.association, "area=hollin-vale")
	if !strings.HasPrefix(link, exactFigures+id+"?area=hollin-vale&") {
		t.Fatalf("the figure %s opens at %s", id, link)
	}
	asks := s.association.get("/homes/exact?area=hollin-vale&rows=tenure&columns=bedrooms").status(200).page()
	for _, path := range []string{"/homes/exact/list?area=hollin-vale", "/homes/exact?area=hollin-vale&area=fold-b-row-b"} {
		s.association.get(path).status(200).says(`href="` + exactFigures)
	}
	if n, _ := s.keptExactly(t); n != 0 {
		t.Fatalf("looking has kept %d figures", n)
	}
	s.association.get(exactFigures + id).status(404)

	shown := s.association.get(link).status(200).says("opening it is noted in the audit trail")
	if got := shown.Header().Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("kept by caches: %q", got)
	}
	for name, p := range map[string]page{"first": shown.page(), "kept": s.association.get(exactFigures + id).status(200).page()} {
		if got := p.texts("dl.big dd"); got[0] != fmt.Sprint(want) || got[1] != "100.0ha" {
			t.Errorf("%s: numbers %v, want %d", name, got, want)
		}
		for label, begins := range map[string]string{"Rule": "A home counts where", "Shown": "Homes that their owners publish are counted exactly, and so are those", "Inside": "Hollin Vale plan area", "Boundary": "Version 1, fingerprint",
			"In sight": "Homes that associations publishHomes of Ashdale Homes, withheld ones too", "As at": "31 March 2026", "Figure": id} {
			if got := p.fact(label); !strings.HasPrefix(got, begins) {
				t.Errorf("%s: %s is %q, want %q", name, label, got, begins)
			}
		}
		if cells := p.texts("table.rows th[scope=row]"); len(cells) != 1 || cells[0] != "Hollin District Council" {
			t.Errorf("%s: sources %q", name, cells)
		}
	}
	doc := s.association.ask(http.MethodGet, exactFigures+id+".json", "").status(200).json()
	if doc["total"] != float64(want) || doc["url"] != publicURL+exactFigures+id || doc["ask-again"] != publicURL+exactFigures+id+".json?again=yes" || fmt.Sprint(doc["in-sight"]) != "[map[associations:[ashdale-homes] withheld:[ashdale-homes]]]" {
		t.Errorf("%v", doc)
	}
	t.Run("so does each number of the page, and a table of two groupings", func(t *testing.T) {
		if links := asks.attrs("dl.big dd a", "href"); len(links) != 1 || !strings.HasPrefix(links[0], exactFigures) {
			t.Errorf("the total links %v", links)
		}
		table := ""
		for _, href := range asks.attrs("p.quiet a", "href") {
			if strings.Contains(href, "rows=bedrooms") && strings.Contains(href, "columns=tenure") {
				table = href
			}
		}
		p := s.association.get(table).status(200).says("Homes by Tenure and Bedrooms").page()
		if got := p.texts("dl.big dd")[0]; got != fmt.Sprint(want) {
			t.Errorf("the table counts %s, want %d", got, want)
		}
		turned := s.association.get("/homes/exact?area=hollin-vale&rows=bedrooms&columns=tenure").status(200).Body.String()
		if id, _, _ := strings.Cut(table, "?"); !strings.Contains(turned, id) {
			t.Error("the same table with its rows for columns is another figure")
		}
		s.association.get(strings.Split(table, "?")[0] + "?again=yes").status(200).says("Nothing has changed")
	})
	t.Run("of a past day, of homes by their age, and of a drawn shape", func(t *testing.T) {
		for _, query := range []string{"area=hollin-vale&as-at=" + home.Today(s.clock).Format(time.DateOnly), "area=hollin-vale&by=build-year-band&build-year-band=before-1919", "bbox=-1.6,53.7,-1.3,53.9&owner=ashdale-homes", ""} {
			id, link := s.exactFigure(t, s.association, query)
			s.association.get(link).status(200)
			s.association.get(exactFigures + id + "?again=yes").status(200).says("Nothing has changed")
		}
		drawn := s.association.ask(http.MethodPost, "/homes/exact", shapeOf(vale), "Content-Type", "application/geo+json", "Accept", "application/json").status(200).json()
		id, link := figureIn(t, drawn)
		s.association.get(link).status(200).says("Kept until")
		s.association.get(exactFigures + id + "?again=yes").status(200).says("Nothing has changed")
	})
	t.Run("files say where", func(t *testing.T) {
		at := func(row []string, head []string, column string) string {
			for i, name := range head {
				if name == column {
					return row[i]
				}
			}
			return ""
		}
		for path, want := range map[string]string{"/homes/exact.csv?area=hollin-vale&by=epc": "yes", "/homes/exact/list.csv?area=hollin-vale&tenure=social-rent": "yes", "/homes/exact/list.csv?area=hollin-vale,fold-b-row-b": "yes;yes"} {
			rows, err := csv.NewReader(s.association.get(path).status(200).Body).ReadAll()
			must(t, err)
			if got := at(rows[1], rows[0], "figure-kept"); got != want {
				t.Errorf("%s: kept: %q, want %q", path, got, want)
			}
			links := strings.Split(at(rows[1], rows[0], "figure-url"), ";")
			for i, id := range strings.Split(at(rows[1], rows[0], "figure"), ";") {
				s.association.get(exactFigures + id).status(200)
				s.association.get(strings.TrimPrefix(links[i], publicURL)).status(200)
			}
		}
		book, err := excelize.OpenReader(s.association.get("/homes/exact/list.xlsx?area=hollin-vale").status(200).Body)
		must(t, err)
		sheet, err := book.GetRows("Sheet1")
		must(t, err)
		s.association.get(exactFigures + at(sheet[1], sheet[0], "figure")).status(200)
		var points struct {
			Features []struct{ Properties map[string]any }
		}
		must(t, json.Unmarshal(s.association.get("/homes/exact/list.geojson?area=hollin-vale").status(200).Body.Bytes(), &points))
		s.association.get(exactFigures + points.Features[0].Properties["figure"].(string)).status(200)
		if got := s.association.get("/homes/exact/list.gpkg?area=hollin-vale").status(200).Body.String(); !strings.Contains(got, exactFigures+id) {
			t.Error("a GeoPackage does not say where its figure opens")
		}
	})
}

// A figure opens for those who see now what was in sight when it was counted, and to everybody else it is as one that nobody kept.
func TestWhoOpensExactFigures(t *testing.T) {
	s := stock(t)
	agreement := s.agree(t)
	beck, err := s.writer.Body(t.Context(), "beck-housing")
	must(t, err)
	colleague, _ := s.holder(t, "colleague@vale.example", access.Grant{Role: access.PlanningOfficer, Organisation: s.bodies["local-authority"], Place: authority})
	second, _ := s.holder(t, "second@ashdale.example", access.Grant{Role: access.AssociationOfficer, Organisation: s.bodies["registered-provider"]})
	rival, _ := s.holder(t, "officer@beck.example", access.Grant{Role: access.AssociationOfficer, Organisation: beck.ID})
	elsewhere, _ := s.holder(t, "planner@moor.example", access.Grant{Role: access.PlanningOfficer, Organisation: s.bodies["local-authority"], Place: "E07000027"})
	admin, _ := s.holder(t, "admin@terrier.example", access.Grant{Role: access.Administrator})
	people := map[string]*person{"the planner": s.planner, "a colleague": colleague, "the association": s.association, "its second officer": second, "another association": rival,
		"a planner of another authority": elsewhere, "an administrator": admin, "nobody": newPerson(t, s)}

	byPlanner, plannerLink := s.exactFigure(t, s.planner, "area=hollin-vale&by=owner")
	byAssociation, associationLink := s.exactFigure(t, s.association, "area=hollin-vale&by=owner")
	ofRival, rivalLink := s.exactFigure(t, rival, "area=hollin-vale&by=owner")
	published, publishedLink := s.exactFigure(t, elsewhere, "area=hollin-vale&owner=ashdale-homes")
	s.planner.get(plannerLink).status(200)
	s.association.get(associationLink).status(200)
	rival.get(rivalLink).status(200)
	elsewhere.get(publishedLink).status(200)

	const never = "aaaaaaaaaaaaaaaa-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	opens := func(when string, want map[string]string) { // by id: who opens it
		t.Helper()
		for id, openers := range want {
			for name, p := range people {
				a := p.ask(http.MethodGet, exactFigures+id, "", "Accept", "application/json")
				switch may := strings.Contains(openers, name+";"); {
				case may:
					a.status(200)
				case name == "nobody":
					a.status(401)
				case name == "an administrator":
					a.status(403)
				default:
					for _, suffix := range []string{"", ".json", "?again=yes"} {
						for _, accept := range []string{"application/json", browser} {
							got := p.ask(http.MethodGet, exactFigures+id+suffix, "", "Accept", accept).status(404)
							none := p.ask(http.MethodGet, exactFigures+never+suffix, "", "Accept", accept).status(404)
							if a, b := plainly(got, id), plainly(none, never); a != b {
								t.Errorf("%s: %s learns that a figure is there:\n%s\n%s", when, name, difference(a, b), difference(b, a))
							}
						}
					}
				}
			}
		}
	}
	opens("at first", map[string]string{
		byPlanner:     "the planner;a colleague;the association;its second officer;",
		byAssociation: "the association;its second officer;",
		ofRival:       "another association;",
		published:     "the planner;a colleague;the association;its second officer;another association;a planner of another authority;",
	})
	// The link that carries the question asks anew, as each may see, and tells nothing of the figure that is kept.
	for _, p := range []*person{rival, elsewhere, s.planner} {
		to := p.get(associationLink).status(http.StatusSeeOther).Header().Get("Location")
		if !strings.HasPrefix(to, exactFigures) || strings.HasPrefix(to, exactFigures+byAssociation) || !strings.HasSuffix(to, "&instead-of="+byAssociation) {
			t.Errorf("sent to %s", to)
		}
		p.get(to).status(200).says("homes were in sight that you may not see")
		other := strings.Replace(associationLink, byAssociation, byAssociation[:17]+never[17:], 1)
		if got := p.get(other).status(http.StatusSeeOther).Header().Get("Location"); strings.Split(got, "&instead-of")[0] != strings.Split(to, "&instead-of")[0] {
			t.Errorf("an id that was made up leads to %s, one that is kept to %s", got, to)
		}
	}
	s.association.get(exactFigures + byPlanner + "?again=yes").status(200).says("Nothing has changed").says("asked again for those alone")
	s.planner.get("/figures/" + byPlanner).status(404)

	began := time.Now()
	must(t, s.writer.RevokeAgreement(t.Context(), agreement.ID, agreement.GrantedBy, s.clock))
	eventually(t, func() bool { return s.planner.get(exactFigures+byPlanner).Code == 404 })
	if took := time.Since(began); took > time.Second {
		t.Errorf("closed after %s", took)
	}
	opens("when the agreement is revoked", map[string]string{byPlanner: "the association;its second officer;", byAssociation: "the association;its second officer;"})
	s.agree(t)
	opens("when there is another", map[string]string{byPlanner: "the planner;a colleague;the association;its second officer;"})
	var held int64
	must(t, s.super.QueryRow(t.Context(), `SELECT r.id FROM role_held r JOIN account a ON a.id = r.account_id WHERE a.email = 'second@ashdale.example'`).Scan(&held))
	must(t, s.writer.RevokeRole(t.Context(), held, 0, s.clock))
	eventually(t, func() bool { return second.get(exactFigures+byAssociation).Code == 403 })
}

// plainly is all of an answer but its id and its request.
func plainly(a asked, id string) string {
	for _, header := range []string{"X-Request-Id", "Date", "Etag", "Content-Length"} {
		a.Header().Del(header)
	}
	return strings.ReplaceAll(fmt.Sprint(a.Code, a.Header(), requestIDs.ReplaceAllString(a.Body.String(), "")), id, "…")
}

func TestExactFigureAskedAgain(t *testing.T) {
	s := stock(t)
	_, never := s.exactFigure(t, s.association, "area=hollin-vale&by=needs")
	id, link := s.exactFigure(t, s.association, "area=hollin-vale")
	before := s.total(t, s.association, "area=hollin-vale")
	s.association.get(link).status(200)
	late := aHome("late", 433100, 435200, home.Withheld)
	late.Tenure = "market-rent"
	load(t, s.loader.Homes, "homes", late)
	eventually(t, func() bool { return s.total(t, s.association, "area=hollin-vale") == before+1 })
	doc := s.association.ask(http.MethodGet, exactFigures+id+".json?again=yes", "").status(200).json()["now"].(map[string]any)
	if doc["changed"] != true || doc["total"] != float64(before+1) || len(doc["changes"].([]any)) != 2 {
		t.Errorf("%v", doc)
	}
	s.association.get(exactFigures + id + "?again=yes").status(200).says("answered otherwise now").says("Tenure: Market rent").says("Open the figure as it is now")
	to := s.association.get(never).status(http.StatusSeeOther).Header().Get("Location")
	s.association.get(to).status(200).says("it was never opened while it stood")
}

func TestExactFigureRefusals(t *testing.T) {
	s := stock(t)
	id, link := s.exactFigure(t, s.association, "area=hollin-vale")
	s.association.get(link).status(200)
	const unknown = exactFigures + "aaaaaaaaaaaaaaaa-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	for _, c := range []struct {
		path, code string
		status     int
	}{
		{unknown, "not-found", 404},
		{unknown + ".json", "not-found", 404},
		{unknown + ".csv", "not-found", 404},
		{exactFigures + "60", "not-found", 404},
		{exactFigures + strings.ToUpper(id), "not-found", 404},
		{strings.Replace(link, id, "aaaaaaaaaaaaaaaa-"+id[17:], 1), "figure-mismatch", 400},
		{link + "&epc=B", "figure-mismatch", 400},
		{link + "&as-at=2026-01-01", "figure-mismatch", 400},
		{link + "&rows=tenure&columns=epc", "figure-mismatch", 400},
		{strings.Replace(link, "version=9", "version=8", 1), "figure-mismatch", 400},
		{unknown + "?area=hollin-vale&version=1", "bad-version", 400},
		{unknown + "?shape=!", "bad-shape", 400},
		{unknown + "?as-at=tomorrow", "bad-date", 400},
		{unknown + "?as-at=2100-01-01", "day-to-come", 400},
		{unknown + "?rows=tenure", "one-grouping", 400},
		{unknown + "?owner=nobody-homes", "unknown-value", 400},
		{unknown + "?of=assets", "unknown-parameter", 400},
		{exactFigures + id + "?again=perhaps", "unknown-value", 400},
		{exactFigures + id + "?colour=red", "unknown-parameter", 400},
	} {
		if p := s.association.ask(http.MethodGet, c.path, "", "Accept", "*/*").status(c.status); p.Code == c.status && p.json()["code"] != c.code {
			t.Errorf("%s: %s, want %s", c.path, p.Body, c.code)
		}
	}
	newPerson(t, s).get(exactFigures + id).to("/sign-in?to=" + strings.ReplaceAll(exactFigures, "/", "%2F") + id)
	t.Run("of one that was written over", func(t *testing.T) {
		_, err := s.super.Exec(t.Context(), `ALTER TABLE exact_figure DISABLE TRIGGER refuse_change; UPDATE exact_figure SET total = total + 1`)
		must(t, err)
		s.association.get(exactFigures + id).status(500)
		s.planner.get(exactFigures + id).status(404)
		if !strings.Contains(s.logged(), "is not what it was") {
			t.Error("nobody is told")
		}
	})
}

// What is read of exact figures is noted, whether kept or worked out anew; and where it cannot be, nothing is told.
func TestExactFiguresAreNoted(t *testing.T) {
	s := stock(t)
	s.agree(t)
	id, link := s.exactFigure(t, s.association, "area=hollin-vale")
	_, other := s.exactFigure(t, s.association, "area=hollin-vale&by=epc")
	noted := func(action string) (n int) {
		must(t, s.super.QueryRow(t.Context(), `SELECT count(*) FROM audit_entry WHERE action = $1 AND kind = 'home' AND ref = $2 AND detail::jsonb ->> 'area' = 'hollin-vale'`, action, id).Scan(&n))
		return n
	}
	s.association.get(link).status(200)
	if got := noted("count-homes"); got != 1 {
		t.Errorf("worked out and kept: noted %d times", got)
	}
	s.association.get(link).status(200)
	s.association.get(exactFigures + id).status(200)
	if got := noted("open-figure"); got != 2 {
		t.Errorf("opened twice: noted %d times", got)
	}
	s.association.get(exactFigures + id + "?again=yes").status(200)
	if opened, counted := noted("open-figure"), noted("count-homes"); opened != 3 || counted != 2 {
		t.Errorf("asked again: noted as opened %d times, as counted %d times", opened, counted)
	}
	s.planner.get(exactFigures + id).status(404)
	if got := noted("open-figure"); got != 3 {
		t.Errorf("who is told nothing is noted: %d", got)
	}
	s.association.get("/admin/audit").status(200).says("Opened a kept figure of homes in Hollin Vale (")
	_, err := s.super.Exec(t.Context(), `REVOKE INSERT ON audit_entry FROM terrier_write`)
	must(t, err)
	for _, path := range []string{link, exactFigures + id, exactFigures + id + ".json", exactFigures + id + "?again=yes", other, strings.Replace(link, id, id[:17]+strings.Repeat("a", 32), 1)} {
		a := s.association.ask(http.MethodGet, path, "", "Accept", "application/json").status(503)
		if a.json()["code"] != "audit-unavailable" || a.Header().Get("Location") != "" {
			t.Errorf("%s: %s", path, a.Body)
		}
	}
}

func TestExactFiguresWithoutADatabase(t *testing.T) {
	away, err := postgis.Open(t.Context(), "host="+t.TempDir()+" user=nobody", postgis.RoleExact)
	must(t, err)
	defer away.Close()
	for name, keeper := range map[string]web.ExactFigures{"away": postgis.NewExactFigures(away, away), "not there": nil} {
		t.Run(name, func(t *testing.T) {
			s := stockWith(t, func(c *web.Config) { c.Entitled.Figures = keeper })
			_, link := s.exactFigure(t, s.association, "area=hollin-vale")
			for range 2 {
				a := s.association.ask(http.MethodGet, link, "", "Accept", "application/json").status(503)
				if a.json()["code"] != "figure-unavailable" || a.Header().Get("Retry-After") == "" {
					t.Errorf("%s, %v", a.Body, a.Header())
				}
			}
			rows, err := csv.NewReader(s.association.get("/homes/exact/list.csv?area=hollin-vale").status(200).Body).ReadAll()
			must(t, err)
			if !strings.Contains(strings.Join(rows[1], "|"), "no: open it by its link while the answer stands") {
				t.Errorf("the file says %v", rows[1])
			}
		})
	}
}

// What the account's own file tells of exact figures, and what is left of them when it is erased.
func TestExactFiguresOfAnAccount(t *testing.T) {
	s := stock(t)
	id, link := s.exactFigure(t, s.association, "area=hollin-vale")
	second, _ := s.holder(t, "second@ashdale.example", access.Grant{Role: access.AssociationOfficer, Organisation: s.bodies["registered-provider"]})
	s.association.get(link).status(200)
	second.get(exactFigures + id).status(200) // reading keeps nothing
	all := func(p *person) string {
		return fmt.Sprint(p.ask(http.MethodGet, "/account/export", "", "Accept", "application/json").status(200).json()["exact-figures"])
	}
	if mine, theirs := all(s.association), all(second); !strings.Contains(mine, id) || theirs != "[]" {
		t.Errorf("exported: %s and %s", mine, theirs)
	}
	s.association.post("/account/erase", "email", "officer@ashdale.example").to("/")
	if figures, keepers := s.keptExactly(t); figures != 1 || keepers != 0 {
		t.Errorf("%d figures are left, for %d people", figures, keepers)
	}
	second.get(exactFigures + id).status(200)
}

// Homes that an owner withholds leave no trace in the figures of others: not in their ids, and not in whether a link opens.
func TestWithheldHomesAndExactFigures(t *testing.T) {
	s := stock(t)
	s.agree(t)
	answers := func() string {
		id, link := s.exactFigure(t, s.planner, "area=hollin-vale&by=tenure,owner")
		page := s.planner.get(link).status(200)
		return id + link + fmt.Sprint(page.page().texts("td.n"), s.planner.get(exactFigures + id + ".json?again=yes").json()["now"])
	}
	before := answers()
	seen := s.total(t, s.association, "")
	for i := range 3 {
		h := aHome(fmt.Sprintf("hidden%d", i), 433500, 435500, home.Withheld)
		h.Authority = authority
		load(t, s.loader.Homes, "homes", h)
	}
	eventually(t, func() bool { return s.total(t, s.association, "") == seen+3 })
	if after := answers(); after != before {
		t.Errorf("%s\n%s", difference(before, after), difference(after, before))
	}
}
