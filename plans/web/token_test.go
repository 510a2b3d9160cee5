package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"terrier/plans/access"
)

var shownToken = regexp.MustCompile(`<p><code>([^<]+)</code></p>`)

// A program sees what its person sees, as far as its token is good for, and nothing once that is revoked.
func TestTokens(t *testing.T) {
	s := stock(t)
	later := func(days int) string { return s.clock.AddDate(0, 0, days).Format(time.DateOnly) }
	s.association.post("/account/tokens", "name", "report").status(400).says("at least one of")
	s.association.post("/account/tokens", "name", "report", "scope", "castles").status(400).says("not a known value")
	s.association.post("/account/tokens", "scope", "homes").status(400).says("1 to 100 characters")
	s.association.post("/account/tokens", "name", "report", "scope", "homes", "until", later(367)).status(400).says("a year at most")
	s.association.post("/account/tokens", "name", "report", "scope", "homes", "until", later(-1)).status(400)
	s.association.post("/account/tokens", "name", "report", "scope", "homes", "until", "soon").status(400).says("no date")
	page := s.association.post("/account/tokens", "name", "<b>report", "scope", "homes", "until", later(365)).status(200)
	found := shownToken.FindStringSubmatch(page.Body.String())
	if found == nil {
		t.Fatalf("no token in %s", page.Body)
	}
	if listed := s.association.get("/account/tokens").status(200).says("&lt;b&gt;report").Body.String(); strings.Contains(listed, found[1]) {
		t.Error("the secret is shown again")
	}
	program := newPerson(t, s)
	ask := func(path string) asked {
		return program.ask(http.MethodGet, path, "", "Authorization", "Bearer "+found[1], "Accept", "application/json")
	}
	eventually(t, func() bool { return ask("/homes/exact.json").Code == 200 })
	ask("/homes/exact/list.csv").status(403)
	ask("/account/tokens").status(403)
	ask("/admin").status(403)
	if strings.Contains(s.logged(), found[1]) {
		t.Error("the log has the token")
	}
	id := regexp.MustCompile(`/account/tokens/(\d+)/revoke`).FindStringSubmatch(s.association.get("/account/tokens").Body.String())
	s.planner.post(id[0]).status(404)
	s.association.post("/account/tokens/x/revoke").status(404)
	s.association.post(id[0]).to("/account/tokens")
	s.association.post(id[0]).status(404)
	eventually(t, func() bool { return ask("/homes/exact.json").Code == 401 })
	if got := ask("/homes/exact.json").Header().Get("WWW-Authenticate"); got != `Bearer realm="terrier", error="invalid_token"` {
		t.Errorf("challenged by %q", got)
	}
}

// What a database cannot keep is refused in words, and the name of the scheme may be written in any case.
func TestTokensAskedOddly(t *testing.T) {
	s := staff(t, nil)
	officer, _ := s.holder(t, "officer@ashdale.example", access.Grant{Role: access.AssociationOfficer, Organisation: s.bodies["registered-provider"]})
	for _, name := range []string{"a\x00b", "\xff", "a\x1bb", ""} {
		officer.post("/account/tokens", "name", name, "scope", "homes").status(400).says("control characters")
	}
	page := officer.post("/account/tokens", "name", "Our register", "scope", "homes").status(200).Body.String()
	found := shownToken.FindStringSubmatch(page)
	if found == nil {
		t.Fatal("no token is shown")
	}
	officer.get("/account/tokens").status(200).says(`data-label="Last used">never`)
	program := newPerson(t, s)
	for _, scheme := range []string{"Bearer ", "bearer ", "BEARER  "} {
		eventually(t, func() bool {
			return program.ask(http.MethodGet, "/homes/exact.json", "", "Accept", "application/json", "Authorization", scheme+found[1]).Code == 200
		})
	}
	program.ask(http.MethodGet, "/homes/exact.json", "", "Accept", "application/json", "Authorization", "Bearer").status(401)
	officer.get("/account/tokens").status(200).says(`data-label="Last used">` + s.clock.Format("2 January 2006"))
}
