package postgis_test

import (
	"context"
	"testing"

	"terrier/data/postgis"
	"terrier/plans/access"
	"terrier/plans/intake"
	"terrier/plans/organisation"
)

// An import of organisations that is undone leaves those for which a role is held or that an agreement names, and says so.
func TestUndoLeavesWhatRolesName(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	loader := postgis.NewLoader(c.db.Pool(t, postgis.RoleLoad))
	named := func(ref, kind string) organisation.Organisation {
		return organisation.Organisation{Reference: ref, Name: ref, Type: kind}
	}
	_, id, err := loader.Organisations(ctx, anImport("organisations"), rowsOf(named("Held", "registered-provider"), named("Agreed", "local-authority"), named("Invited", "registered-provider"),
		named("Free", "registered-provider")), func(intake.Problem) {})
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]int64{}
	for _, name := range []string{"Held", "Agreed", "Invited"} {
		var id int64
		if err := c.admin.QueryRow(ctx, `SELECT id FROM organisation WHERE name = $1`, name).Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids[name] = id
	}
	in := c.signIn(t, "a@x.example", grant(access.AssociationOfficer, ids["Held"], ""))
	c.link(t, "b@x.example", 0, grant(access.AssociationOfficer, ids["Invited"], ""))
	if _, err := c.write.MakeAgreement(ctx, access.Agreement{Association: ids["Held"], Authority: ids["Agreed"], Place: hollinPlace, Span: grant("", 0, "").Span, GrantedBy: in.Account}, began); err != nil {
		t.Fatal(err)
	}
	var left []string
	undone, err := loader.Undo(ctx, id, intake.UndoOptions{Who: "test"}, func(p intake.Problem) { left = append(left, p.Value+" "+p.Code) })
	if err != nil || undone.Removed != 2 || len(left) != 2 || left[0] != "Agreed still-needed" || left[1] != "Held still-needed" {
		t.Error(undone, left, err)
	}
}
