package web

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/audit"
	"terrier/plans/home"
)

// AuditReader reads the audit trail, the newest entries first: at most limit of those with ids below before (0: from the newest on).
type AuditReader interface {
	List(ctx context.Context, f audit.Filter, before int64, limit int) ([]audit.Listed, error)
}

// auditTrail shows who did what: administrators all of it, an association's officers what is about their association.
type auditTrail struct{ *site }

const auditPath = "/admin/audit"

// eventsOnPage is how many entries a page shows, eventsAtOnce how many a file fetches at a time, and mostEvents how many it may have.
const (
	eventsOnPage = 50
	eventsAtOnce = 1000
	mostEvents   = 20_000
	namesOnPage  = 4 // of organisations that an event is about
)

func (a auditTrail) routes(g guarded) {
	g.on("GET", auditPath, a.page)
	g.on("GET", auditPath+".{suffix}", a.file)
}

type auditView struct {
	Page
	Events     []eventView
	Kinds      []optionView
	Form       auditForm
	Filtered   bool
	Everything bool // not of some organisations only
	Of         string
	Trouble    bool // an event here does not stand to its seal as it should
	Newest     string
	Older      string
	CSV        string
}

// auditForm is what was asked for.
type auditForm struct{ From, Until, Kind, Person string }

type eventView struct {
	Number    string
	At, When  string // for machines, and for people
	Who, Only string // Only lists what they did
	What, Of  string
	Seal      string
	Wrong     bool
}

// auditQuestion is what is asked of the trail.
type auditQuestion struct {
	audit.Filter
	form    auditForm
	before  int64
	nothing bool    // nobody has the address that was asked for
	counts  []int64 // organisations of whose homes the reader may know how many there are
}

func (a auditTrail) page(w http.ResponseWriter, r *http.Request, v visitor) error {
	q, err := a.question(r, v)
	if err != nil {
		return err
	}
	listed, err := a.list(r.Context(), q, q.before, eventsOnPage+1)
	if err != nil {
		return err
	}
	more := len(listed) > eventsOnPage
	listed = listed[:min(len(listed), eventsOnPage)]
	page, _ := a.frame(r.Context(), "account", "Audit trail", "")
	view := auditView{Page: page, Form: q.form, Filtered: q.form != auditForm{}, Everything: q.Concerns == nil, CSV: q.address(auditPath+".csv", 0)}
	for _, k := range audit.Kinds {
		view.Kinds = append(view.Kinds, optionView{k.Slug, k.Name, k.Slug == q.Kind})
	}
	words, err := a.words(r.Context(), q, listed)
	if err != nil {
		return err
	}
	view.Of = words.bodies.all(q.Concerns, namesOnPage)
	for _, l := range listed {
		one := words.event(l, namesOnPage)
		view.Trouble = view.Trouble || one.Wrong
		view.Events = append(view.Events, one)
	}
	if q.before > 0 {
		view.Newest = q.address(auditPath, 0)
	}
	if more {
		view.Older = q.address(auditPath, listed[len(listed)-1].ID)
	}
	return a.showPrivate(w, r, http.StatusOK, "audit/page.html", view)
}

// file is all that was asked for as a table.
func (a auditTrail) file(w http.ResponseWriter, r *http.Request, v visitor) error {
	if chi.URLParam(r, "suffix") != string(asCSV) {
		return &plans.Error{Kind: plans.NotFound, Code: "not-found", Message: "The audit trail is not to be had in a file of this kind.", Remedy: "There is .csv."}
	}
	q, err := a.question(r, v)
	if err != nil {
		return err
	}
	rows := [][]string{{"number", "at", "who", "what", "of", "kind", "action", "seal", "request-id"}}
	for before := q.before; ; {
		listed, err := a.list(r.Context(), q, before, eventsAtOnce)
		if err != nil {
			return err
		}
		words, err := a.words(r.Context(), q, listed)
		if err != nil {
			return err
		}
		for _, l := range listed {
			e := words.event(l, math.MaxInt)
			rows = append(rows, []string{e.Number, e.At, e.Who, e.What, e.Of, l.Kind, l.Action, e.Seal, l.Request})
		}
		if len(rows) > mostEvents {
			return plans.Refuse("too-many-events", "from", fmt.Sprintf("There are more than %s events.", thousands(mostEvents)), "Ask for fewer days at once.")
		}
		if len(listed) < eventsAtOnce {
			break
		}
		before = listed[len(listed)-1].ID
	}
	sendPrivateCSV(w, r, "audit-trail", rows)
	return nil
}

func (a auditTrail) list(ctx context.Context, q auditQuestion, before int64, limit int) ([]audit.Listed, error) {
	if q.nothing {
		return nil, nil
	}
	return a.Doors.Trail.List(ctx, q.Filter, before, limit)
}

// question reads what is asked for, as far as the reader may know of it.
func (a auditTrail) question(r *http.Request, v visitor) (q auditQuestion, err error) {
	given, err := readQuery(r, "from", "until", "kind", "person", "before", "bom")
	if err != nil {
		return q, err
	}
	if access.May(v.Who, access.ReadAuditTrail, access.Subject{}, v.now) != nil {
		q.Concerns = organisationsFor(v, access.ReadAuditTrail)
	}
	q.counts = organisationsFor(v, access.SeeWithheldHomes)
	for key, to := range map[string]*string{"from": &q.form.From, "until": &q.form.Until, "person": &q.form.Person} {
		if *to, err = given.one(key); err != nil {
			return q, err
		}
	}
	if q.Kind, err = given.code("kind", audit.Kinds); err != nil {
		return q, err
	}
	q.form.Kind = q.Kind
	var days access.Span
	if err = readDay("from", q.form.From, &days.From); err == nil {
		err = readDay("until", q.form.Until, &days.Until)
	}
	if err == nil && !days.From.IsZero() {
		q.From = home.EndOf(days.From.AddDate(0, 0, -1))
		err = days.Check()
	}
	if err != nil {
		return q, err
	}
	if !days.Until.IsZero() {
		q.Until = home.EndOf(days.Until)
	}
	if q.before, err = cursorIn(given); err != nil {
		return q, err
	}
	q.Who, err = a.whoIn(q.form.Person)
	q.nothing = q.Who == "" && q.form.Person != ""
	return q, err
}

// organisationsFor are those that somebody holds a role for that lets them do something to what belongs to them.
func organisationsFor(v visitor, action access.Action) []int64 {
	ids := []int64{}
	for _, h := range v.Roles {
		if h.InForce(v.now) && h.Organisation != 0 && !slices.Contains(ids, h.Organisation) && access.May(v.Who, action, access.Subject{Organisation: h.Organisation}, v.now) == nil {
			ids = append(ids, h.Organisation)
		}
	}
	return ids
}

// cursorIn reads before=, the number of an event; 0 where none is given.
func cursorIn(q query) (int64, error) {
	text, err := q.one("before")
	if err != nil || text == "" {
		return 0, err
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return 0, plans.Refuse("bad-cursor", "before", fmt.Sprintf("%q is no number of an event.", shorten(text)), "Leave it out to begin with the newest.")
	}
	return id, nil
}

// whoIn reads who is asked for: an e-mail address, "account 42" or "command line". It is nobody where the address has no account: that
// looks the same as one that did nothing here.
func (a auditTrail) whoIn(person string) (audit.Who, error) {
	number, numbered := strings.CutPrefix(person, "account")
	switch {
	case person == "":
		return "", nil
	case strings.EqualFold(person, string(audit.CommandLine)):
		return audit.CommandLine, nil
	case numbered && !strings.Contains(person, "@"):
		id, err := strconv.ParseInt(strings.TrimLeft(number, ": "), 10, 64)
		if err != nil || id < 1 {
			return "", plans.Refuse("bad-person", "person", fmt.Sprintf("%q is no account.", shorten(person)), "Write it as in account 42.")
		}
		return audit.Account(id), nil
	}
	address, err := access.ParseAddress(person)
	if err != nil {
		return "", plans.Refuse("bad-person", "person", fmt.Sprintf("%q is nobody who can be looked for.", shorten(person)), "Give an e-mail address, the number of an account (account 42), or command line.")
	}
	if account, ok := a.Doors.Roster.AccountOf(address); ok {
		return audit.Account(account.ID), nil
	}
	return "", nil
}

// address is that of the same question, from an event on.
func (q auditQuestion) address(path string, before int64) string {
	values := url.Values{}
	for key, value := range map[string]string{"from": q.form.From, "until": q.form.Until, "kind": q.form.Kind, "person": q.form.Person} {
		if value != "" {
			values.Set(key, value)
		}
	}
	if before > 0 {
		values.Set("before", strconv.FormatInt(before, 10))
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + readableQuery(values)
}

func (w auditWords) event(l audit.Listed, most int) eventView {
	told := l.Detail.Read()
	seal, wrong := sealSays(l.Seal)
	return eventView{Number: strconv.FormatInt(l.ID, 10), At: l.At.UTC().Format(time.RFC3339), When: clockTime(l.At), Who: w.who(l.Who), Only: w.question.only(l.Who),
		What: w.what(l.Entry, told), Of: w.bodies.all(w.of(told), most), Seal: seal, Wrong: wrong}
}

// only is the address of what somebody did.
func (q auditQuestion) only(who audit.Who) string {
	if who == audit.Public {
		return ""
	}
	q.form.Person = strings.Replace(string(who), ":", " ", 1)
	return q.address(auditPath, 0)
}

// of are the organisations of an event that the reader is told of.
func (w auditWords) of(t audit.Told) []int64 {
	if w.question.Concerns == nil {
		return t.Of
	}
	return t.Among(w.question.Concerns)
}

func sealSays(s audit.Standing) (says string, wrong bool) {
	switch s {
	case audit.IsSealed:
		return "sealed", false
	case audit.IsWaiting:
		return "not sealed yet", false
	case audit.IsOverdue:
		return "not sealed, though it should be", true
	}
	return "broken: changed since it was sealed", true
}
