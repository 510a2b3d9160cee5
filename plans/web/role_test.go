package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"terrier/plans/access"
	"terrier/plans/web"
)

// staffed is a town with people who hold roles, each with a browser.
type staffed struct {
	*doors
	bodies map[string]int64 // organisations by type
}

func staff(t testing.TB, change func(*web.Config)) *staffed {
	t.Helper()
	d := withDoors(t, populated(t), change)
	return &staffed{d, organisations(t, d)}
}

// holder is somebody who holds a role for an organisation, signed in.
func (s *staffed) holder(t testing.TB, email string, g access.Grant) (*person, access.Held) {
	t.Helper()
	g.From = day(2026, 1, 1)
	account := s.account(t, email)
	held, err := s.writer.GrantRole(t.Context(), account, g, 0, s.clock)
	must(t, err)
	p := newPerson(t, s)
	in, err := s.writer.StartSession(t.Context(), account, "link", access.Secret{}, s.clock)
	must(t, err)
	p.keep(in.Token)
	eventually(t, func() bool { return p.get("/account").Code == 200 && len(s.roster.Who(account).Roles) > 0 })
	return p, held
}

func TestInvitations(t *testing.T) {
	s := staff(t, nil)
	officer, _ := s.holder(t, "officer@ashdale.example", access.Grant{Role: access.AssociationOfficer, Organisation: s.bodies["registered-provider"]})
	secretary, _ := s.holder(t, "secretary@fold.example", access.Grant{Role: access.ForumSecretary, Organisation: s.bodies["neighbourhood-forum"]})
	admin, _ := s.holder(t, "admin@terrier.example", access.Grant{Role: access.Administrator})
	invite := func(p *person, email, role, organisation string) asked {
		return p.post("/admin/invitations", "email", email, "role", role, "organisation", organisation)
	}
	officer.get("/admin").status(200).says("officer@ashdale.example").says(`<option value="ashdale-homes">Ashdale Homes</option>`)
	if page := officer.get("/admin").Body.String(); strings.Contains(page, "secretary@fold.example") {
		t.Error("an association's officer sees who is in a forum")
	}
	admin.get("/admin").status(200).says("secretary@fold.example").says("officer@ashdale.example")
	invite(officer, "colleague@ashdale.example", "association-officer", "ashdale-homes").to("/admin?done=invited")
	colleague := newPerson(t, s)
	colleague.post(s.linkTo(t, "colleague@ashdale.example")).to("/account")
	if letter := s.sent()[len(s.sent())-1].text; !strings.Contains(letter, "Association officer for Ashdale Homes") {
		t.Errorf("the letter says %q", letter)
	}
	colleague.get("/account").status(200).says("Association officer").says(`<a href="/associations/ashdale-homes">Ashdale Homes</a>`)

	for _, c := range []struct {
		who                       *person
		email, role, organisation string
		status                    int
		says                      string
	}{
		{officer, "x@example.org", "association-officer", "beck-housing", 403, "not this one"},
		{officer, "x@example.org", "planning-officer", "vale-council", 403, "None of your roles"},
		{officer, "x@example.org", "administrator", "", 403, "None of your roles"},
		{officer, "Officer@Ashdale.example", "association-officer", "ashdale-homes", 403, "for yourself"},
		{officer, "nobody", "association-officer", "ashdale-homes", 400, "no e-mail address"},
		{officer, "x@example.org", "king", "ashdale-homes", 400, "not a known value"},
		{officer, "x@example.org", "association-officer", "nowhere", 404, "no organisation"},
		{secretary, "x@example.org", "association-officer", "ashdale-homes", 403, "None of your roles"},
		{secretary, "x@example.org", "forum-secretary", "fold-forum", 403, "None of your roles"},
		{admin, "admin@terrier.example", "administrator", "", 403, "for yourself"},
		{admin, "x@example.org", "planning-officer", "fold-forum", 400, "not held for an organisation of the type"},
	} {
		invite(c.who, c.email, c.role, c.organisation).status(c.status).says(c.says)
	}
	invite(secretary, "member@fold.example", "forum-member", "fold-forum").to("/admin?done=invited")
	invite(admin, "planner@vale.example", "planning-officer", "vale-council").to("/admin?done=invited")
	officer.post("/admin/invitations", "email", "x@example.org", "role", "association-officer", "organisation", "ashdale-homes", "until", "31/3/2027").status(400).says("no date")
	officer.post("/admin/invitations", "email", "x@example.org", "role", "association-officer", "organisation", "ashdale-homes", "until", "2025-03-31").status(400).says("lies before")
	for _, ref := range []string{"ashdale-homes\x00", "\xff", "'; --", strings.Repeat("a", 5000)} { // no ref at all
		invite(officer, "x@example.org", "association-officer", ref).status(404).says("no organisation")
		officer.post("/admin/agreements", "association", "ashdale-homes", "authority", ref, "until", "2027-03-31").status(404)
	}
	for i := range 8 { // nobody's mailbox is flooded
		if got := invite(admin, "much@example.org", "parish-clerk", "fold-parish-council").Code; (got == 429) != (i >= access.PerAddress.Burst) {
			t.Errorf("invitation %d: %d", i, got)
		}
	}
	newPerson(t, s).post("/admin/invitations", "email", "x@example.org").to("/sign-in?to=%2Faccount")
	secretary.get("/admin/agreements").status(403)
}

// TestInvitationByHand is a server that sends no e-mail.
func TestInvitationByHand(t *testing.T) {
	s := staff(t, func(c *web.Config) { c.Doors.Mail = nil })
	admin, _ := s.holder(t, "admin@terrier.example", access.Grant{Role: access.Administrator})
	page := admin.post("/admin/invitations", "email", "clerk@fold.example", "role", "parish-clerk", "organisation", "fold-parish-council").status(200)
	found := linkIn.FindStringSubmatch(strings.ReplaceAll(page.Body.String(), "</code>", " "))
	if found == nil {
		t.Fatalf("no link in %s", page.Body)
	}
	p := newPerson(t, s)
	p.post(found[1]).to("/account")
	p.get("/account").status(200).says("Parish clerk")
}

// TestRoleRevokedWhileAPageIsOpen holds that what was revoked is out within a second, whoever asks.
func TestRoleRevokedWhileAPageIsOpen(t *testing.T) {
	s := staff(t, nil)
	officer, held := s.holder(t, "officer@ashdale.example", access.Grant{Role: access.AssociationOfficer, Organisation: s.bodies["registered-provider"]})
	colleague, other := s.holder(t, "colleague@ashdale.example", access.Grant{Role: access.AssociationOfficer, Organisation: s.bodies["registered-provider"]})
	secretary, member := s.holder(t, "secretary@fold.example", access.Grant{Role: access.ForumSecretary, Organisation: s.bodies["neighbourhood-forum"]})
	path := func(h access.Held) string { return fmt.Sprintf("/admin/roles/%d/revoke", h.ID) }
	officer.get("/admin").status(200)
	secretary.post(path(held)).status(404)
	officer.post(path(member)).status(404)
	officer.post("/admin/roles/x/revoke").status(404)
	officer.post("/admin/roles/99999999/revoke").status(404)
	secretary.post(fmt.Sprintf("/account/roles/%d/give-up", held.ID)).status(404)
	colleague.post(path(held)).to("/admin?done=revoked")
	eventually(t, func() bool { return officer.get("/admin").Code == 403 })
	officer.post(path(other)).status(403) // the page that was open
	officer.get("/account").status(200)
	colleague.post(path(held)).status(404)
	colleague.post(fmt.Sprintf("/account/roles/%d/give-up", other.ID)).to("/account")
	eventually(t, func() bool { return colleague.get("/admin").Code == 403 })
}

func TestAgreements(t *testing.T) {
	s := staff(t, nil)
	beck, err := s.writer.Body(t.Context(), "beck-housing")
	must(t, err)
	officer, _ := s.holder(t, "officer@ashdale.example", access.Grant{Role: access.AssociationOfficer, Organisation: s.bodies["registered-provider"]})
	rival, _ := s.holder(t, "officer@beck.example", access.Grant{Role: access.AssociationOfficer, Organisation: beck.ID})
	planner, held := s.holder(t, "planner@vale.example", access.Grant{Role: access.PlanningOfficer, Organisation: s.bodies["local-authority"], Place: "E07000026"})
	sees := func() bool { return len(access.Exact(s.roster.Who(held.Account), s.clock)) > 0 }
	fields := []string{"association", "ashdale-homes", "authority", "vale-council", "until", "2027-03-31"}
	planner.post("/admin/agreements", fields...).status(403)
	rival.post("/admin/agreements", fields...).status(403)
	officer.post("/admin/agreements", fields[:4]...).status(400).says("made for a time")
	officer.post("/admin/agreements", append(fields, "tenure", "castle")...).status(400).says("not a known value")
	officer.post("/admin/agreements", "association", "ashdale-homes", "authority", "fold-forum", "place", "E07000026", "until", "2027-03-31").status(400).says("planning authority")
	if sees() {
		t.Fatal("seen without an agreement")
	}
	officer.post("/admin/agreements", append(fields, "tenure", "social-rent", "tenure", "affordable-rent")...).to("/admin/agreements?done=made")
	eventually(t, sees)
	for _, p := range []*person{officer, planner} {
		p.get("/admin/agreements").status(200).says("Ashdale Homes").says("Vale Council").says("Social rent").says("31 March 2027")
	}
	if page := rival.get("/admin/agreements").Body.String(); strings.Contains(page, "Vale Council") {
		t.Error("an association sees another's agreements")
	}
	made, err := s.writer.Agreements(t.Context(), s.bodies["registered-provider"])
	must(t, err)
	path := fmt.Sprintf("/admin/agreements/%d/revoke", made[0].ID)
	rival.post(path).status(404)
	planner.post(path).status(403)
	officer.post("/admin/agreements/99999/revoke").status(404)
	officer.post(path).to("/admin/agreements?done=revoked")
	eventually(t, func() bool { return !sees() })
	officer.post(path).status(404)
	officer.get("/admin/agreements").status(200).says("revoked " + s.clock.Format("2 January 2006"))
	// It ends of itself on its last day, too.
	officer.post("/admin/agreements", fields...).to("/admin/agreements?done=made")
	eventually(t, sees)
	s.wait(day(2027, 4, 1).Sub(s.clock) - time.Minute) // an hour of summer time is on
	if sees() {
		t.Error("seen after its last day")
	}
}
