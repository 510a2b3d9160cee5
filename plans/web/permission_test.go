package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"terrier/plans/access"
	"terrier/plans/organisation"
	"terrier/plans/web"
)

// routesOf are all routes of a site as "METHOD PATTERN".
func routesOf(t *testing.T, routes chi.Routes) (all []string) {
	t.Helper()
	must(t, chi.Walk(routes, func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if method == http.MethodGet || pattern != "/metrics" { // that one takes all methods
			all = append(all, method+" "+strings.ReplaceAll(pattern, "/*/", "/"))
		}
		return nil
	}))
	return all
}

// TestEveryRouteHasARow holds that each route stands in the table of what it asks, and each row is a route.
func TestEveryRouteHasARow(t *testing.T) {
	w := newTown(t)
	d := withDoors(t, w, nil)
	config := w.config(nil)
	config.Doors, config.Entitled = d.doors(), w.entitled(t)
	config.Stock, config.Drafts, config.MapKeeper = w.bring(t), d.drafts(), d.writer
	routes := map[string]bool{}
	for _, route := range routesOf(t, web.Routes(config)) {
		routes[route] = true
		action, ok := web.Asks[route]
		if !ok {
			t.Errorf("%s asks no row of the table", route)
			continue
		}
		row, ok := access.Find(action)
		if !ok {
			t.Errorf("%s asks %s, which is no row", route, action)
			continue
		}
		_, path, _ := strings.Cut(route, " ")
		public := row.May[access.Reader] == access.Anything
		if !public && !web.IsPrivate(path) {
			t.Errorf("%s is for somebody and open to scripts of other sites", route)
		}
	}
	for route := range web.Asks {
		if !routes[route] {
			t.Errorf("%s is no route", route)
		}
	}
}

var parameter = regexp.MustCompile(`\{(\w+)\}`)

// TestEveryRouteForEveryRole asks each route as each role, and compares the answer with the table.
func TestEveryRouteForEveryRole(t *testing.T) {
	w := populated(t)
	d := withDoors(t, w, nil)
	ids := organisations(t, d)
	people := map[access.Role]int64{access.Reader: 0, access.AnAccount: d.account(t, "plain@example.org")}
	for _, role := range access.Roles.Slugs() {
		g := access.Grant{Role: access.Role(role), Span: access.Span{From: day(2026, 1, 1)}}
		switch g.Role {
		case access.PlanningOfficer:
			g.Organisation, g.Place = ids["local-authority"], "E07000026"
		case access.AssociationOfficer:
			g.Organisation = ids["registered-provider"]
		case access.ForumMember, access.ForumSecretary:
			g.Organisation = ids["neighbourhood-forum"]
		case access.ParishClerk:
			g.Organisation = ids["parish-council"]
		}
		account := d.account(t, role+"@example.org")
		_, err := d.writer.GrantRole(t.Context(), account, g, 0, w.clock)
		must(t, err)
		people[g.Role] = account
	}
	eventually(t, func() bool { return len(d.roster.Who(people[access.Administrator]).Roles) == 1 })
	fill := map[string]string{"suffix": "json", "kind": "areas", "ref": "hollin-vale", "token": strings.Repeat("A", 43), "account": "1", "document": "homes.json",
		"tileset": "homes", "z": "10", "x": "507", "row": "330.mvt", "id": "0"}
	asked := 0
	for route, action := range web.Asks {
		method, pattern, _ := strings.Cut(route, " ")
		path := strings.ReplaceAll(parameter.ReplaceAllStringFunc(pattern, func(p string) string { return fill[p[1:len(p)-1]] }), "*", "favicon.svg")
		for role, account := range people {
			p := newPerson(t, d)
			p.from = "" // no limit on a socket that knows no addresses
			if account != 0 {
				in, err := d.writer.StartSession(t.Context(), account, "link", access.Secret{}, w.clock)
				must(t, err)
				eventually(t, func() bool { _, s := d.roster.Session(in.Token, w.clock); return s == access.Good })
				p.keep(in.Token)
			}
			got := p.ask(method, path, "", "Accept", "application/json").Code
			refused := got == http.StatusUnauthorized || got == http.StatusForbidden
			may := access.Might(d.roster.Who(account), action, w.clock) == nil
			if may == refused || got >= 500 && got != http.StatusServiceUnavailable {
				t.Errorf("%s by %s: %d, may is %v", route, role, got, may)
			}
			asked++
		}
	}
	t.Logf("%d requests", asked)
}

// account makes one.
func (d *doors) account(t testing.TB, email string) int64 {
	t.Helper()
	address, err := access.ParseAddress(email)
	must(t, err)
	link, secret := access.NewLink(address, d.clock)
	must(t, d.writer.KeepLink(t.Context(), link))
	in, err := d.writer.UseLink(t.Context(), secret, access.Secret{}, d.clock)
	must(t, err)
	return in.Account
}

// organisations has one of each type, by its type.
func organisations(t testing.TB, d *doors) map[string]int64 {
	t.Helper()
	ids := map[string]int64{}
	load(t, d.loader.Organisations, "organisations",
		organisation.Organisation{Reference: "E07000026", Name: "Vale Council", Type: "local-authority", GSSCode: "E07000026"},
		organisation.Organisation{Reference: "P1", Name: "Fold Parish Council", Type: "parish-council"},
		organisation.Organisation{Reference: "F1", Name: "Fold Forum", Type: "neighbourhood-forum"})
	for of, ref := range map[string]string{"local-authority": "vale-council", "parish-council": "fold-parish-council", "neighbourhood-forum": "fold-forum", "registered-provider": "ashdale-homes"} {
		body, err := d.writer.Body(t.Context(), ref)
		must(t, err)
		ids[of] = body.ID
	}
	return ids
}
