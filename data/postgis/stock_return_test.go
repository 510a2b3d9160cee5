package postgis_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/intake"
)

// returnTold is what a return said.
type returnTold struct {
	intake.Counts
	id       int64
	err      error
	changes  []intake.Change
	problems []intake.Problem
}

// returns brings a stock return of Ashdale Homes.
func (w *town) returns(t *testing.T, r intake.Return, change func(*intake.Import), homes ...home.Home) (is returnTold) {
	t.Helper()
	imp := anImport("homes")
	imp.Organisation, imp.Unit = "Ashdale Homes", "line"
	r.Changed = func(c intake.Change) { is.changes = append(is.changes, c) }
	imp.Return = &r
	if change != nil {
		change(&imp)
	}
	is.Counts, is.id, is.err = w.loader.Homes(t.Context(), imp, rowsOf(homes...), func(p intake.Problem) { is.problems = append(is.problems, p) })
	return is
}

func tryReturn(imp *intake.Import) { imp.Options = map[string]string{"dry-run": "yes"} }

func (w *town) references(t *testing.T, where string) (list []string) {
	t.Helper()
	if err := w.db.Pool(t, "").QueryRow(t.Context(), `SELECT coalesce(array_agg(provider_ref ORDER BY provider_ref), '{}') FROM home WHERE `+where).Scan(&list); err != nil {
		t.Fatal(err)
	}
	return list
}

func codes(problems []intake.Problem) (list []string) {
	for _, p := range problems {
		list = append(list, p.Code)
	}
	return list
}

func TestReturnTakesTheAssociationsOwnRowsOnly(t *testing.T) {
	w := newTown(t)
	marsh := aHome("M1", 433500, 435500, "social-rent", home.Open)
	marsh.Owner = "Marsh Homes"
	w.homes(t, append(fourHomes(), marsh)...)
	other, unknown, spelt, unsaid := aHome("M1", 433501, 435500, "social-rent", home.Published), aHome("A2", 433501, 435500, "social-rent", home.Published), fourHomes()[0], fourHomes()[3]
	other.Owner, unknown.Owner, spelt.Owner, unsaid.Owner = "Marsh Homes", "Never Heard of Homes", "ASHDALE  homes", ""
	unknown.Manager = "Never Heard of Managers"
	is := w.returns(t, intake.Return{}, nil, other, unknown, spelt, unsaid)
	if is.err != nil || is.Accepted != 2 || is.Refused != 2 || is.Changes.Unchanged != 2 || is.Changes.Lost != 0 {
		t.Errorf("%+v, %v", is, is.err)
	}
	if !slices.Equal(codes(is.problems), []string{"other-owner", "other-owner"}) {
		t.Fatalf("%+v", is.problems)
	}
	if p := is.problems[0]; p.Value != "Marsh Homes" || p.Field != "owner" || !strings.Contains(p.Reason, "Ashdale Homes") || p.Outcome != intake.Refused {
		t.Errorf("%+v", p)
	}
	known, never := is.problems[0], is.problems[1]
	known.Line, known.Value, known.Reason = never.Line, never.Value, strings.Replace(known.Reason, "Marsh Homes", never.Value, 1)
	if diff := cmp.Diff(never, known); diff != "" {
		t.Errorf("a home that is there and one that is not are told apart: %s", diff)
	}
	var made int
	if err := w.db.Pool(t, "").QueryRow(t.Context(), `SELECT count(*) FROM organisation WHERE name LIKE 'Never%'`).Scan(&made); err != nil || made != 0 {
		t.Errorf("%d organisations were made by rows that were refused, %v", made, err)
	}
	t.Run("one that is not known is refused", func(t *testing.T) {
		for code, name := range map[string]string{"unknown-organisation": "Ashdale Housing", "organisation-missing": ""} {
			is := w.returns(t, intake.Return{Whole: true}, func(imp *intake.Import) { imp.Organisation = name }, fourHomes()...)
			var e *plans.Error
			if !errors.As(is.err, &e) || e.Code != code || e.Remedy == "" {
				t.Errorf("%v", is.err)
			}
		}
		if n := len(w.references(t, "true")); n != 5 {
			t.Errorf("%d homes", n)
		}
	})
}

func TestWholeReturnLetsGoWhatItDoesNotName(t *testing.T) {
	w := newTown(t)
	marsh := aHome("A9", 433500, 435500, "social-rent", home.Open)
	marsh.Owner = "Marsh Homes"
	_, first := w.homes(t, append(fourHomes(), aHome("A5", 433500, 435500, "social-rent", home.Withheld), marsh)...)
	other := aHome("A3", 433500, 435500, "social-rent", home.Open)
	other.Owner = "Marsh Homes"
	named := func() []string { return []string{"A4", "not there"} }
	file := []home.Home{fourHomes()[0], other, fourHomes()[0], aHome("A6", 433500, 435500, "social-rent", "")}
	t.Run("a part of the stock lets nothing go", func(t *testing.T) {
		if is := w.returns(t, intake.Return{Named: named}, tryReturn, file...); is.err != nil || is.Changes != (intake.Changes{Gained: 1, Unchanged: 1}) {
			t.Errorf("%+v, %v", is, is.err)
		}
	})
	for _, try := range []bool{true, false} {
		change := tryReturn
		if !try {
			change = nil
		}
		is := w.returns(t, intake.Return{Whole: true, Named: named}, change, file...)
		if is.err != nil || is.Changes != (intake.Changes{Gained: 1, Lost: 2, Unchanged: 1}) {
			t.Errorf("%+v, %v", is, is.err)
		}
		none := []intake.FieldChange{}
		want := []intake.Change{{What: intake.Lost, Reference: "A2", Fields: none}, {What: intake.Lost, Reference: "A5", Fields: none}, {What: intake.Gained, Line: 5, Reference: "A6", Fields: none}}
		if diff := cmp.Diff(want, is.changes); diff != "" {
			t.Error(diff)
		}
		if left := w.references(t, "true"); try && len(left) != 6 {
			t.Errorf("a trial left %v", left)
		}
	}
	if left := w.references(t, "true"); !slices.Equal(left, []string{"A1", "A3", "A4", "A6", "A9"}) {
		t.Errorf("there are %v", left)
	}
	var kept int
	if err := w.db.Pool(t, "").QueryRow(t.Context(), `SELECT count(*) FROM home_version WHERE provider_ref IN ('A2', 'A5') AND import_id = $1 AND replaced_by = (SELECT max(id) FROM import)`, first).Scan(&kept); err != nil || kept != 2 {
		t.Errorf("history keeps %d of them, %v", kept, err)
	}
	t.Run("nothing goes where no row can be used", func(t *testing.T) {
		for _, file := range [][]home.Home{nil, {other}} {
			is := w.returns(t, intake.Return{Whole: true}, nil, file...)
			var e *plans.Error
			if !errors.As(is.err, &e) || e.Code != "nothing-to-bring" {
				t.Errorf("%+v, %v", is, is.err)
			}
		}
		if left := w.references(t, "true"); len(left) != 5 {
			t.Errorf("there are %v", left)
		}
	})
	t.Run("nor where all rows or none are to come", func(t *testing.T) {
		is := w.returns(t, intake.Return{Whole: true}, func(imp *intake.Import) { imp.Strict = true }, fourHomes()[0], other)
		if is.err != nil || is.id != 0 || is.Refused != 1 || len(w.references(t, "true")) != 5 {
			t.Errorf("%+v, %v", is, is.err)
		}
	})
	t.Run("the record keeps the counts", func(t *testing.T) {
		past, err := w.loader.Imports(t.Context())
		if err != nil || past[0].Changes != (intake.Changes{Gained: 1, Lost: 2, Unchanged: 1}) || past[1].Changes != (intake.Changes{}) {
			t.Errorf("%+v, %v", past, err)
		}
	})
}

func TestReturnOpensWhatIsWithheldOnlyWhereThatIsAsked(t *testing.T) {
	w := newTown(t)
	refuge := aHome("R1", 433500, 435500, "social-rent", home.Withheld)
	w.homes(t, refuge, aHome("R2", 433501, 435500, "social-rent", home.Withheld), fourHomes()[0])
	refuge.Sensitivity, refuge.Address = home.Published, "1 Hidden Row"
	unsaid := aHome("R2", 433501, 435500, "social-rent", "")
	closed := fourHomes()[0]
	closed.Sensitivity = home.Withheld
	is := w.returns(t, intake.Return{}, nil, refuge, unsaid, closed)
	if is.err != nil || is.Changes != (intake.Changes{Changed: 1, Unchanged: 2, Withheld: 1, Stay: 1}) {
		t.Errorf("%+v, %v", is, is.err)
	}
	if len(is.problems) != 1 || is.problems[0].Code != "stays-withheld" || is.problems[0].Line != 2 || is.problems[0].Value != home.Published || is.problems[0].Outcome != intake.Noted {
		t.Errorf("%+v", is.problems)
	}
	if got := w.references(t, "sensitivity = 'withheld' AND address_text IS NULL"); len(got) != 3 {
		t.Errorf("withheld are %v", got)
	}
	is = w.returns(t, intake.Return{Release: true}, nil, refuge, unsaid)
	if is.err != nil || is.Changes != (intake.Changes{Changed: 1, Unchanged: 1, Opened: 1}) || len(is.problems) != 0 {
		t.Errorf("%+v, %v", is, is.err)
	}
	want := []intake.FieldChange{{Field: "address-text", After: "1 Hidden Row"}, {Field: "sensitivity", Before: home.Withheld, After: home.Published}}
	if diff := cmp.Diff(want, is.changes[0].Fields); diff != "" {
		t.Error(diff)
	}
}

// A home that left the register withheld is withheld when it comes back, whatever its row says.
func TestReturnDoesNotOpenWhatLeftWithheld(t *testing.T) {
	w := newTown(t)
	refuge := aHome("R1", 433500, 435500, "social-rent", home.Withheld)
	w.homes(t, refuge, fourHomes()[0])
	if is := w.returns(t, intake.Return{Whole: true}, nil, fourHomes()[0]); is.err != nil || is.Changes.Lost != 1 {
		t.Fatalf("%+v, %v", is, is.err)
	}
	refuge.Sensitivity = home.Open
	is := w.returns(t, intake.Return{}, nil, refuge)
	if is.err != nil || is.Changes.Stay != 1 || len(w.references(t, "sensitivity = 'withheld'")) != 1 {
		t.Errorf("%+v, %v", is, is.err)
	}
}

func TestReturnTellsWhatItChanges(t *testing.T) {
	w := newTown(t)
	a := fourHomes()
	a[0].Address = "1 High Street"
	w.homes(t, a...)
	later := returned.AddDate(1, 0, 0)
	for i := range a {
		a[i].AsAt = later
	}
	a[0].Sensitivity, a[0].Bedrooms, a[0].EPC = home.Withheld, 3, ""
	a[1].Point[0]++              // by a metre, as far as another coordinate system may take it
	a[2].Point[1] -= 1.001       // further
	a[2].Manager = "Marsh Homes" // that has to be made
	wheelchair := true
	a[2].Wheelchair = &wheelchair
	is := w.returns(t, intake.Return{}, nil, a[3], a[2], a[1], a[0])
	if is.err != nil || is.Changes != (intake.Changes{Moved: 1, Changed: 1, Unchanged: 2, Withheld: 1}) || is.Unchanged != 0 {
		t.Errorf("%+v, %v", is, is.err)
	}
	want := []intake.Change{
		{What: intake.Moved, Line: 3, Reference: "A3", Metres: 1.001, Fields: []intake.FieldChange{{Field: "manager", After: "Marsh Homes"}, {Field: "wheelchair-standard", After: "true"}}},
		{What: intake.Changed, Line: 5, Reference: "A1", Fields: []intake.FieldChange{
			{Field: "bedrooms", Before: "2", After: "3"}, {Field: "epc", Before: "C"}, {Field: "sensitivity", Before: home.Published, After: home.Withheld}}},
	}
	if diff := cmp.Diff(want, is.changes); diff != "" {
		t.Error(diff)
	}
	t.Run("and so does the record of it, whatever came after", func(t *testing.T) {
		a[0].Bedrooms = 4
		w.homes(t, a[0])
		var again []intake.Change
		changes, err := w.loader.Changes(t.Context(), is.id, "ashdale homes", func(c intake.Change) error { again = append(again, c); return nil })
		if err != nil || changes != is.Changes {
			t.Errorf("%+v, %v", changes, err)
		}
		want[0].Line, want[1].Line = 0, 0
		slices.Reverse(want)
		if diff := cmp.Diff(want, again); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("to its owner alone", func(t *testing.T) {
		if changes, err := w.loader.Changes(t.Context(), is.id, "Marsh Homes", func(intake.Change) error { return errors.New("told") }); err != nil || changes.Changed+changes.Moved > 0 {
			t.Errorf("%+v, %v", changes, err)
		}
	})
	t.Run("an error ends it", func(t *testing.T) {
		stop := errors.New("stop")
		if _, err := w.loader.Changes(t.Context(), is.id, "Ashdale Homes", func(intake.Change) error { return stop }); !errors.Is(err, stop) {
			t.Error(err)
		}
	})
	t.Run("what cannot be told is refused", func(t *testing.T) {
		w.area(t, "Hollin Vale", vale)
		past, err := w.loader.Imports(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.loader.Undo(t.Context(), past[1].ID, intake.UndoOptions{Who: "test"}, func(intake.Problem) {}); err != nil {
			t.Fatal(err)
		}
		for code, ask := range map[string]struct {
			id    int64
			owner string
		}{"unknown-import": {999, "Ashdale Homes"}, "unknown-organisation": {is.id, "Nobody"}, "not-of-homes": {past[0].ID, "Ashdale Homes"}, "already-undone": {past[1].ID, "Ashdale Homes"}} {
			_, err := w.loader.Changes(t.Context(), ask.id, ask.owner, func(intake.Change) error { return nil })
			var e *plans.Error
			if !errors.As(err, &e) || e.Code != code {
				t.Errorf("%s: %v", code, err)
			}
		}
	})
}

// A trial tells no other than the import itself, and leaves nothing of its own.
func TestReturnThatChangesNothing(t *testing.T) {
	w := newTown(t)
	w.homes(t, fourHomes()...)
	is := w.returns(t, intake.Return{Whole: true}, nil, fourHomes()...)
	if is.err != nil || is.id != 0 || is.Changes != (intake.Changes{Unchanged: 4}) || len(is.changes) != 0 {
		t.Errorf("%+v, %v", is, is.err)
	}
	var imports int
	if err := w.db.Pool(t, postgis.RoleLoad).QueryRow(t.Context(), `SELECT count(*) FROM import`).Scan(&imports); err != nil || imports != 1 {
		t.Errorf("%d imports, %v", imports, err)
	}
}
