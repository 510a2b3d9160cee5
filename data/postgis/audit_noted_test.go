package postgis_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"terrier/data/postgis"
	"terrier/plans/access"
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
	for _, err := range []error{
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
	var got []string
	for _, e := range entries {
		got = append(got, fmt.Sprint(e.Who, " ", e.Action, " ", e.Kind))
	}
	if !slices.Equal(got, want) {
		t.Errorf("noted\n%q\nwant\n%q", got, want)
	}
}
