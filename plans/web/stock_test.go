package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"terrier/data/jobs"
	"terrier/data/postgis"
	"terrier/plans/access"
	"terrier/plans/web"
)

// mostUploaded is how large a file may be in tests.
const mostUploaded = 1 << 20

// bring looks after uploaded files as a server does.
func (w *town) bring(t testing.TB) *web.Stock {
	t.Helper()
	pool := w.db.Pool(t, postgis.RoleLoad)
	loader := postgis.NewLoader(pool)
	stock := jobs.NewStock(postgis.NewUploads(pool), loader, func() time.Time { return w.clock })
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); stock.Follow(ctx, 50*time.Millisecond, func(error) {}) }()
	t.Cleanup(func() { stop(); <-done })
	return &web.Stock{Uploads: stock, Marks: loader, Trail: postgis.NewAudit(w.db.Pool(t, postgis.RoleWrite)), Most: mostUploaded}
}

// officer is somebody who is signed in as an officer of an association.
func (d *doors) officer(t testing.TB, email, association string) *person {
	t.Helper()
	body, err := d.writer.Body(t.Context(), association)
	must(t, err)
	account := d.account(t, email)
	_, err = d.writer.GrantRole(t.Context(), account, access.Grant{Role: access.AssociationOfficer, Organisation: body.ID, Ref: body.Ref, Span: access.Span{From: day(2026, 1, 1)}}, 0, d.clock)
	must(t, err)
	in, err := d.writer.StartSession(t.Context(), account, "link", access.Secret{}, d.clock)
	must(t, err)
	eventually(t, func() bool {
		_, s := d.roster.Session(in.Token, d.clock)
		return s == access.Good && len(d.roster.Who(account).Roles) == 1
	})
	p := newPerson(t, d)
	p.keep(in.Token)
	return p
}

// send uploads a file.
func (p *person) send(name, content string, fields ...string) asked {
	p.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i < len(fields); i += 2 {
		must(p.t, form.WriteField(fields[i], fields[i+1]))
	}
	part, err := form.CreateFormFile("file", name)
	must(p.t, err)
	_, err = part.Write([]byte(content))
	must(p.t, err)
	must(p.t, form.Close())
	return p.ask(http.MethodPost, "/stock", body.String(), "Content-Type", form.FormDataContentType())
}

// sent uploads a file that is taken in, waits until it was looked at, and returns its address.
func (p *person) sent(name, content string, fields ...string) string {
	p.t.Helper()
	a := p.send(name, content, fields...)
	a.status(http.StatusSeeOther)
	at := a.Header().Get("Location")
	p.settled(at)
	return at
}

type uploaded struct {
	Stage, Task  string
	Rows         int
	Accepted     int
	Refused      int
	Agree        []string
	Seen         int
	Failure      *struct{ Code, Message, Remedy string }
	Changes      *struct{ Gained, Lost, Moved, Changed, Unchanged, Opened, Withheld, Stay int }
	ProblemKinds []struct {
		First struct{ Code, Reason, Remedy string }
	} `json:"problem-kinds"`
}

// settled waits until nothing is being done with an upload, and says how it stands.
func (p *person) settled(at string) (u uploaded) {
	p.t.Helper()
	at, _, _ = strings.Cut(at, "#")
	eventually(p.t, func() bool {
		u = uploaded{}
		a := p.ask(http.MethodGet, at, "", "Accept", "application/json")
		a.status(http.StatusOK)
		must(p.t, json.Unmarshal(a.Body.Bytes(), &u))
		return u.Task == ""
	})
	return u
}

// apply presses the button of the page as it is now.
func (p *person) apply(at string, fields ...string) asked {
	p.t.Helper()
	return p.post(at+"/apply", append(fields, "seen", fmt.Sprint(p.settled(at).Seen))...)
}

const stockFile = "reference,tenure,easting,northing,bedrooms,scheme\n" +
	"N1,social-rent,433100,435100,2,Alder Court\n" +
	"N2,social-rent,433110,435100,3,Fern House\n" +
	"N3,nonsense,433120,435100,1,Alder Court\n"

func TestStockIsLookedAtAppliedAndTakenBack(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	p := d.officer(t, "o@beck.example", "beck-housing")
	count := func() (n int) {
		must(t, d.db.Pool(t, postgis.RoleLoad).QueryRow(t.Context(), `SELECT count(*) FROM home h JOIN organisation o ON o.id = h.owner_id WHERE o.ref = 'beck-housing'`).Scan(&n))
		return n
	}
	before := count()
	at := p.sent("my homes.csv", stockFile, "as-at", "2026-03-31")
	u := p.settled(at)
	if u.Stage != "checked" || u.Rows != 3 || u.Accepted != 2 || u.Refused != 1 || count() != before {
		t.Fatalf("after the check: %+v, %d homes", u, count())
	}
	p.get(at).status(http.StatusOK).says("3 rows in the file = 2 that can come in &#43; 1 that cannot.").says("Bring the good rows into the register").says("nonsense")
	p.get(at + "/problems.csv").status(http.StatusOK).says("N3,nonsense").says("refused, tenure")
	p.get(at + "/points.geojson").status(http.StatusOK).says(`"reference":"N1"`)
	p.apply(at).to(at)
	if u := p.settled(at); u.Stage != "applied" || count() != before+2 {
		t.Fatalf("after applying: %+v, %d homes, %d before", u, count(), before)
	}
	p.get(at).says("It is in the register").says("Take this file back out")
	p.ask(http.MethodPost, at+"/apply", "", "Accept", "application/json").problem(http.StatusConflict, "already-applied")
	p.ask(http.MethodPost, at+"/discard", "", "Accept", "application/json").problem(http.StatusConflict, "already-applied")
	p.post(at + "/undo").to(at)
	if u := p.settled(at); u.Stage != "undone" || count() != before {
		t.Fatalf("after undoing: %+v, %d homes", u, count())
	}
	p.post(at + "/discard").to("/stock?done=discarded")
	p.get(at).status(http.StatusNotFound)
}

// Whoever is not an officer of the association learns nothing of its files, not even that they are there.
func TestStockOfOthers(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	at := d.officer(t, "o@beck.example", "beck-housing").sent("x.csv", stockFile)
	other := d.officer(t, "o@ashdale.example", "ashdale-homes")
	missing := other.get("/stock/aaaaaaaaaaaaaaaaaaaaaaaaaa")
	missing.status(http.StatusNotFound)
	for _, path := range []string{"", "/progress", "/problems.csv", "/changes.csv", "/points.geojson"} {
		got := other.get(at + path)
		got.status(http.StatusNotFound)
	}
	for _, path := range []string{"/choices", "/withhold", "/apply", "/undo", "/discard"} {
		other.post(at + path).status(http.StatusNotFound)
	}
	other.get("/stock").status(http.StatusOK)
	if strings.Contains(other.get("/stock").Body.String(), "x.csv") {
		t.Error("the list has another's file")
	}
	other.send("y.csv", stockFile, "association", "beck-housing").status(http.StatusBadRequest)
}

func TestStockThatCannotBeTakenIn(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	p := d.officer(t, "o@beck.example", "beck-housing")
	for name, c := range map[string]struct {
		content string
		fields  []string
		status  int
		says    string
	}{
		"empty":     {"", nil, http.StatusBadRequest, "The file is empty"},
		"too large": {strings.Repeat("x", mostUploaded+1), nil, http.StatusRequestEntityTooLarge, "larger than 1 MB"},
		"tomorrow":  {stockFile, []string{"as-at", "2999-01-01"}, http.StatusBadRequest, "cannot describe"},
		"no day":    {stockFile, []string{"as-at", "soon"}, http.StatusBadRequest, "is no date"},
	} {
		t.Run(name, func(t *testing.T) {
			p.send("x.csv", c.content, c.fields...).status(c.status).says(c.says)
		})
	}
	p.ask(http.MethodPost, "/stock", "a=b", "Accept", "application/json").problem(http.StatusBadRequest, "bad-form")
	p.ask(http.MethodPost, "/stock", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nreference,ten", "Content-Type", "multipart/form-data; boundary=x", "Accept", "application/json").problem(http.StatusBadRequest, "upload-cut-off")
	var n int
	must(t, d.db.Pool(t, postgis.RoleLoad).QueryRow(t.Context(), `SELECT count(*) FROM upload`).Scan(&n))
	if n != 0 {
		t.Errorf("%d files were kept", n)
	}
}

// A file that cannot be read as it is says why, keeps its columns, and is read when it is said which is which; that is remembered.
func TestStockWithColumnsOfItsOwn(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	p := d.officer(t, "o@beck.example", "beck-housing")
	odd := "Ident,Mietart,easting,northing\nN1,social-rent,433100,435100\n"
	at := p.sent("odd.csv", odd)
	u := p.settled(at)
	if u.Stage != "refused" || u.Failure == nil || u.Failure.Code != "no-column" || strings.Contains(u.Failure.Remedy, "--") {
		t.Fatalf("%+v %+v", u, u.Failure)
	}
	p.get(at).says(`for="column-0">Ident`)
	p.post(at+"/choices", "columns", "yes", "column-0", "reference", "column-1", "reference").status(http.StatusBadRequest)
	p.post(at+"/choices", "columns", "yes", "column-0", "reference", "column-1", "tenure", "column-2", "easting", "column-3", "northing").to(at + "#columns")
	if u := p.settled(at); u.Stage != "checked" || u.Accepted != 1 {
		t.Fatalf("%+v", u)
	}
	p.apply(at).to(at)
	p.settled(at)
	again := p.sent("odd again.csv", strings.ReplaceAll(odd, "N1", "N9"))
	if u := p.settled(again); u.Stage != "checked" || u.Accepted != 1 {
		t.Fatalf("the columns were not remembered: %+v", u)
	}
	p.get(again).says("Remembered from odd.csv")
}

// Rows are withheld by number and by what a column says; a home that was withheld stays so until it is said otherwise.
func TestStockWithheld(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	p := d.officer(t, "o@beck.example", "beck-housing")
	sensitivity := func(reference string) (of string) {
		must(t, d.db.Pool(t, postgis.RoleLoad).QueryRow(t.Context(), `SELECT sensitivity FROM home h JOIN organisation o ON o.id = h.owner_id WHERE o.ref = 'beck-housing' AND provider_ref = $1`, reference).Scan(&of))
		return of
	}
	at := p.sent("x.csv", stockFile)
	p.post(at+"/withhold", "value", "scheme\x1fFern House").to(at + "#withheld")
	p.settled(at)
	p.get(at).says("1 row is withheld").says("scheme is Fern House")
	p.post(at+"/withhold", "rows", "2-2").to(at + "#withheld")
	p.settled(at)
	p.get(at).says("2 rows are withheld")
	p.post(at+"/withhold", "rows", "two").status(http.StatusBadRequest)
	p.apply(at).to(at)
	p.settled(at)
	if a, b := sensitivity("N1"), sensitivity("N2"); a != "withheld" || b != "withheld" {
		t.Fatalf("N1 is %s, N2 is %s", a, b)
	}
	// another file that says nothing of it, and one that says otherwise
	for _, content := range []string{stockFile, strings.ReplaceAll(strings.ReplaceAll(stockFile, "scheme\n", "sensitivity\n"), "Alder Court", "open")} {
		at := p.sent("y.csv", content)
		p.apply(at).to(at)
		if u := p.settled(at); u.Stage != "applied" {
			t.Fatalf("%+v %+v", u, u.Failure)
		}
		if of := sensitivity("N1"); of != "withheld" {
			t.Fatalf("N1 is %s after a file that must not open it", of)
		}
	}
	opening := p.sent("z.csv", strings.ReplaceAll(strings.ReplaceAll(stockFile, "scheme\n", "sensitivity\n"), "Alder Court", "open"))
	p.post(opening+"/choices", "whole-said", "yes", "release", "yes").to(opening + "#columns")
	if u := p.settled(opening); u.Changes == nil || u.Changes.Opened != 1 || fmt.Sprint(u.Agree) != "[open-withheld]" {
		t.Fatalf("%+v %+v", u, u.Changes)
	}
	p.ask(http.MethodPost, opening+"/apply", "", "Accept", "application/json").problem(http.StatusConflict, "not-agreed")
	p.apply(opening, "agree", "open-withheld").to(opening)
	if p.settled(opening); sensitivity("N1") != "open" {
		t.Error("N1 is still withheld")
	}
}

// Two officers: what was checked before a colleague applied another file is checked again, and not applied unseen.
func TestStockOfTwoOfficersAtOnce(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	one, two := d.officer(t, "one@beck.example", "beck-housing"), d.officer(t, "two@beck.example", "beck-housing")
	first, second := one.sent("one.csv", stockFile), two.sent("two.csv", strings.ReplaceAll(stockFile, "N2", "N7"))
	one.apply(first).to(first)
	one.settled(first)
	two.ask(http.MethodPost, second+"/apply", fmt.Sprintf("seen=%d", two.settled(second).Seen), "Accept", "application/json").problem(http.StatusConflict, "register-changed")
	if u := two.settled(second); u.Stage != "checked" || u.Failure == nil || u.Failure.Code != "register-changed" || u.Changes.Unchanged != 1 || u.Changes.Gained != 1 {
		t.Fatalf("%+v %+v %+v", u, u.Failure, u.Changes)
	}
	// and both press the button for one file
	codes := make(chan int, 2)
	for _, p := range []*person{one, two} {
		go func() { codes <- p.apply(second).Code }()
	}
	got := map[int]int{<-codes: 1}
	got[<-codes]++
	if got[http.StatusSeeOther] != 1 || got[http.StatusConflict] != 1 {
		t.Errorf("answers: %v", got)
	}
	if u := two.settled(second); u.Stage != "applied" {
		t.Errorf("%+v %+v", u, u.Failure)
	}
}

// problem is a refusal of that status and code.
func (a asked) problem(status int, code string) asked {
	a.t.Helper()
	if got, _ := a.status(status).json()["code"].(string); got != code {
		a.t.Errorf("%s: code %q, want %q", a.name, got, code)
	}
	return a
}

// What is done with a file, and who looked at what it says, is in the association's part of the audit trail and in nobody else's.
func TestStockIsNoted(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	p := d.officer(t, "o@beck.example", "beck-housing")
	at := p.sent("secret name.csv", stockFile)
	p.get(at)
	p.apply(at).to(at)
	p.settled(at)
	page := p.get("/admin/audit").status(http.StatusOK)
	for _, words := range []string{"Uploaded a file of homes", "Read what an uploaded file says of homes", "Asked for an uploaded file to be brought into the register", "Imported a file of homes"} {
		page.says(words)
	}
	if strings.Contains(page.Body.String(), "secret name") {
		t.Error("the trail has the file's name")
	}
	if other := d.officer(t, "o@ashdale.example", "ashdale-homes").get("/admin/audit"); strings.Contains(other.Body.String(), "uploaded file") {
		t.Error("another association reads of it")
	}
}

// A role that ends while a page is open ends what its buttons do.
func TestStockAfterTheRoleEnded(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	p := d.officer(t, "o@beck.example", "beck-housing")
	at := p.sent("x.csv", stockFile)
	body, err := d.writer.Body(t.Context(), "beck-housing")
	must(t, err)
	held, err := d.writer.RolesHeld(t.Context(), 0, body.ID)
	must(t, err)
	must(t, d.writer.RevokeRole(t.Context(), held[0].ID, 0, d.clock))
	eventually(t, func() bool { return p.get(at).Code != http.StatusOK })
	for _, path := range []string{"/apply", "/withhold", "/choices", "/discard"} {
		p.post(at + path).status(http.StatusForbidden)
	}
	p.send("y.csv", stockFile).status(http.StatusForbidden)
	var n int
	must(t, d.db.Pool(t, postgis.RoleLoad).QueryRow(t.Context(), `SELECT count(*) FROM upload WHERE task IS NOT NULL OR stage <> 'checked'`).Scan(&n))
	if n != 0 {
		t.Errorf("%d files were touched", n)
	}
}

// What is brought in is what was looked at: who looks at an older check than the last is told so.
func TestStockThatWasCheckedAnew(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	one, two := d.officer(t, "one@beck.example", "beck-housing"), d.officer(t, "two@beck.example", "beck-housing")
	at := one.sent("x.csv", stockFile)
	one.post(at+"/withhold", "value", "scheme\x1fFern House").to(at + "#withheld")
	seen := fmt.Sprintf("seen=%d", one.settled(at).Seen)
	two.post(at+"/withhold", "drop", "scheme\x1fFern House").to(at + "#withheld")
	two.settled(at)
	one.ask(http.MethodPost, at+"/apply", seen, "Accept", "application/json").problem(http.StatusConflict, "checked-anew")
	one.ask(http.MethodPost, at+"/withhold", seen+"&rows=2", "Accept", "application/json").problem(http.StatusConflict, "checked-anew")
	one.ask(http.MethodPost, at+"/apply", "", "Accept", "application/json").problem(http.StatusConflict, "not-seen")
	for _, path := range []string{"/stock/%00", "/stock/%FF", "/stock/x"} {
		one.ask(http.MethodGet, path, "", "Accept", "application/json").problem(http.StatusNotFound, "no-upload")
	}
	one.post(at+"/choices", "layer", "\x00", "encoding", "\x00").to(at + "#columns")
	if u := one.settled(at); u.Stage != "refused" {
		t.Errorf("%+v", u)
	}
}

// What was said of who may know of homes holds for that list, and for no later one.
func TestStockRemembersNoSensitivity(t *testing.T) {
	d := withDoors(t, populated(t), nil)
	p := d.officer(t, "o@beck.example", "beck-housing")
	at := p.sent("x.csv", stockFile)
	p.post(at+"/choices", "set-sensitivity", "published").to(at + "#columns")
	p.settled(at)
	p.apply(at).to(at)
	p.settled(at)
	again := p.sent("y.csv", strings.ReplaceAll(stockFile, "N2", "N8"))
	p.apply(again).to(again)
	p.settled(again)
	var of string
	must(t, d.db.Pool(t, postgis.RoleLoad).QueryRow(t.Context(), `SELECT sensitivity FROM home WHERE provider_ref = 'N8'`).Scan(&of))
	if of != "open" {
		t.Errorf("a home of the next list is %s", of)
	}
}
