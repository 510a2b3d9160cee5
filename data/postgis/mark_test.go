package postgis_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/intake"
)

// wait is how long a mark waits for imports in tests.
const wait = 5 * time.Second

// marker marks the homes of Ashdale Homes.
type marker struct {
	*town
	owner int64
	names int // of marks
}

func newMarker(t *testing.T, homes ...home.Home) *marker {
	t.Helper()
	w := newTown(t)
	w.homes(t, homes...)
	return &marker{town: w, owner: w.idOf(t, "Ashdale Homes")}
}

func (w *town) idOf(t *testing.T, name string) (id int64) {
	t.Helper()
	if err := w.db.Pool(t, "").QueryRow(t.Context(), `SELECT id FROM organisation WHERE name = $1`, name).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

func (m *marker) name() string {
	m.names++
	return strings.Repeat("a", 25) + string(rune('a'+m.names))
}

func to(what string, refs ...string) home.Marking {
	return home.Marking{Choice: home.Choice{Ticked: refs}, To: what, Reason: "refuge"}
}

// marks looks at a marking and does it.
func (m *marker) marks(t *testing.T, marking home.Marking) (home.Effect, home.Mark) {
	t.Helper()
	e, err := m.loader.LookAtMark(t.Context(), m.owner, marking)
	if err != nil {
		t.Fatal(err)
	}
	id := m.name()
	if err := m.loader.MarkHomes(t.Context(), m.owner, marking, id, e.Seen, 42, wait); err != nil {
		t.Fatal(err)
	}
	mark, stand, err := m.loader.Mark(t.Context(), id)
	if err != nil || stand != e.Changes() || mark.Organisation != m.owner || mark.By != 42 || mark.To != marking.To || mark.Changes() != e.Changes() || !mark.UndoneAt.IsZero() {
		t.Fatalf("%+v, %d stand, %v", mark, stand, err)
	}
	return e, mark
}

// toldCode is that of an error told to people.
func toldCode(err error) string {
	var known *plans.Error
	if errors.As(err, &known) {
		return known.Code
	}
	return fmt.Sprint(err)
}

// four are a home of each sensitivity, with an address where it may have one.
func four() (four []home.Home) {
	for i, sensitivity := range home.Sensitivities.Slugs() {
		h := aHome(sensitivity, 433500+float64(i), 435500, "social-rent", sensitivity)
		h.Address, h.Postcode, h.UPRN = "1 Hidden Row", "HV1 2AB", fmt.Sprint(100+i)
		four = append(four, h)
	}
	return four
}

// A home is withheld as if a file had said so: the public is told of what it could see, history keeps what was, and undoing brings it back.
func TestMarkWithholds(t *testing.T) {
	m := newMarker(t, four()...)
	all := slices.Collect(maps.Keys(map[string]bool{home.Published: true, home.Open: true, home.Restricted: true, home.Withheld: true}))
	before := map[string]string{}
	const everything = "to_jsonb(h) - 'valid_from'"
	for _, ref := range all {
		before[ref] = m.stands(t, ref, everything)
	}
	count := func(query string) (n int) {
		if err := m.db.Pool(t, "").QueryRow(t.Context(), query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if _, err := m.db.Pool(t, "").Exec(t.Context(), `DELETE FROM change`); err != nil {
		t.Fatal(err)
	}
	sources := count(`SELECT count(*) FROM source`)
	e, mark := m.marks(t, to(home.Withheld, all...))
	if e.Homes != 4 || e.Changes() != 3 || e.Same() != 1 || e.Addresses != 3 || len(e.Unknown) != 0 ||
		!maps.Equal(e.Were, map[string]int{home.Published: 1, home.Open: 1, home.Restricted: 1}) || !maps.Equal(e.Become, map[string]int{home.Withheld: 3}) {
		t.Errorf("%+v", e)
	}
	for _, ref := range all {
		if got := m.stands(t, ref, "sensitivity || ',' || (address_text IS NULL)"); got != "withheld,true" {
			t.Errorf("%s: %s", ref, got)
		}
	}
	if n := count(`SELECT count(*) FROM public_change`); n != 2 { // the published home, and its owner
		t.Errorf("the public hears of %d changes", n)
	}
	if n := count(`SELECT count(*) FROM change WHERE table_name = 'home'`); n != 3 {
		t.Errorf("%d changes of homes", n)
	}
	if n := count(`SELECT count(*) FROM source`); n != sources {
		t.Errorf("%d sources were made", n-sources)
	}
	if n := count(`SELECT count(*) FROM home_version WHERE replaced_by = ` + fmt.Sprint(mark.Import) + ` AND withheld_since`); n != 3 {
		t.Errorf("%d earlier states are kept and withheld too", n)
	}
	past, err := m.loader.Imports(t.Context())
	if err != nil || past[0].ID != mark.Import || past[0].Accepted != 4 || past[0].Unchanged != 1 || past[0].Changes.Withheld != 3 || past[0].Who != "account:42" {
		t.Errorf("%+v %v", past[0], err)
	}
	if err := m.loader.UndoMark(t.Context(), mark, 42, wait); err != nil {
		t.Fatal(err)
	}
	for _, ref := range all {
		if got := m.stands(t, ref, everything); got != before[ref] {
			t.Errorf("%s stands as %s, and stood as %s", ref, got, before[ref])
		}
	}
	if got, stand, err := m.loader.Mark(t.Context(), mark.ID); err != nil || got.UndoneAt.IsZero() || stand != 0 {
		t.Errorf("%+v, %d stand, %v", got, stand, err)
	}
	if err := m.loader.UndoMark(t.Context(), mark, 42, wait); err != nil {
		t.Errorf("taken back twice: %v", err)
	}
	var told string
	if err := m.db.Pool(t, "").QueryRow(t.Context(), `SELECT string_agg(concat_ws(' ', who, action, kind, detail), E'\n' ORDER BY id) FROM audit_entry WHERE kind = 'import' AND ref = $1`, fmt.Sprint(mark.Import)).Scan(&told); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(told, "account:42 import import") || !strings.Contains(told, `"marked":"withheld"`) || !strings.Contains(told, `"reason":"refuge"`) || !strings.Contains(told, "account:42 undo-import import") || strings.Contains(told, "Hidden") || strings.Contains(told, "HV1") {
		t.Errorf("the trail says %s", told)
	}
}

// A home that is withheld no longer is restricted where it was that, and open else: never published, whatever it was.
func TestMarkLifts(t *testing.T) {
	var all []home.Home
	for _, h := range four() {
		h.Reference = "was " + h.Reference
		all = append(all, h)
	}
	m := newMarker(t, all...)
	refs := []string{"was published", "was open", "was restricted", "was withheld"}
	m.marks(t, to(home.Withheld, refs...))
	e, mark := m.marks(t, to(home.Lifted, refs...))
	if !maps.Equal(e.Become, map[string]int{home.Open: 3, home.Restricted: 1}) || e.Published != 1 || e.Addresses != 0 {
		t.Errorf("%+v", e)
	}
	for i, want := range []string{"open", "open", "restricted", "open"} {
		if got := m.stands(t, refs[i], "sensitivity"); got != want {
			t.Errorf("a home that %s is %s", refs[i], got)
		}
	}
	if err := m.loader.UndoMark(t.Context(), mark, 42, wait); err != nil {
		t.Fatal(err)
	}
	if n := len(m.references(t, "sensitivity = 'withheld'")); n != 4 {
		t.Errorf("%d are withheld after the lifting was taken back", n)
	}
	t.Run("a home that is not withheld stays as it is", func(t *testing.T) {
		m := newMarker(t, four()...)
		e, _ := m.marks(t, to(home.Lifted, home.Published, home.Restricted, home.Withheld))
		if e.Changes() != 1 || m.stands(t, home.Published, "sensitivity") != home.Published {
			t.Errorf("%+v", e)
		}
	})
	t.Run("what a whole list left out and another brings back was restricted as well", func(t *testing.T) {
		m := newMarker(t, four()...)
		m.marks(t, to(home.Withheld, home.Restricted))
		if _, err := m.db.Pool(t, postgis.RoleLoad).Exec(t.Context(), `DELETE FROM home WHERE provider_ref = 'restricted'`); err != nil {
			t.Fatal(err)
		}
		back := four()[2]
		back.Sensitivity = ""
		m.homes(t, back)
		m.marks(t, to(home.Lifted, home.Restricted))
		if got := m.stands(t, home.Restricted, "sensitivity"); got != home.Restricted {
			t.Error(got)
		}
	})
}

// What is marked is what was looked at, once, whoever presses how often.
func TestMarkIsDoneOnceAndAsSeen(t *testing.T) {
	m := newMarker(t, four()...)
	withhold := to(home.Withheld, home.Open, home.Restricted)
	e, err := m.loader.LookAtMark(t.Context(), m.owner, withhold)
	if err != nil {
		t.Fatal(err)
	}
	mark := func(id string) error {
		return m.loader.MarkHomes(t.Context(), m.owner, withhold, id, e.Seen, 42, wait)
	}
	imports := func() int {
		past, err := m.loader.Imports(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(past)
	}
	had, one := imports(), m.name()
	done := make(chan error)
	for range 8 {
		go func() { done <- mark(one) }()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Errorf("pressed again: %v", err)
		}
	}
	if n := imports() - had; n != 1 {
		t.Errorf("%d marks were made", n)
	}
	if err := mark(m.name()); toldCode(err) != "homes-changed" { // a colleague, who saw the same
		t.Error(err)
	}
	if e, err = m.loader.LookAtMark(t.Context(), m.owner, withhold); err != nil || e.Changes() != 0 {
		t.Errorf("%+v %v", e, err)
	}
	if err := mark(m.name()); toldCode(err) != "nothing-to-mark" {
		t.Error(err)
	}
	if err := m.loader.MarkHomes(t.Context(), m.owner+1, withhold, one, e.Seen, 42, wait); toldCode(err) != "homes-changed" {
		t.Errorf("a mark of another association: %v", err)
	}
	t.Run("a home that is gone since", func(t *testing.T) {
		lift := to(home.Lifted, home.Open, home.Restricted)
		e, err := m.loader.LookAtMark(t.Context(), m.owner, lift)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.db.Pool(t, postgis.RoleLoad).Exec(t.Context(), `DELETE FROM home WHERE provider_ref = 'open'`); err != nil {
			t.Fatal(err)
		}
		if err := m.loader.MarkHomes(t.Context(), m.owner, lift, m.name(), e.Seen, 42, wait); toldCode(err) != "homes-changed" || m.stands(t, home.Restricted, "sensitivity") != home.Withheld {
			t.Error(err)
		}
		if e, err = m.loader.LookAtMark(t.Context(), m.owner, lift); err != nil || e.Homes != 1 || !slices.Equal(e.Unknown, []string{home.Open}) {
			t.Errorf("%+v %v", e, err)
		}
		was, stand, err := m.loader.Mark(t.Context(), one)
		if err != nil || stand != 1 || was.Changes() != 2 {
			t.Errorf("%+v %d %v", was, stand, err)
		}
	})
}

// Homes of others are found by nothing, and look like homes that are not there.
func TestMarkFindsOwnHomesOnly(t *testing.T) {
	all := four()
	marsh := aHome("M1", 433500, 435500, "social-rent", home.Open)
	marsh.Owner, marsh.UPRN, marsh.Postcode, marsh.Address, marsh.Needs = "Marsh Homes", "900", "HV9 9ZZ", "9 Marsh Row", "supported-housing"
	crossed := aHome("102", 433600, 435500, "social-rent", home.Open) // called as another's UPRN is
	crossed.Needs = "housing-for-older-people"
	m := newMarker(t, append(all, marsh, crossed)...)
	for name, c := range map[string]struct {
		choice  home.Choice
		found   string
		unknown string
	}{
		"all":                         {home.Choice{}, "102 open published restricted withheld", ""},
		"references":                  {home.Choice{Listed: []string{"open", "M1", "nowhere", "withheld"}}, "open withheld", "M1 nowhere"},
		"UPRNs, with zeros before":    {home.Choice{Listed: []string{"100", "000000000101", "900"}}, "open published", "900"},
		"a reference before a UPRN":   {home.Choice{Listed: []string{"102"}}, "102", ""},
		"ticked are references alone": {home.Choice{Ticked: []string{"102", "100"}}, "102", "100"},
		"an address":                  {home.Choice{Words: "hidden ROW"}, "open published restricted", ""},
		"signs are no patterns":       {home.Choice{Words: "%"}, "", ""},
		"part of a reference":         {home.Choice{Words: "ublish"}, "published", ""},
		"a postcode":                  {home.Choice{Postcode: home.PostcodeAsked("hv12ab")}, "open published restricted withheld", ""},
		"half a postcode":             {home.Choice{Postcode: home.PostcodeAsked(" hv1 ")}, "open published restricted withheld", ""},
		"a postcode of others":        {home.Choice{Postcode: "HV9 9ZZ"}, "", ""},
		"needs":                       {home.Choice{Needs: "housing-for-older-people"}, "102", ""},
		"needs of others":             {home.Choice{Needs: "supported-housing"}, "", ""},
		"who sees it":                 {home.Choice{Sensitivity: home.Withheld}, "withheld", ""},
		"both":                        {home.Choice{Listed: []string{"open", "published"}, Sensitivity: home.Open}, "open", ""},
		"what no database keeps":      {home.Choice{Listed: []string{"\x00", "\xff"}, Words: "\x00", Postcode: "\x00"}, "", "\uFFFD \uFFFD"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := m.loader.FindHomes(t.Context(), m.owner, c.choice, 0, 100)
			var refs []string
			for _, h := range f.Homes {
				refs = append(refs, h.Reference)
			}
			if err != nil || strings.Join(refs, " ") != c.found || f.Total != len(refs) || strings.Join(f.Unknown, " ") != c.unknown {
				t.Errorf("found %q, unknown %q, %d in all, %v", refs, f.Unknown, f.Total, err)
			}
			e, err := m.loader.LookAtMark(t.Context(), m.owner, home.Marking{Choice: c.choice, To: home.Withheld})
			if err != nil || e.Homes != len(refs) || strings.Join(e.Unknown, " ") != c.unknown {
				t.Errorf("a mark is about %d, unknown %q, %v", e.Homes, e.Unknown, err)
			}
		})
	}
	m.marks(t, home.Marking{Choice: home.Choice{Listed: []string{"M1", "open"}}, To: home.Withheld, Reason: "other"})
	if got := m.stands(t, "M1", "sensitivity"); got != home.Open {
		t.Errorf("another's home is %s", got)
	}
	if f, err := m.loader.FindHomes(t.Context(), m.owner, home.Choice{}, 2, 2); err != nil || f.Total != 5 || len(f.Homes) != 2 || f.Homes[0].Reference != "published" {
		t.Errorf("a page: %+v %v", f, err)
	}
}

// Ten thousand references are marked at once: followers hear of them as they do of a large import.
func TestMarkOfThousands(t *testing.T) {
	var all []home.Home
	var refs []string
	for i := range home.MostListed + 1 {
		h := aHome(fmt.Sprintf("R-%05d", i), 433000+float64(i%1000), 435000+float64(i/1000), "social-rent", home.Open)
		all = append(all, h)
		refs = append(refs, h.Reference)
	}
	m := newMarker(t, all...)
	listed, err := home.ParseList(strings.Join(refs[:home.MostListed], "\r\n"))
	if err != nil || len(listed) != home.MostListed {
		t.Fatal(len(listed), err)
	}
	began := time.Now()
	e, mark := m.marks(t, home.Marking{Choice: home.Choice{Listed: listed}, To: home.Withheld, Reason: "other"})
	t.Logf("looked at and marked in %s", time.Since(began))
	if e.Changes() != home.MostListed || len(m.references(t, "sensitivity = 'withheld'")) != home.MostListed {
		t.Errorf("%+v", e)
	}
	began = time.Now()
	if err := m.loader.UndoMark(t.Context(), mark, 42, wait); err != nil || len(m.references(t, "sensitivity = 'open'")) != home.MostListed+1 {
		t.Error(err)
	}
	t.Logf("taken back in %s", time.Since(began))
}

// Whoever waits at a page for an import of homes is told so, and nothing is done.
func TestMarkWaitsForImports(t *testing.T) {
	m := newMarker(t, four()...)
	e, err := m.loader.LookAtMark(t.Context(), m.owner, to(home.Withheld, home.Open))
	if err != nil {
		t.Fatal(err)
	}
	_, first := m.marks(t, to(home.Withheld, home.Restricted))
	err = pgx.BeginFunc(t.Context(), m.db.Pool(t, postgis.RoleLoad), func(tx pgx.Tx) error {
		if _, err := tx.Exec(t.Context(), `SELECT pg_advisory_xact_lock(hashtext('terrier import homes'))`); err != nil {
			return err
		}
		if err := m.loader.MarkHomes(t.Context(), m.owner, to(home.Withheld, home.Open), m.name(), e.Seen, 42, 100*time.Millisecond); toldCode(err) != "import-under-way" {
			t.Error(err)
		}
		if err := m.loader.UndoMark(t.Context(), first, 42, 100*time.Millisecond); toldCode(err) != "import-under-way" {
			t.Error(err)
		}
		return nil
	})
	if err != nil || m.stands(t, home.Open, "sensitivity") != home.Open || m.stands(t, home.Restricted, "sensitivity") != home.Withheld {
		t.Error(err)
	}
}

// A mark stands against what comes after it as what a file said does: a list that says otherwise opens nothing, and taking it back leaves
// what was changed since.
func TestMarkBesideFiles(t *testing.T) {
	m := newMarker(t, four()...)
	_, mark := m.marks(t, to(home.Withheld, home.Published, home.Open))
	again := four()[:2]
	again[1].Bedrooms = 4
	is := m.returns(t, intake.Return{}, nil, again...)
	if is.err != nil || is.Changes.Stay != 2 || len(m.references(t, "sensitivity = 'withheld'")) != 3 {
		t.Fatalf("%+v", is)
	}
	if err := m.loader.UndoMark(t.Context(), mark, 42, wait); err != nil {
		t.Fatal(err)
	}
	if got := m.stands(t, home.Open, "sensitivity") + m.stands(t, home.Published, "sensitivity"); got != "withheldpublished" {
		t.Errorf("after the mark was taken back: %s", got)
	}
	if got, _, err := m.loader.Mark(t.Context(), mark.ID); err != nil || !got.UndoneAt.IsZero() {
		t.Errorf("a mark of which a home was left counts as taken back: %v", err)
	}
	t.Run("a file undone after a mark leaves the home withheld", func(t *testing.T) {
		h := four()[1]
		h.Reference = "late"
		_, id := m.homes(t, h)
		m.marks(t, to(home.Withheld, "late"))
		u, err := m.loader.Undo(t.Context(), id, intake.UndoOptions{Who: "test"}, m.report)
		if err != nil || u.Refused != 1 || m.stands(t, "late", "sensitivity") != home.Withheld {
			t.Errorf("%+v %v", u, err)
		}
	})
}
