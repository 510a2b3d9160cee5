package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/audit"
	"terrier/plans/home"
	"terrier/plans/intake"
)

// What a file brings in, and what is taken back, is noted if and only if it is kept: by whom, and of whose homes, but nothing of a row.
func TestImportsAreNoted(t *testing.T) {
	ctx := context.Background()
	w := newTown(t)
	trail := postgis.NewAudit(w.db.Pool(t, postgis.RoleWrite))
	noted := func() []audit.Listed {
		t.Helper()
		entries, err := trail.List(ctx, audit.Filter{Kind: "import"}, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		return entries
	}
	bring := func(imp intake.Import, homes ...home.Home) (id int64) {
		t.Helper()
		_, id, err := w.loader.Homes(ctx, imp, rowsOf(homes...), w.report)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	homes := fourHomes()
	homes[1].Owner, homes[1].Sensitivity = "Beck Housing", home.Withheld
	before := len(noted())
	first := bring(anImport("homes"), homes...)
	var ashdale, beck int64
	for name, id := range map[string]*int64{"Ashdale Homes": &ashdale, "Beck Housing": &beck} {
		if err := w.db.Pool(t, "").QueryRow(ctx, `SELECT id FROM organisation WHERE name = $1`, name).Scan(id); err != nil {
			t.Fatal(err)
		}
	}
	said := fmt.Sprintf(`{"accepted":4,"file":"homes.csv","for":"Hollin District Council","of":[%d,%d],"register":"homes","sha256":"%s"}`, ashdale, beck, anImport("homes").Source.SHA256)
	if got := noted(); len(got) != before+1 || got[0].Who != audit.CommandLine || got[0].Action != "import" || got[0].Ref != fmt.Sprint(first) || string(got[0].Detail) != said {
		t.Fatalf("noted %+v\nwant %s", got[0], said)
	}
	// Nothing that is only tried, or that changes nothing, leaves a note.
	tried := anImport("homes")
	tried.Options = map[string]string{"dry-run": "yes"}
	bring(tried, aHome("A9", 433500, 435500, "social-rent", home.Published))
	bring(anImport("homes"), homes...)
	if got := noted(); len(got) != before+1 {
		t.Errorf("%d are noted: %+v", len(got)-before, got[0])
	}
	// A file that somebody uploaded: who, and not what they call it.
	uploaded := anImport("homes")
	uploaded.Who = "account:42"
	second := bring(uploaded, aHome("A1", 433500, 435500, "affordable-rent", home.Published))
	if got := noted()[0]; got.Who != audit.Account(42) || strings.Contains(string(got.Detail), "file") || !strings.Contains(string(got.Detail), fmt.Sprintf(`"of":[%d]`, ashdale)) {
		t.Errorf("%+v", got)
	}
	undo := func(id int64, o intake.UndoOptions) {
		t.Helper()
		if _, err := w.loader.Undo(ctx, id, o, w.report); err != nil {
			t.Fatal(err)
		}
	}
	undo(second, intake.UndoOptions{Who: "ann", Try: true})
	undo(first, intake.UndoOptions{Who: "ann", All: true}) // A1 was changed since
	if got := noted(); len(got) != before+2 {
		t.Errorf("what was not kept is noted: %+v", got[0])
	}
	undo(first, intake.UndoOptions{Who: "ann"})
	if got := noted()[0]; got.Who != audit.CommandLine || got.Action != "undo-import" || got.Ref != fmt.Sprint(first) ||
		string(got.Detail) != fmt.Sprintf(`{"file":"homes.csv","of":[%d,%d],"refused":1,"register":"homes","removed":3}`, ashdale, beck) {
		t.Errorf("%+v", got)
	}
	// What cannot be noted is not done.
	if _, err := w.db.Pool(t, "").Exec(ctx, `REVOKE INSERT ON audit_entry FROM terrier_load; REVOKE INSERT (who, action, kind, ref, detail, request_id) ON audit_entry FROM terrier_load`); err != nil {
		t.Fatal(err)
	}
	var told *plans.Error
	if _, err := w.loader.Undo(ctx, second, intake.UndoOptions{Who: "ann"}, w.report); !errors.As(err, &told) || told.Code != "audit-unavailable" {
		t.Error(err)
	}
	if _, _, err := w.loader.Homes(ctx, anImport("homes"), rowsOf(aHome("A7", 433500, 435500, "social-rent", home.Published)), w.report); !errors.As(err, &told) || told.Code != "audit-unavailable" {
		t.Error(err)
	}
	var kept int
	if err := w.db.Pool(t, "").QueryRow(ctx, `SELECT count(*) FROM home WHERE provider_ref = 'A7' OR import_id = $1`, second).Scan(&kept); err != nil || kept != 1 {
		t.Errorf("%d homes, %v", kept, err)
	}
}
