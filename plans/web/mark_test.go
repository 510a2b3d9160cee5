package web_test

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"terrier/data/postgis"
	"terrier/plans/access"
	"terrier/plans/home"
)

// sensitivityOf is who may know of a home, by its reference.
func (w *town) sensitivityOf(t testing.TB, reference string) (of string) {
	t.Helper()
	must(t, w.db.Pool(t, postgis.RoleLoad).QueryRow(t.Context(), `SELECT sensitivity FROM home WHERE provider_ref = $1`, reference).Scan(&of))
	return of
}

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([a-z-]+)" value="([^"]*)">`)

// fields are what the form to an address on a page would send without anything being filled in.
func (a asked) fields(action string) (fields []string) {
	a.t.Helper()
	_, form, found := strings.Cut(a.Body.String(), `action="`+action+`"`)
	if !found {
		a.t.Fatalf("%s has no form to %s\n%s", a.name, action, a.Body.String())
	}
	form, _, _ = strings.Cut(form, "</form>")
	for _, f := range hiddenField.FindAllStringSubmatch(form, -1) {
		fields = append(fields, f[1], html.UnescapeString(f[2]))
	}
	return fields
}

// An officer finds homes, looks at what a mark would do, makes it and takes it back, by forms alone.
func TestMarkIsLookedAtMadeAndTakenBack(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	p := d.officer(t, "o@beck.example", "beck-housing")
	p.get("/stock/homes").status(http.StatusOK).says("Homes of Beck Housing.").says("Nothing yet.")
	found := p.post("/stock/homes", "references", "out0, out1\nA1", "sensitivity", "published").status(http.StatusOK).says("2 homes found").
		says("1 entry of the list is no reference or UPRN of your homes").says("<li>A1</li>")
	sent := append(found.fields("/stock/homes/look"), "which", "ticked", "home", "out0", "to", "withheld", "reason", "refuge")
	looked := p.post("/stock/homes/look", sent...).status(http.StatusOK).
		says("1 home will be withheld: it leaves the map, the counts and every list, for everyone but you and your association’s other officers.").says("1 is published now.").says("Withhold 1 home")
	if d.sensitivityOf(t, "out0") != home.Published {
		t.Fatal("looking changed something")
	}
	again := looked.fields("/stock/homes#found")
	p.post("/stock/homes", again...).says("2 homes found")
	sent = looked.fields("/stock/homes/mark")
	at := p.post("/stock/homes/mark", sent...).status(http.StatusSeeOther).Header().Get("Location")
	p.post("/stock/homes/mark", sent...).to(at) // pressed twice
	if d.sensitivityOf(t, "out0") != home.Withheld || d.sensitivityOf(t, "out1") != home.Published {
		t.Error("not the home that was ticked was marked")
	}
	p.get(at).status(http.StatusOK).says("1 home withheld").says("Reason: A refuge or safe house.").says("The homes stand then as they did before: 1 published.")
	p.get("/stock/homes").says("1 home withheld").says("A refuge or safe house").says("stands")
	p.post(at + "/undo").status(http.StatusConflict).says("It was not taken back")
	if d.sensitivityOf(t, "out0") != home.Withheld {
		t.Error("it was opened without being agreed to")
	}
	p.post(at+"/undo", "agree", "open-withheld").to(at)
	p.post(at+"/undo", "agree", "open-withheld").to(at)
	if d.sensitivityOf(t, "out0") != home.Published {
		t.Error("it was not taken back")
	}
	p.get(at).says("It was taken back")
	page := p.get("/admin/audit").says("Withheld homes (1 home), import").says("Reason: A refuge or safe house").says("Listed homes one by one").says("Took an import of homes back")
	if strings.Contains(page.Body.String(), "out0") {
		t.Error("the trail names a home")
	}
}

// Others learn nothing: neither that a mark is there, nor from the trail that something was withheld.
func TestMarksOfOthers(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	p, other := d.officer(t, "o@beck.example", "beck-housing"), d.officer(t, "o@ashdale.example", "ashdale-homes")
	looked := p.post("/stock/homes/look", "which", "all", "references", "out0", "to", "withheld", "reason", "refuge")
	sent := looked.fields("/stock/homes/mark")
	at := p.post("/stock/homes/mark", sent...).status(http.StatusSeeOther).Header().Get("Location")
	missing := other.ask(http.MethodGet, "/stock/marks/aaaaaaaaaaaaaaaaaaaaaaaaaa", "", "Accept", "application/json").problem(http.StatusNotFound, "no-mark")
	there := other.ask(http.MethodGet, at, "", "Accept", "application/json").problem(http.StatusNotFound, "no-mark")
	if a, b := requestIDs.ReplaceAllString(missing.Body.String(), ""), requestIDs.ReplaceAllString(there.Body.String(), ""); strings.ReplaceAll(a, "aaaaaaaaaaaaaaaaaaaaaaaaaa", "") != strings.ReplaceAll(b, strings.TrimPrefix(at, "/stock/marks/"), "") {
		t.Errorf("a mark of others looks like\n%s\nand none like\n%s", b, a)
	}
	other.post(at+"/undo", "agree", "open-withheld").status(http.StatusNotFound)
	for _, path := range []string{"/stock/homes", "/stock/homes/look", "/stock/homes/mark"} {
		other.ask(http.MethodPost, path, url.Values{"association": {"beck-housing"}, "which": {"all"}, "to": {"lifted"}, "reason": {"other"}}.Encode(), "Accept", "application/json").problem(http.StatusBadRequest, "association-needed")
	}
	one := other.post("/stock/homes", "references", "out0\nnowhere").status(http.StatusOK).says("No homes found").says("2 entries of the list are no reference or UPRN of your homes")
	if d.sensitivityOf(t, "out0") != home.Withheld || strings.Contains(one.Body.String(), `value="out0"`) {
		t.Error("another's home was reached")
	}
	admin := newPerson(t, d)
	account := d.account(t, "admin@example.org")
	_, err := d.writer.GrantRole(t.Context(), account, access.Grant{Role: access.Administrator, Span: access.Span{From: day(2026, 1, 1)}}, 0, d.clock)
	must(t, err)
	in, err := d.writer.StartSession(t.Context(), account, "link", access.Secret{}, d.clock)
	must(t, err)
	eventually(t, func() bool {
		_, s := d.roster.Session(in.Token, d.clock)
		return s == access.Good && len(d.roster.Who(account).Roles) == 1
	})
	admin.keep(in.Token)
	for _, path := range []string{"/admin/audit", "/admin/audit.csv"} {
		trail := admin.get(path).status(http.StatusOK).says("Imported a file of homes")
		for _, word := range []string{"ithheld", "ithhold", "refuge", "mark"} {
			if strings.Contains(trail.Body.String(), word) {
				t.Errorf("%s says %q to an administrator", path, word)
			}
		}
	}
	admin.get("/stock/homes").status(http.StatusForbidden)
}

// A home that the public did not see is marked without a trace; one that it saw is gone as if it had never been published.
func TestMarksLeaveNoTrace(t *testing.T) {
	w := populated(t)
	odd := aHome("odd", 433777, 435999, home.Open)
	odd.Owner = "Beck Housing"
	load(t, w.loader.Homes, "homes", odd)
	before := publicAnswers(t, w)
	must(t, w.marked(t, "Beck Housing", home.Withheld, "odd"))
	same(t, before, publicAnswers(t, w))
	must(t, w.marked(t, "Beck Housing", home.Lifted, "odd"))
	same(t, before, publicAnswers(t, w))

	seen := aHome("seen", 433100, 435200, home.Published)
	seen.Owner, seen.Type = "Beck Housing", "shared-bungalow"
	load(t, w.loader.Homes, "homes", seen)
	must(t, w.marked(t, "Beck Housing", home.Withheld, "seen"))
	same(t, before, publicAnswers(t, w))
}

func same(t *testing.T, before, after map[string]string) {
	t.Helper()
	for _, question := range slices.Sorted(maps.Keys(before)) {
		if b, a := before[question], after[question]; b != a {
			t.Errorf("%s differs:\nbefore %s\nafter  %s", question, difference(b, a), difference(a, b))
		}
	}
}

// marked marks homes of an association.
func (w *town) marked(t *testing.T, owner, to string, refs ...string) error {
	t.Helper()
	var id int64
	must(t, w.db.Pool(t, postgis.RoleLoad).QueryRow(t.Context(), `SELECT id FROM organisation WHERE name = $1`, owner).Scan(&id))
	m := home.Marking{Choice: home.Choice{Ticked: refs}, To: to, Reason: "other"}
	e, err := w.loader.LookAtMark(t.Context(), id, m)
	must(t, err)
	return w.loader.MarkHomes(t.Context(), id, m, strings.Repeat("a", 20)+strings.ToLower(fmt.Sprintf("%6.6s", refs[0]+to)), e.Seen, 1, 0)
}

// Two officers at once, and a home that goes in between: what is done is what was looked at, or nothing.
func TestMarkOfTwoOfficersAtOnce(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	one, two := d.officer(t, "one@beck.example", "beck-housing"), d.officer(t, "two@beck.example", "beck-housing")
	all := []string{"which", "all", "to", "withheld", "reason", "at-risk"}
	mine, theirs := one.post("/stock/homes/look", all...).fields("/stock/homes/mark"), two.post("/stock/homes/look", all...).fields("/stock/homes/mark")
	codes := make(chan int, 2)
	go func() { codes <- one.post("/stock/homes/mark", mine...).Code }()
	go func() { codes <- two.post("/stock/homes/mark", theirs...).Code }()
	got := map[int]int{<-codes: 1}
	got[<-codes]++
	if got[http.StatusSeeOther] != 1 || got[http.StatusConflict] != 1 {
		t.Errorf("answers: %v", got)
	}
	lift := []string{"which", "all", "to", "lifted", "reason", "no-longer-needed"}
	sent := one.post("/stock/homes/look", lift...).says("4 homes will be withheld no longer").says("4 were published before, and become open and not more").fields("/stock/homes/mark")
	_, err := d.db.Pool(t, postgis.RoleLoad).Exec(t.Context(), `DELETE FROM home WHERE provider_ref = 'out3'`)
	must(t, err)
	stale := one.post("/stock/homes/mark", sent...).status(http.StatusConflict).says("The homes have changed since you looked at them").says("3 homes will be withheld no longer")
	one.post("/stock/homes/mark", stale.fields("/stock/homes/mark")...).status(http.StatusSeeOther)
	if got := d.sensitivityOf(t, "out0"); got != home.Open {
		t.Errorf("a home that was published is %s after its mark was lifted", got)
	}
	one.post("/stock/homes/look", lift...).status(http.StatusOK).says("Nothing would change: 3 homes are not withheld.")
}

// Lists as long as may be are taken, longer ones and nonsense are refused with what to do.
func TestMarkForms(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	p := d.officer(t, "o@beck.example", "beck-housing")
	var list strings.Builder
	for i := range home.MostListed - 1 {
		fmt.Fprintf(&list, "a reference that is rather long %06d\r\n", i)
	}
	long := list.String() + "out2"
	found := p.post("/stock/homes", "references", long).status(http.StatusOK).says("1 home found").says("9,999 entries of the list are").says("And 9,899 more.")
	looked := p.post("/stock/homes/look", append(found.fields("/stock/homes/look"), "which", "all", "to", "withheld", "reason", "other")...).status(http.StatusOK).says("Withhold 1 home")
	p.post("/stock/homes/mark", looked.fields("/stock/homes/mark")...).status(http.StatusSeeOther)
	if d.sensitivityOf(t, "out2") != home.Withheld {
		t.Error("it was not marked")
	}
	p.post("/stock/homes", "references", long+"\none more").status(http.StatusBadRequest).says("There are more than 10000 references in the list.")
	p.post("/stock/homes", "references", strings.Repeat("x", 2<<20)).status(http.StatusRequestEntityTooLarge)
	marks := []string{"association", "beck-housing", "to", "withheld", "reason", "other"}
	for name, c := range map[string]struct {
		path   string
		fields []string
		status int
		code   string
	}{
		"whose":            {"/stock/homes", []string{"association", "x"}, http.StatusBadRequest, "association-needed"},
		"a page":           {"/stock/homes", []string{"page", "0"}, http.StatusBadRequest, "bad-page"},
		"needs":            {"/stock/homes", []string{"needs", "none"}, http.StatusBadRequest, "unknown-value"},
		"who sees it":      {"/stock/homes", []string{"sensitivity", "\x00"}, http.StatusBadRequest, "unknown-value"},
		"words":            {"/stock/homes", []string{"words", strings.Repeat("x", 500)}, http.StatusBadRequest, "bad-words"},
		"which":            {"/stock/homes/look", marks, http.StatusBadRequest, "bad-form"},
		"none ticked":      {"/stock/homes/look", append(marks, "which", "ticked"), http.StatusBadRequest, "none-ticked"},
		"what":             {"/stock/homes/look", []string{"which", "all", "to", "published", "reason", "other"}, http.StatusBadRequest, "unknown-mark"},
		"why":              {"/stock/homes/look", []string{"which", "all", "to", "withheld"}, http.StatusBadRequest, "reason-needed"},
		"words of its own": {"/stock/homes/look", []string{"which", "all", "to", "withheld", "reason", "1 Hidden Row"}, http.StatusBadRequest, "unknown-value"},
		"unseen":           {"/stock/homes/mark", append(marks, "which", "all"), http.StatusConflict, "not-seen"},
		"seen otherwise":   {"/stock/homes/mark", append(marks, "which", "all", "seen", "x"), http.StatusConflict, "homes-changed"},
		"a name":           {"/stock/homes/mark", append(marks, "which", "all", "seen", "x", "mark", "../x"), http.StatusBadRequest, "bad-form"},
		"no mark":          {"/stock/marks/%00/undo", nil, http.StatusNotFound, "no-mark"},
	} {
		t.Run(name, func(t *testing.T) {
			form := url.Values{}
			for i := 0; i < len(c.fields); i += 2 {
				form.Add(c.fields[i], c.fields[i+1])
			}
			p.ask(http.MethodPost, c.path, form.Encode(), "Accept", "application/json").problem(c.status, c.code)
			if page := p.ask(http.MethodPost, c.path, form.Encode()); page.Code >= 500 {
				t.Errorf("as a page: %d", page.Code)
			}
		})
	}
	t.Run("by a program", func(t *testing.T) {
		var told struct {
			Seen, Mark, ID string
			Homes, Stand   int
			Become         map[string]int
			Undone         bool
		}
		ask := func(path, body string, status int) {
			told.Become = nil
			must(t, json.Unmarshal(p.ask(http.MethodPost, path, body, "Accept", "application/json").status(status).Body.Bytes(), &told))
		}
		const body = "which=all&references=out2&to=lifted&reason=mistake"
		ask("/stock/homes/look", body, http.StatusOK)
		if told.Homes != 1 || told.Become[home.Open] != 1 || told.Seen == "" {
			t.Fatalf("%+v", told)
		}
		ask("/stock/homes/mark", body+"&seen="+told.Seen, http.StatusCreated)
		if told.Stand != 1 || told.ID == "" || d.sensitivityOf(t, "out2") != home.Open {
			t.Fatalf("%+v", told)
		}
		ask("/stock/marks/"+told.ID+"/undo", "", http.StatusOK)
		if !told.Undone || d.sensitivityOf(t, "out2") != home.Withheld {
			t.Fatalf("%+v", told)
		}
	})
}

// Many homes are shown page by page; an officer of two associations says whose are meant.
func TestMarkPages(t *testing.T) {
	w := populated(t)
	var many []home.Home
	for i := range 130 {
		h := aHome(fmt.Sprintf("B%03d", i), 433100, 435200, home.Open)
		h.Owner, h.Address = "Beck Housing", "<i>Row</i>"
		many = append(many, h)
	}
	load(t, w.loader.Homes, "homes", many...)
	d := withDoors(t, w, nil)
	p := d.officer(t, "o@beck.example", "beck-housing")
	first := p.post("/stock/homes", "words", "<I>row").says("130 homes found").says("1 to 100 of 130").says("&lt;i&gt;Row&lt;/i&gt;").says(`value="B099"`)
	next := p.post("/stock/homes", append(first.fields("/stock/homes/look"), "page", "2")...).says("101 to 130 of 130").says(`value="B129"`).says("Earlier homes")
	if strings.Contains(next.Body.String(), `value="B099"`) || strings.Contains(next.Body.String(), "Later homes") {
		t.Error("the second page has homes of the first, or is not the last")
	}
	p.post("/stock/homes", "words", "<I>row", "page", "9").status(http.StatusOK)
	body, err := d.writer.Body(t.Context(), "ashdale-homes")
	must(t, err)
	account := d.account(t, "o@beck.example")
	_, err = d.writer.GrantRole(t.Context(), account, access.Grant{Role: access.AssociationOfficer, Organisation: body.ID, Ref: body.Ref, Span: access.Span{From: day(2026, 1, 1)}}, 0, d.clock)
	must(t, err)
	eventually(t, func() bool { return len(d.roster.Who(account).Roles) == 2 })
	p.get("/stock/homes").status(http.StatusOK).says("Whose homes")
	p.post("/stock/homes", "references", "A1").status(http.StatusBadRequest).says("It is not said whose homes these are.")
	p.post("/stock/homes", "references", "A1", "association", "ashdale-homes").says("1 home found")
	p.post("/stock/homes", "references", "A1", "association", "beck-housing").says("No homes found")
}
