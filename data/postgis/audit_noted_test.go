package postgis_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"terrier/data/postgis"
	"terrier/plans/access"
	"terrier/plans/area"
	"terrier/plans/audit"
)

// TestWritesAreNoted holds that whatever is written of accounts is noted in the same transaction, by whom and without a name.
func TestWritesAreNoted(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	trail := postgis.NewAudit(c.db.Pool(t, postgis.RoleWrite))
	officer := c.signIn(t, "officer@ashdale.example", grant(access.AssociationOfficer, ashdale, ""))
	colleague := c.signIn(t, "colleague@ashdale.example")
	held, err := c.write.GrantRole(ctx, colleague.Account, grant(access.AssociationOfficer, ashdale, ""), officer.Account, began)
	if err != nil {
		t.Fatal(err)
	}
	made, err := c.write.MakeAgreement(ctx, access.Agreement{Association: ashdale, Authority: hollin, Place: hollinPlace, GrantedBy: officer.Account, Span: held.Span}, began)
	if err != nil {
		t.Fatal(err)
	}
	draft, err := c.write.MakeDraft(ctx, area.Draft{Owner: officer.Account, Viewers: "link-view", Shape: rectangle(400000, 300000, 400100, 300100)}, "", began)
	if err != nil {
		t.Fatal(err)
	}
	version, err := c.write.KeepVersion(ctx, draft.Token, draft.Version, officer.Account, "x", 0, began)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		c.write.MarkReady(ctx, draft.Token, 1, false, officer.Account, began),
		c.write.TakeBack(ctx, draft.Token, officer.Account),
		c.write.TakeBack(ctx, draft.Token, officer.Account), // which does nothing
		c.write.RevokeAgreement(ctx, made.ID, officer.Account, began),
		c.write.RevokeRole(ctx, held.ID, officer.Account, began),
		c.write.Erase(ctx, officer.Account, began),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	// What fails leaves no note.
	if c.write.RevokeAgreement(ctx, made.ID, officer.Account, began) == nil || c.write.RevokeRole(ctx, held.ID, officer.Account, began) == nil {
		t.Error("revoked twice")
	}
	by := func(id int64) audit.Who { return audit.Account(id) }
	want := []string{
		fmt.Sprint(audit.CommandLine, " invite-association-officer invitation"),
		fmt.Sprint(audit.CommandLine, " grant-association-officer role"),
		fmt.Sprint(by(officer.Account), " sign-in account"),
		fmt.Sprint(by(colleague.Account), " sign-in account"),
		fmt.Sprint(by(officer.Account), " grant-association-officer role"),
		fmt.Sprint(by(officer.Account), " make-agreement agreement"),
		fmt.Sprint(by(officer.Account), " mark-ready draft"),
		fmt.Sprint(by(officer.Account), " take-back-ready draft"),
		fmt.Sprint(by(officer.Account), " revoke-agreement agreement"),
		fmt.Sprint(by(officer.Account), " revoke-association-officer role"),
		fmt.Sprint(by(officer.Account), " revoke-association-officer role"),
		fmt.Sprint(by(officer.Account), " erase-account account"),
	}
	entries, err := trail.List(ctx, audit.Filter{}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(entries)
	for _, e := range entries {
		if strings.Contains(string(e.Detail)+e.Ref, draft.Token) {
			t.Errorf("%s tells the token of a draft", e.Action)
		}
		if e.Kind == "draft" && (e.Detail.Read().Version != 1 || e.Detail.Read().SHA256 != version.SHA256) {
			t.Errorf("%s of %s", e.Action, e.Detail)
		}
	}
	var got []string
	for _, e := range entries {
		got = append(got, fmt.Sprint(e.Who, " ", e.Action, " ", e.Kind))
	}
	if !slices.Equal(got, want) {
		t.Errorf("noted\n%q\nwant\n%q", got, want)
	}
}

// TestSignOutsAreNoted holds that the end of a sign-in is noted once, of its account, with why; and nothing where nothing ended.
func TestSignOutsAreNoted(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	in := c.signIn(t, "a@ashdale.example")
	next, err := c.write.StartSession(ctx, in.Account, "passkey", in.Token, began) // in the same browser
	if err != nil {
		t.Fatal(err)
	}
	other, err := c.write.StartSession(ctx, in.Account, "link", access.Secret{}, began)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, ok, err := c.write.RotateSession(ctx, next.Session, began); err != nil || !ok { // two tokens are one sign-in
		t.Fatal(err)
	}
	for range 2 {
		if err := c.write.EndSessions(ctx, in.Account, other.Session.Family, access.EndedByPerson, began); err != nil {
			t.Fatal(err)
		}
		if err := c.write.EndSession(ctx, other.Session.Family, access.EndedByReplay, began); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := postgis.NewAudit(c.db.Pool(t, postgis.RoleWrite)).List(ctx, audit.Filter{Who: audit.Account(in.Account), Action: "sign-out"}, 0, 100)
	var got []string
	for _, e := range entries {
		got = append(got, e.Ref+" "+e.Detail.Read().Means)
	}
	account := fmt.Sprint(in.Account)
	if want := []string{account + " replayed", account + " signed-out", account + " signed-in-anew"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("noted %q, want %q, %v", got, want, err)
	}
}
