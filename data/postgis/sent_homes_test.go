package postgis_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"terrier/data/postgis"
	"terrier/plans/audit"
	"terrier/plans/home"
	"terrier/plans/intake"
	"terrier/plans/organisation"
)

// sender is a registered association without homes.
const sender = "Sender Homes"

func newSender(t *testing.T) *town {
	t.Helper()
	w := shireTown(t)
	imp := anImport("organisations")
	if _, _, err := w.loader.Organisations(t.Context(), imp, rowsOf(organisation.Organisation{Ref: "sender", Reference: "L0777", Name: sender, Type: "registered-provider"}), w.report); err != nil {
		t.Fatal(err)
	}
	return w
}

// hasSent is whether the public is told that the association has sent its homes.
func (w *town) hasSent(t *testing.T) bool {
	t.Helper()
	found, err := postgis.NewReader(w.db.Pool(t, postgis.RolePublic)).Association(t.Context(), "sender-homes")
	if err != nil {
		t.Fatal(err)
	}
	return found.Sent
}

// sensitive are homes of that kind beside others.
func sensitive(sensitivity, prefix string, n int) []home.Home {
	all := openHomes(sender, prefix, n, 431000, 431000)
	for i := range all {
		all[i].Sensitivity = sensitivity
	}
	return all
}

// An association has sent its homes where one file brought a hundred open ones, whatever else is in it or in the register.
func TestSentHomes(t *testing.T) {
	hundred := openHomes(sender, "S", 100, 430100, 430100)
	for name, c := range map[string]struct {
		before, file []home.Home
		want         bool
	}{
		"a hundred":                              {nil, hundred, true},
		"one less":                               {nil, hundred[:99], false},
		"one less, and a refuge in the file":     {nil, append(sensitive(home.Withheld, "R", 1), hundred[:99]...), false},
		"one less, and refuges in the register":  {sensitive(home.Withheld, "R", 3), hundred[:99], false},
		"one less, and many that are published":  {nil, append(sensitive(home.Published, "P", 120), hundred[:99]...), false},
		"one less, and many that are restricted": {nil, append(sensitive(home.Restricted, "P", 120), hundred[:99]...), false},
		"a hundred, and a refuge in the file":    {nil, append(sensitive(home.Withheld, "R", 1), hundred...), true},
		"a hundred that were withheld":           {func() []home.Home { all := slices.Clone(hundred); all[0].Sensitivity = home.Withheld; return all[:1] }(), hundred, true},
		"the hundredth alone":                    {hundred[:99], hundred, false},
		"the last ones":                          {hundred[:60], hundred, false},
		"a hundred more than there were":         {openHomes(sender, "T", 20, 431000, 431000), hundred, true},
		"the same again, changed": {openHomes(sender, "T", 20, 431000, 431000), func() []home.Home {
			all := append(slices.Clone(hundred[:99]), openHomes(sender, "T", 20, 431000, 431000)...)
			for i := range all {
				all[i].Bedrooms = 4
			}
			return all
		}(), false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newSender(t)
			if len(c.before) > 0 {
				w.homes(t, c.before...)
			}
			if w.hasSent(t) {
				t.Fatal("it is told of at once")
			}
			w.homes(t, c.file...)
			if got := w.hasSent(t); got != c.want {
				t.Errorf("that it has sent its homes is told: %v", got)
			}
		})
	}
}

// Of a whole return what counts is what it brings above what it takes away: homes under other references are no new ones.
func TestSentHomesUnderOtherReferences(t *testing.T) {
	w := newSender(t)
	w.homes(t, openHomes(sender, "S", 50, 430100, 430100)...)
	whole := func(change func(*intake.Import), homes []home.Home) {
		w.returns(t, intake.Return{Whole: true}, func(imp *intake.Import) {
			imp.Organisation = sender
			if change != nil {
				change(imp)
			}
		}, homes...)
	}
	whole(nil, openHomes(sender, "N", 149, 430100, 430100))
	if w.hasSent(t) {
		t.Error("149 for 50 are 99 more")
	}
	whole(tryReturn, openHomes(sender, "O", 260, 430100, 430100))
	if w.hasSent(t) {
		t.Error("a return that was only tried is told of")
	}
	whole(nil, openHomes(sender, "O", 249, 430100, 430100))
	if !w.hasSent(t) {
		t.Error("249 for 149 are a hundred more")
	}
}

// What is told stays until the next release, also when the file is taken back, and is told again of nobody whom the release shows.
func TestSentHomesUntilTheRelease(t *testing.T) {
	w := newSender(t)
	_, id := w.homes(t, append(openHomes(sender, "S", 120, 430100, 430100), sensitive(home.Withheld, "R", 2)...)...)
	if _, err := w.loader.Undo(t.Context(), id, intake.UndoOptions{Who: "test"}, w.report); err != nil {
		t.Fatal(err)
	}
	if !w.hasSent(t) {
		t.Error("it goes with the import, whose homes would be told of by that")
	}
	w.homes(t, openHomes(sender, "S", 120, 430100, 430100)...)
	if _, err := w.releases(t).Plan(t.Context()); err != nil || !w.hasSent(t) {
		t.Fatal("a plan ends it", err)
	}
	w.build(t)
	if w.hasSent(t) {
		t.Error("it stands beside the release that has the homes")
	}
	w.homes(t, openHomes(sender, "more", 150, 431100, 431100)...)
	if w.hasSent(t) {
		t.Error("an association that the release shows has nothing to wait for")
	}
}

// A file that comes in while a release is built is not in it, and is told of.
func TestSentHomesWhileAReleaseIsBuilt(t *testing.T) {
	w := newSender(t)
	w.homes(t, openHomes("Ashdale Homes", "A", 30, 430100, 430100)...)
	held := w.lock(t, `LOCK TABLE public_release IN ACCESS EXCLUSIVE MODE`) // a build waits for this, with its snapshot taken
	ended := make(chan error, 1)
	go func() {
		_, _, err := w.releases(t).Build(t.Context(), released, audit.CommandLine)
		ended <- err
	}()
	w.waiting(t)
	// is_told_by_release() reads that table, so the file comes in just when it can be read again
	sent := make(chan error, 1)
	go func() {
		_, _, err := w.loader.Homes(t.Context(), anImport("homes"), rowsOf(openHomes(sender, "S", 120, 431100, 431100)...), w.report)
		sent <- err
	}()
	held()
	for _, c := range []chan error{ended, sent} {
		if err := <-c; err != nil {
			t.Fatal(err)
		}
	}
	if !w.hasSent(t) {
		t.Error("the release took away what it does not have")
	}
}

// Only who is in the register of organisations is told of.
func TestSentHomesOfNobodyUnknown(t *testing.T) {
	w := newSender(t)
	w.homes(t, openHomes("Unheard Homes", "U", 150, 430100, 430100)...)
	var n int
	if err := w.db.Pool(t, postgis.RolePublic).QueryRow(t.Context(), `SELECT count(*) FROM sent_homes`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d, %v", n, err)
	}
	for _, sql := range []string{`INSERT INTO sent_homes SELECT id FROM organisation LIMIT 1`, `DELETE FROM sent_homes`} {
		for _, role := range []string{postgis.RolePublic, postgis.RoleWrite, postgis.RoleExact} {
			if _, err := w.db.Pool(t, role).Exec(t.Context(), sql); err == nil {
				t.Errorf("%s may %s", role, fmt.Sprintf("%.6s", sql))
			}
		}
	}
}

// lock does something to a table in a transaction that stays open until it is called.
func (w *town) lock(t *testing.T, sql string) (commit func()) {
	t.Helper()
	tx, err := w.db.Pool(t, "").Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// waiting waits until somebody waits for such a lock.
func (w *town) waiting(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		var n int
		err := w.db.Pool(t, "").QueryRow(t.Context(), `
			SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&n)
		if err != nil || time.Now().After(end) {
			t.Fatal("nobody came to wait", err)
		}
		if n > 0 {
			return
		}
	}
}
