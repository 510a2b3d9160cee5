package web

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"net/http"
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

// HomeMarker marks homes that are in the register as withheld, or as withheld no longer. Each question names the association.
type HomeMarker interface {
	FindHomes(ctx context.Context, organisation int64, c home.Choice, from, n int) (home.Found, error)
	LookAtMark(ctx context.Context, organisation int64, m home.Marking) (home.Effect, error)
	MarkHomes(ctx context.Context, organisation int64, m home.Marking, id, seen string, by int64, wait time.Duration) error
	Marks(ctx context.Context, organisation int64) ([]home.Mark, error)
	Mark(ctx context.Context, id string) (m home.Mark, stand int, err error)
	UndoMark(ctx context.Context, m home.Mark, by int64, wait time.Duration) error
}

// marks are made by an association's officers, of homes of theirs that are in the register: found, looked at, marked, and taken back.
// What is looked for is sent in a form and never stands in an address, which browsers and proxies write down.
type marks struct{ *site }

const (
	mostOfList = 2 << 20          // bytes of a form with home.MostListed references
	markWait   = 10 * time.Second // for imports under way
	markTime   = 5 * time.Minute  // for marking every home of the largest association
)

func (m marks) routes(g guarded) {
	g = g.forms(mostOfList)
	g.on("GET", "/stock/homes", m.page)
	g.on("POST", "/stock/homes", m.find)
	g.on("POST", "/stock/homes/look", m.look)
	g.on("POST", "/stock/homes/mark", m.mark)
	g.on("GET", "/stock/marks/{id}", m.one)
	g.on("POST", "/stock/marks/{id}/undo", m.undo)
}

// markForm is what a form says: whose homes, which, and what is to be done with them.
type markForm struct {
	of      access.Body
	several []access.Body // that the person may mark homes of
	listed  string        // references as they were pasted
	asked   home.Choice   // what was looked for
	marking home.Marking
}

// form reads a form. An association that somebody is no officer of is as if it were not said.
func (m marks) form(r *http.Request, v visitor) (f markForm, err error) {
	if f.several, err = m.associations(r.Context(), v, access.MarkWithheld); err != nil {
		return f, err
	}
	said := r.PostFormValue("association")
	for _, b := range f.several {
		if said == b.Ref || said == "" && len(f.several) == 1 {
			f.of = b
		}
	}
	f.listed = r.PostFormValue("references")
	f.marking = home.Marking{To: r.PostFormValue("to"), Reason: r.PostFormValue("reason")}
	c := &f.asked
	c.Words, c.Postcode = strings.TrimSpace(r.PostFormValue("words")), home.PostcodeAsked(r.PostFormValue("postcode"))
	c.Needs, c.Sensitivity = r.PostFormValue("needs"), r.PostFormValue("sensitivity")
	if f.of.ID == 0 {
		return f, plans.Refuse("association-needed", "association", "It is not said whose homes these are.", "Choose one of the associations that you are an officer of.")
	}
	if c.Listed, err = home.ParseList(f.listed); err == nil {
		err = c.Check()
	}
	f.marking.Choice = f.asked
	return f, err
}

// choice is form, narrowed to the homes that were ticked where those are meant.
func (m marks) choice(r *http.Request, v visitor) (f markForm, err error) {
	if f, err = m.form(r, v); err != nil {
		return f, err
	}
	switch r.PostFormValue("which") {
	case "all":
	case "ticked":
		ticked := r.PostForm["home"]
		if len(ticked) == 0 {
			return f, plans.Refuse("none-ticked", "home", "No home is ticked.", "Tick those that are meant, or choose all that were found.")
		}
		if len(ticked) > homesOnPage {
			return f, plans.Refuse("too-many-ticked", "home", fmt.Sprintf("More than %d homes are ticked.", homesOnPage), "Choose all that were found, or send their references.")
		}
		f.marking.Choice = home.Choice{Ticked: ticked}
	default:
		return f, plans.Refuse("bad-form", "which", "It is not said which homes are meant.", "Say ticked, or all.")
	}
	return f, f.marking.Check()
}

// page is where homes are looked for, with the marks that were made.
func (m marks) page(w http.ResponseWriter, r *http.Request, v visitor) error {
	f, err := m.form(r, v)
	var known *plans.Error
	if err != nil && (!errors.As(err, &known) || known.Code != "association-needed") { // of several
		return err
	}
	return m.showFind(w, r, v, http.StatusOK, f, nil)
}

// find lists the homes of a choice.
func (m marks) find(w http.ResponseWriter, r *http.Request, v visitor) error {
	f, err := m.form(r, v)
	if err != nil {
		return m.refused(w, r, v, f, err)
	}
	page, err := strconv.Atoi(orElse(r.PostFormValue("page"), "1"))
	if err != nil || page < 1 || page > 1_000_000 {
		return m.refused(w, r, v, f, plans.Refuse("bad-page", "page", "This is no number of a page.", "Give a number from 1."))
	}
	found, err := m.Stock.Marks.FindHomes(r.Context(), f.of.ID, f.asked, (page-1)*homesOnPage, homesOnPage)
	if err == nil {
		err = m.note(r, v, f.of, "list-homes", len(found.Homes))
	}
	if err != nil {
		return err
	}
	if !wantsPage(r) {
		send(w, r, http.StatusOK, "application/json", asJSONText(foundDocumentOf(found)))
		return nil
	}
	return m.showFind(w, r, v, http.StatusOK, f, &foundPage{found, page})
}

// look says what a mark would do.
func (m marks) look(w http.ResponseWriter, r *http.Request, v visitor) error {
	f, err := m.choice(r, v)
	if err != nil {
		return m.refused(w, r, v, f, err)
	}
	return m.showLook(w, r, v, http.StatusOK, f, newMarkID(), nil)
}

// mark does what was looked at. Pressed twice it is done once.
func (m marks) mark(w http.ResponseWriter, r *http.Request, v visitor) error {
	f, err := m.choice(r, v)
	if err != nil {
		return m.refused(w, r, v, f, err)
	}
	id, seen := orElse(r.PostFormValue("mark"), newMarkID()), r.PostFormValue("seen")
	switch {
	case !uploadID.MatchString(id):
		return plans.Refuse("bad-form", "mark", "This is no name of a mark.", "Leave it out, or send the one that the page has.")
	case seen == "":
		return home.MarkUnseen()
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(r.Context()), markTime) // who closes the page has pressed the button all the same
	defer done()
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(markTime)) // a recorder in tests has none
	err = m.Stock.Marks.MarkHomes(ctx, f.of.ID, f.marking, id, seen, v.Account, markWait)
	var known *plans.Error
	if errors.As(err, &known) && known.Kind == plans.Conflict && wantsPage(r) {
		return m.showLook(w, r.WithContext(ctx), v, http.StatusConflict, f, newMarkID(), known)
	}
	if err != nil {
		return err
	}
	if !wantsPage(r) {
		return m.send(w, r.WithContext(ctx), v, http.StatusCreated, id)
	}
	http.Redirect(w, r, "/stock/marks/"+id, http.StatusSeeOther)
	return nil
}

// may finds a mark for somebody who may make such. One of another association is as if it were not there.
func (m marks) may(r *http.Request, v visitor, id string) (one home.Mark, stand int, err error) {
	if !uploadID.MatchString(id) {
		return one, 0, home.NoMark()
	}
	if one, stand, err = m.Stock.Marks.Mark(r.Context(), id); err == nil && !slices.Contains(organisationsFor(v, access.MarkWithheld), one.Organisation) {
		err = home.NoMark()
	}
	return one, stand, err
}

// one is what a mark did, and where it can be taken back.
func (m marks) one(w http.ResponseWriter, r *http.Request, v visitor) error {
	if !wantsPage(r) {
		return m.send(w, r, v, http.StatusOK, chi.URLParam(r, "id"))
	}
	one, stand, err := m.may(r, v, chi.URLParam(r, "id"))
	if err != nil {
		return err
	}
	return m.showMark(w, r, v, http.StatusOK, one, stand, "")
}

func (m marks) send(w http.ResponseWriter, r *http.Request, v visitor, status int, id string) error {
	one, stand, err := m.may(r, v, id)
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/stock/marks/"+one.ID)
	send(w, r, status, "application/json", asJSONText(markDocumentOf(one, stand)))
	return nil
}

// undo takes a mark back. Where that shows homes to others again it has to be agreed to.
func (m marks) undo(w http.ResponseWriter, r *http.Request, v visitor) error {
	one, stand, err := m.may(r, v, chi.URLParam(r, "id"))
	if err != nil {
		return err
	}
	if one.Opens() && one.UndoneAt.IsZero() && r.PostFormValue("agree") != openWithheld {
		refusal := &plans.Error{Kind: plans.Conflict, Code: "not-agreed", Field: "agree", Message: "Taking this mark back opens homes that are withheld.", Remedy: "Tick the box beside it if that is what you want."}
		if !wantsPage(r) {
			return refusal
		}
		return m.showMark(w, r, v, http.StatusConflict, one, stand, refusal.Message+" "+refusal.Remedy)
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(r.Context()), markTime)
	defer done()
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(markTime))
	if err := m.Stock.Marks.UndoMark(ctx, one, v.Account, markWait); err != nil {
		return err
	}
	if !wantsPage(r) {
		return m.send(w, r.WithContext(ctx), v, http.StatusOK, one.ID)
	}
	http.Redirect(w, r, "/stock/marks/"+one.ID, http.StatusSeeOther)
	return nil
}

// note writes into the audit trail that single homes were read: how many, and never which.
func (m marks) note(r *http.Request, v visitor, of access.Body, action string, homes int) error {
	detail, err := audit.DetailOf(map[string]any{audit.Of: []int64{of.ID}, "organisation": of.Ref, "homes": homes})
	if err == nil {
		_, err = m.Stock.Trail.Record(r.Context(), entry(r, v, action, detail))
	}
	return err
}

// newMarkID names a mark before it is made, so that a button that is pressed twice makes one. It is random: nobody finds one by trying.
func newMarkID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails (crypto/rand)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}
