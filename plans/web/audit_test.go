package web_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"terrier/plans/access"
	"terrier/plans/audit"
	"terrier/plans/home"
)

// An association's officer reads what is about the association, and no more; an administrator reads everything, and learns of no home.
func TestAuditTrail(t *testing.T) {
	s := stock(t)
	admin, _ := s.holder(t, "admin@terrier.example", access.Grant{Role: access.Administrator})
	beck, err := s.writer.Body(t.Context(), "beck-housing")
	must(t, err)
	rival, _ := s.holder(t, "officer@beck.example", access.Grant{Role: access.AssociationOfficer, Organisation: beck.ID})
	s.agree(t, "social-rent")
	s.association.get("/homes/exact.json?area=hollin-vale").status(200)
	s.association.get("/homes/exact.json?owner=beck-housing").status(200) // published homes of another only
	s.planner.get("/homes/exact/list.csv?tenure=social-rent&as-at=" + home.Today(s.clock).Format(time.DateOnly)).status(200)
	s.planner.get("/homes/exact.json?tenure=shared-ownership").status(200) // not of the agreement
	rival.get("/homes/exact.json?sensitivity=withheld").status(400)
	rival.get("/homes/exact.json").status(200)
	drawn := s.planner.ask(http.MethodPost, "/homes/exact?drag=d1&end=yes&tenure=social-rent", shapeOf(vale), "Content-Type", "application/geo+json", "Accept", "application/json")
	drawn.status(200)

	page := s.association.get("/admin/audit").status(200).
		says("about Ashdale Homes").
		says("Counted homes exactly in Hollin Vale (").
		says("Let Vale Council see homes exactly in E07000026").
		says("Gave officer@ashdale.example the role association officer").
		says("Downloaded homes as a file, as they stood at the end of ").
		says("; tenure: social-rent").
		says("planner@vale.example").
		says("Counted homes exactly in a drawn shape; tenure: social-rent").
		says("Imported a file of homes “homes.csv”").
		says("not sealed yet").Body.String()
	for _, hidden := range []string{"officer@beck.example", "Beck Housing", "shared-ownership", "beck-housing", "community assets", "Signed in"} {
		if strings.Contains(page, hidden) {
			t.Errorf("an association's officer is told of %q", hidden)
		}
	}
	if page := rival.get("/admin/audit").status(200).says("officer@beck.example").Body.String(); strings.Contains(page, "planner@vale.example") || strings.Contains(page, "Hollin Vale") {
		t.Error("an association's officer is told of what was asked about another")
	}
	all := admin.get("/admin/audit").status(200).says("officer@beck.example").says("planner@vale.example").says("Ashdale Homes").says("Signed in by a link").Body.String()
	if strings.Contains(all, " homes)") || strings.Contains(all, " home)") || strings.Contains(all, "rows brought in") && strings.Contains(all, "homes.csv”, import 3: ") {
		t.Error("an administrator is told how many homes an answer had")
	}
	s.planner.get("/admin/audit").status(403)
	newPerson(t, s).get("/admin/audit").to("/sign-in?to=%2Fadmin%2Faudit")
	admin.get("/admin").says(`href="/admin/audit"`)
	s.association.get("/account").says(`href="/admin/audit"`)
	if strings.Contains(s.planner.get("/account").Body.String(), "/admin/audit") {
		t.Error("a planner is shown the way to it")
	}

	// Filters.
	only := func(p *person, query, says, not string) {
		t.Helper()
		if body := p.get("/admin/audit?" + query).status(200).says(says).Body.String(); strings.Contains(body, not) {
			t.Errorf("%s says %q", query, not)
		}
	}
	today := home.Today(time.Now()).Format(time.DateOnly)
	only(s.association, "person=Planner@VALE.example", "Downloaded homes", "Hollin Vale")
	only(s.association, "kind=agreement", "Let Vale Council", "Counted homes")
	only(s.association, "person=command+line&kind=import", "Imported a file of homes", "Counted homes")
	only(s.association, "from="+today+"&until="+today, "Counted homes", "There is none")
	only(s.association, "until=2020-01-01", "There is none of these", "Counted homes")
	only(s.association, "person=officer@beck.example", "There is none of these", "Counted homes") // as for nobody:
	only(s.association, "person=nobody@beck.example", "There is none of these", "Counted homes")
	only(admin, fmt.Sprintf("person=account+%d", s.plannerAccount), "planner@vale.example", "officer@beck.example</a>")
	for query, says := range map[string]string{"from=yesterday": "no date", "from=2026-02-01&until=2026-01-01": "lies before", "kind=castle": "not a known value", "before=x": "no number of an event",
		"person=account+x": "no account", "person=Ann": "nobody who can be looked for", "page=2": "page"} {
		admin.get("/admin/audit?" + query).status(400).says(says)
	}

	// What was sealed says so, and what was changed since.
	sealed, err := s.trail.Seal(t.Context())
	must(t, err)
	if page := s.association.get("/admin/audit").status(200).says("<td data-label=\"Seal\">sealed").Body.String(); sealed == 0 || strings.Contains(page, "as they should be") {
		t.Error("sealed events are in trouble")
	}
	conn, err := s.super.Acquire(t.Context())
	must(t, err)
	_, err = conn.Exec(t.Context(), `SET session_replication_role = replica; UPDATE audit_entry SET at = at + '1 second' WHERE action = 'make-agreement'; SET session_replication_role = origin`)
	conn.Release()
	must(t, err)
	s.association.get("/admin/audit?kind=agreement").status(200).says("broken: changed since it was sealed").says("as they should be")
}

// Pages follow each other without a gap, and a file has all that the pages have, with nothing that a spreadsheet runs.
func TestAuditPages(t *testing.T) {
	s := staff(t, nil)
	ashdale := s.bodies["registered-provider"]
	officer, held := s.holder(t, "officer@ashdale.example", access.Grant{Role: access.AssociationOfficer, Organisation: ashdale})
	for i := range 120 {
		detail, err := audit.DetailOf(map[string]any{audit.Of: []int64{ashdale, 99_999_999}, "where": map[string][]string{"tenure": {fmt.Sprint("t", i)}}, "account": "of another kind"})
		must(t, err)
		who := audit.Account(held.Account)
		if i == 60 {
			who = audit.Account(88_888_888)
		}
		_, err = s.trail.Record(t.Context(), audit.Entry{Who: who, Action: "list-homes", Kind: "home", Detail: detail, Request: "=1+1"})
		must(t, err)
	}
	_, err := s.trail.Record(t.Context(), audit.Entry{Who: audit.Public, Action: "never-heard-of", Kind: "castle", Detail: audit.Detail(fmt.Sprintf(`{"of":[%d]}`, ashdale))})
	must(t, err)
	seen, pages := 0, 0
	for path := "/admin/audit?kind=home"; path != ""; pages++ {
		body := officer.get(path).status(200).Body.String()
		for ; strings.Contains(body, fmt.Sprintf("tenure: t%d<", 119-seen)); seen++ {
		}
		_, rest, more := strings.Cut(body, `rel="next" href="`)
		if path = ""; more {
			path, _, _ = strings.Cut(rest, `"`)
			path = strings.ReplaceAll(path, "&amp;", "&")
		}
	}
	if seen != 120 || pages != 3 {
		t.Errorf("%d events on %d pages", seen, pages)
	}
	officer.get("/admin/audit").says("Never heard of").says("The public")
	officer.get("/admin/audit?person=account+88888888").says("Erased account 88888888")
	a := officer.get("/admin/audit.csv?kind=home").status(200)
	rows, err := csv.NewReader(strings.NewReader(a.Body.String())).ReadAll()
	if err != nil || len(rows) != 121 || rows[1][3] != "Listed homes one by one; tenure: t119" || rows[1][4] != "Ashdale Homes" || rows[1][8] != "'=1+1" || a.Header().Get("Cache-Control") != "private, no-store" {
		t.Errorf("%d rows, %v: %q", len(rows), err, rows[1])
	}
	officer.get("/admin/audit.json").status(404).says(".csv")
	officer.ask(http.MethodGet, "/admin/audit", "", "Accept", "application/json").status(200)
}
