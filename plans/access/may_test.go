package access_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"terrier/plans"
	"terrier/plans/access"
)

// Organisations and places of an invented county.
const (
	ashdale, birch, hollin, moor, forum, parish = 1, 2, 3, 4, 5, 6

	hollinPlace, moorPlace = "E07009001", "E07009002"
)

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

func at(text string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05 -0700", text)
	if err != nil {
		panic(err)
	}
	return t
}

var (
	noon   = at("2026-07-01 12:00:00 +0000")
	spring = access.Span{From: day("2026-04-01"), Until: day("2026-10-31")}
)

func holding(account int64, role access.Role, organisation int64, place string) access.Held {
	return access.Held{ID: account, Account: account, Grant: access.Grant{Role: role, Organisation: organisation, Place: place, Span: spring}}
}

func person(account int64, roles ...access.Held) access.Who {
	return access.Who{Account: account, Roles: roles}
}

func agreed(association, authority int64, place string, tenures ...string) access.Agreement {
	return access.Agreement{ID: association, Association: association, Authority: authority, Place: place, Tenures: tenures, Span: spring}
}

// One person of each role, and what is theirs.
var (
	nobody    = access.Who{}
	signedIn  = person(10)
	member    = person(11, holding(11, access.ForumMember, forum, ""))
	secretary = person(12, holding(12, access.ForumSecretary, forum, ""))
	clerk     = person(13, holding(13, access.ParishClerk, parish, ""))
	officer   = person(14, holding(14, access.PlanningOfficer, hollin, hollinPlace))
	housing   = person(15, holding(15, access.AssociationOfficer, ashdale, ""))
	admin     = person(16, holding(16, access.Administrator, 0, ""))
	everyone  = map[access.Role]access.Who{access.Reader: nobody, access.AnAccount: signedIn, access.ForumMember: member, access.ForumSecretary: secretary,
		access.ParishClerk: clerk, access.PlanningOfficer: officer, access.AssociationOfficer: housing, access.Administrator: admin}
)

func init() {
	officer.Agreements = []access.Agreement{agreed(ashdale, hollin, hollinPlace)}
	everyone[access.PlanningOfficer] = officer
}

// codeOf is the stable code of a refusal, "yes" where there is none.
func codeOf(t *testing.T, err error) string {
	t.Helper()
	var known *plans.Error
	switch {
	case err == nil:
		return "yes"
	case !errors.As(err, &known):
		t.Fatalf("no error of a kind: %v", err)
	case known.Message == "" || (known.Kind == plans.SignedOut) != (known.Code == "sign-in-needed"):
		t.Fatalf("%+v", known)
	}
	return known.Code
}

func TestMay(t *testing.T) {
	ours, theirs := access.Subject{Organisation: ashdale, Authority: hollinPlace}, access.Subject{Organisation: birch, Authority: hollinPlace}
	away := access.Subject{Organisation: ashdale, Authority: moorPlace}
	colleague := func(organisation int64) access.Subject {
		return access.Subject{Account: 99, Organisation: organisation}
	}
	for _, c := range []struct {
		sentence string
		who      access.Who
		action   access.Action
		of       access.Subject
		want     string
	}{
		{"a reader looks at the map", nobody, access.SeeMap, access.Subject{}, "yes"},
		{"an officer looks at the map", officer, access.SeeMap, access.Subject{}, "yes"},
		{"a reader asks for exact homes", nobody, access.SeeExactHomes, ours, "sign-in-needed"},
		{"an account asks for exact homes", signedIn, access.SeeExactHomes, ours, "not-permitted"},
		{"an administrator asks for exact homes", admin, access.SeeExactHomes, ours, "not-permitted"},
		{"an association sees its own homes", housing, access.SeeExactHomes, ours, "yes"},
		{"wherever they are", housing, access.SeeExactHomes, away, "yes"},
		{"and not those of another", housing, access.SeeExactHomes, theirs, "not-yours"},
		{"nor homes of nobody in particular", housing, access.SeeExactHomes, access.Subject{}, "not-yours"},
		{"a planning officer sees homes of an association that agreed", officer, access.SeeExactHomes, ours, "yes"},
		{"not of one that did not", officer, access.SeeExactHomes, theirs, "not-yours"},
		{"not in another authority", officer, access.SeeExactHomes, away, "not-yours"},
		{"not without a place", officer, access.SeeExactHomes, access.Subject{Organisation: ashdale}, "not-yours"},
		{"never withheld ones", officer, access.SeeWithheldHomes, ours, "not-permitted"},
		{"which their owner sees", housing, access.SeeWithheldHomes, ours, "yes"},
		{"a planning officer downloads what they see", officer, access.DownloadExactHomes, ours, "yes"},
		{"a planning officer makes no agreement", officer, access.MakeAgreement, ours, "not-permitted"},
		{"an association revokes its own", housing, access.RevokeAgreement, ours, "yes"},
		{"and not another's", housing, access.RevokeAgreement, theirs, "not-yours"},
		{"a planning officer sees who agreed, at home", officer, access.SeeWhoAgreed, access.Subject{Authority: hollinPlace}, "yes"},
		{"and not next door", officer, access.SeeWhoAgreed, access.Subject{Authority: moorPlace}, "not-yours"},
		{"an association brings its stock", housing, access.ApplyStock, ours, "yes"},
		{"an administrator does not", admin, access.ApplyStock, ours, "not-permitted"},
		{"a secretary makes members of the forum", secretary, access.GrantRole(access.ForumMember), colleague(forum), "yes"},
		{"not of another forum", secretary, access.GrantRole(access.ForumMember), colleague(7), "not-yours"},
		{"and no secretaries", secretary, access.GrantRole(access.ForumSecretary), colleague(forum), "not-permitted"},
		{"a member makes nobody anything", member, access.GrantRole(access.ForumMember), colleague(forum), "not-permitted"},
		{"an officer makes a colleague an officer", officer, access.GrantRole(access.PlanningOfficer), colleague(hollin), "yes"},
		{"and nobody of another authority", officer, access.GrantRole(access.PlanningOfficer), colleague(moor), "not-yours"},
		{"nobody gives themselves a role", admin, access.GrantRole(access.AssociationOfficer), access.Subject{Account: 16, Organisation: ashdale}, "not-to-oneself"},
		{"an administrator makes the first officer of an association", admin, access.GrantRole(access.AssociationOfficer), colleague(ashdale), "yes"},
		{"and administrators", admin, access.GrantRole(access.Administrator), colleague(0), "yes"},
		{"which nobody else does", officer, access.GrantRole(access.Administrator), colleague(0), "not-permitted"},
		{"a clerk erases their account", clerk, access.EraseAccount, access.Subject{Account: 13}, "yes"},
		{"and not another's", admin, access.EraseAccount, access.Subject{Account: 13}, "not-yours"},
		{"nor a reader one that is not there", nobody, access.EraseAccount, access.Subject{}, "sign-in-needed"},
		{"an account draws", signedIn, access.DrawDraft, access.Subject{Account: 10}, "yes"},
		{"what is not in the table", admin, "launch-rocket", access.Subject{}, "unknown-action"},
		{"nor is it for a reader", nobody, "launch-rocket", access.Subject{}, "unknown-action"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			if got := codeOf(t, access.May(c.who, c.action, c.of, noon)); got != c.want {
				t.Errorf("%s: got %s, want %s", c.action, got, c.want)
			}
		})
	}
}

// TestPermissions asks for every row as every role, of what is theirs, of what is another's, and after everything has ended.
func TestPermissions(t *testing.T) {
	years := noon.AddDate(2, 0, 0)
	seen := map[access.Action]bool{}
	for _, p := range access.Permissions {
		if seen[p.Action] || p.Says == "" || len(p.May) == 0 {
			t.Errorf("%s stands twice, or says nothing", p.Action)
		}
		seen[p.Action] = true
		for role, who := range everyone {
			own := access.Subject{Account: who.Account, Authority: hollinPlace, Organisation: ashdale} // whom the officer has an agreement with
			for _, h := range who.Roles {
				if p.May[role] != access.UnderAgreement && h.Organisation != 0 {
					own.Organisation = h.Organisation
				}
			}
			if p.NotOneself {
				own.Account = 99
			}
			other := access.Subject{Account: 98, Organisation: birch, Authority: moorPlace}
			open, account := p.May[access.Reader] != "", p.May[access.AnAccount] != "" && who.Account != 0
			reach := p.May[role]
			for _, c := range []struct {
				what string
				of   access.Subject
				now  time.Time
				want bool
			}{
				{"its own", own, noon, open || account || (reach != "" && who.Account != 0)},
				{"another's", other, noon, open || reach == access.Anything},
				{"its own, later", own, years, open || account},
			} {
				err := access.May(who, p.Action, c.of, c.now)
				if (err == nil) != c.want {
					t.Errorf("%s, as %s, of %s: %v", p.Action, role, c.what, err)
				}
				if might := access.Might(who, p.Action, c.now); err == nil && might != nil {
					t.Errorf("%s may %s and might not: %v", role, p.Action, might)
				}
				codeOf(t, err)
			}
		}
	}
	for _, role := range access.Roles.Slugs() {
		if !seen[access.GrantRole(access.Role(role))] || !seen[access.RevokeRole(access.Role(role))] {
			t.Errorf("who grants and revokes %s?", role)
		}
	}
}

// TestDays holds a role against London's days: summer time begins on 29 March 2026 and ends on 25 October.
func TestDays(t *testing.T) {
	for _, c := range []struct {
		sentence string
		from     string
		until    string
		now      string
		want     bool
	}{
		{"the last second before the first day, in summer", "2026-06-01", "2026-06-30", "2026-05-31 22:59:59 +0000", false},
		{"the first second of the first day", "2026-06-01", "2026-06-30", "2026-05-31 23:00:00 +0000", true},
		{"the last second of the last day", "2026-06-01", "2026-06-30", "2026-06-30 22:59:59 +0000", true},
		{"the first second after it", "2026-06-01", "2026-06-30", "2026-06-30 23:00:00 +0000", false},
		{"the first second of a winter's day", "2026-12-01", "", "2026-12-01 00:00:00 +0000", true},
		{"the last before it", "2026-12-01", "", "2026-11-30 23:59:59 +0000", false},
		{"long after, without an end", "2026-12-01", "", "2036-11-30 23:59:59 +0000", true},
		{"the end of the day on which clocks go back", "2026-10-25", "2026-10-25", "2026-10-25 23:59:59 +0000", true},
		{"its beginning, still in summer time", "2026-10-25", "2026-10-25", "2026-10-24 23:00:00 +0000", true},
		{"a clock in another zone", "2026-06-01", "2026-06-30", "2026-06-30 23:30:00 -0500", false},
		{"no first day", "", "", "2026-06-01 12:00:00 +0000", false},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			h := holding(1, access.Administrator, 0, "")
			h.Span = access.Span{}
			if c.from != "" {
				h.From = day(c.from)
			}
			if c.until != "" {
				h.Until = day(c.until)
			}
			if got := h.InForce(at(c.now)); got != c.want {
				t.Errorf("in force %v, want %v", got, c.want)
			}
			if err := access.May(person(1, h), access.MakeRelease, access.Subject{}, at(c.now)); (err == nil) != c.want {
				t.Error(err)
			}
			h.Revoked = at(c.now).Add(time.Hour) // by a server whose clock is ahead
			if h.InForce(at(c.now)) {
				t.Error("in force though revoked")
			}
		})
	}
}

func TestScopes(t *testing.T) {
	token := func(who access.Who, scopes ...string) access.Who {
		who.ByToken, who.Scopes = true, scopes
		return who
	}
	ours := access.Subject{Account: 15, Organisation: ashdale, Authority: hollinPlace}
	for _, c := range []struct {
		sentence string
		who      access.Who
		action   access.Action
		want     string
	}{
		{"a token for homes sees homes", token(housing, "homes"), access.SeeExactHomes, "yes"},
		{"and downloads none", token(housing, "homes"), access.DownloadExactHomes, "token-scope"},
		{"one for stock brings stock", token(housing, "stock"), access.ApplyStock, "yes"},
		{"one without scopes reads as everybody", token(housing), access.SeeMap, "yes"},
		{"and nothing else", token(housing), access.SeeExactHomes, "token-scope"},
		{"none gives more than its account has", token(signedIn, "homes"), access.SeeExactHomes, "not-permitted"},
		{"none grants roles", token(housing, access.Scopes.Slugs()...), access.GrantRole(access.AssociationOfficer), "token-scope"},
		{"none makes agreements", token(housing, access.Scopes.Slugs()...), access.MakeAgreement, "token-scope"},
		{"none erases its account", token(housing, access.Scopes.Slugs()...), access.EraseAccount, "token-scope"},
		{"none makes tokens", token(housing, access.Scopes.Slugs()...), access.ManageAPITokens, "token-scope"},
	} {
		if got := codeOf(t, access.May(c.who, c.action, ours, noon)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.sentence, got, c.want)
		}
	}
	for _, p := range access.Permissions {
		if _, ok := access.Scopes.Find(p.Scope); p.Scope != "" && !ok {
			t.Errorf("%s has the scope %s, which there is not", p.Action, p.Scope)
		}
	}
}

func TestCheckGrant(t *testing.T) {
	grant := func(role access.Role, organisation int64, place string) access.Grant {
		return access.Grant{Role: role, Organisation: organisation, Place: place, Span: spring}
	}
	disordered := grant(access.Administrator, 0, "")
	disordered.Until = day("2026-03-31")
	for _, c := range []struct {
		sentence string
		grant    access.Grant
		of       string
		want     string
	}{
		{"an association's officer", grant(access.AssociationOfficer, 1, ""), "registered-provider", "yes"},
		{"a council's, for its own homes", grant(access.AssociationOfficer, 1, ""), "local-authority", "yes"},
		{"of a forum", grant(access.AssociationOfficer, 1, ""), "neighbourhood-forum", "organisation-unfit"},
		{"of none", grant(access.AssociationOfficer, 0, ""), "", "organisation-needed"},
		{"in a place", grant(access.AssociationOfficer, 1, hollinPlace), "registered-provider", "place-not-needed"},
		{"a planning officer", grant(access.PlanningOfficer, 1, hollinPlace), "local-planning-authority", "yes"},
		{"without a place", grant(access.PlanningOfficer, 1, ""), "local-planning-authority", "place-needed"},
		{"in a place that is none", grant(access.PlanningOfficer, 1, "Hollin"), "local-authority", "bad-place"},
		{"in a place of bad letters", grant(access.PlanningOfficer, 1, "X07009001"), "local-authority", "bad-place"},
		{"a clerk", grant(access.ParishClerk, 1, ""), "parish-council", "yes"},
		{"a prospective forum's secretary", grant(access.ForumSecretary, 1, hollinPlace), "community-body", "yes"},
		{"an administrator", grant(access.Administrator, 0, ""), "", "yes"},
		{"of an organisation", grant(access.Administrator, 1, ""), "registered-provider", "organisation-not-needed"},
		{"until before from", disordered, "", "dates-disordered"},
		{"no role", grant("king", 0, ""), "", "unknown-value"},
		{"a role that nobody grants", grant(access.Reader, 0, ""), "", "unknown-value"},
	} {
		if got := codeOf(t, c.grant.Check(c.of)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.sentence, got, c.want)
		}
	}
	until := agreed(ashdale, hollin, hollinPlace)
	until.Until = time.Time{}
	for _, c := range []struct {
		sentence  string
		agreement access.Agreement
		types     [2]string
		want      string
	}{
		{"an agreement", agreed(ashdale, hollin, hollinPlace), [2]string{"registered-provider", "local-authority"}, "yes"},
		{"with a forum", agreed(ashdale, hollin, hollinPlace), [2]string{"registered-provider", "neighbourhood-forum"}, "organisation-unfit"},
		{"by a parish", agreed(ashdale, hollin, hollinPlace), [2]string{"parish-council", "local-authority"}, "organisation-unfit"},
		{"with itself", agreed(hollin, hollin, hollinPlace), [2]string{"local-authority", "local-authority"}, "organisation-unfit"},
		{"for ever", until, [2]string{"registered-provider", "local-authority"}, "until-needed"},
		{"nowhere", agreed(ashdale, hollin, ""), [2]string{"registered-provider", "local-authority"}, "bad-place"},
	} {
		if got := codeOf(t, c.agreement.Check(c.types[0], c.types[1])); got != c.want {
			t.Errorf("%s: got %s, want %s", c.sentence, got, c.want)
		}
	}
	if slices.Contains(access.Roles.Slugs(), string(access.AnAccount)) {
		t.Error("an account can be granted")
	}
}
