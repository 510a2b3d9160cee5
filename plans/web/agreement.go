package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/home"
)

// AgreementKeeper keeps which associations let which authorities see their homes.
type AgreementKeeper interface {
	MakeAgreement(ctx context.Context, a access.Agreement, now time.Time) (access.Agreement, error)
	RevokeAgreement(ctx context.Context, id, by int64, now time.Time) error
	Agreements(ctx context.Context, organisation int64) ([]access.Agreement, error)
	Agreement(ctx context.Context, id int64) (access.Agreement, error)
}

// agreements are made and revoked by an association's officers, and read by both sides.
type agreements struct{ *site }

func (a agreements) routes(g guarded) {
	g.on("GET", "/admin/agreements", a.page)
	g.on("POST", "/admin/agreements", a.make)
	g.on("POST", "/admin/agreements/{id}/revoke", a.revoke)
}

type agreementsView struct {
	Page
	Agreements   []agreementView
	Associations []optionView // those for which an agreement may be made, by ref
	Tenures      []optionView
	Form         agreementForm
	Error, Done  string
}

type agreementView struct {
	ID                     string
	Association, Authority string
	Place, Tenures         string
	From, Until, Revoked   string
	Now, MayRevoke         bool
}

// agreementForm is what was typed.
type agreementForm struct {
	Association, Authority, Place, From, Until string
	Tenures                                    []string
}

var agreementDone = map[string]string{
	"made":    "The agreement is made. It holds from its first day.",
	"revoked": "The agreement has ended. Nobody sees your homes by it any more.",
}

func (a agreements) page(w http.ResponseWriter, r *http.Request, v visitor) error {
	view, err := a.view(r, v, agreementForm{})
	if err != nil {
		return err
	}
	view.Done = agreementDone[r.URL.Query().Get("done")]
	return a.showPrivate(w, r, http.StatusOK, "agreement/page.html", view)
}

func (a agreements) view(r *http.Request, v visitor, form agreementForm) (view agreementsView, err error) {
	page, _ := a.frame(r.Context(), "account", "Agreements", "")
	view = agreementsView{Page: page, Form: form}
	for _, t := range home.Tenures {
		view.Tenures = append(view.Tenures, optionView{t.Slug, t.Name, slices.Contains(form.Tenures, t.Slug)})
	}
	var made []access.Agreement
	for _, id := range organisationsFor(v, access.SeeAgreements) {
		more, err := a.Doors.Agreements.Agreements(r.Context(), id)
		if err != nil {
			return view, err
		}
		for _, one := range more {
			if !slices.ContainsFunc(made, func(m access.Agreement) bool { return m.ID == one.ID }) {
				made = append(made, one)
			}
		}
	}
	bodies, err := a.bodiesOf(r.Context(), v.Roles, made)
	if err != nil {
		return view, err
	}
	for _, id := range organisationsFor(v, access.MakeAgreement) {
		body := bodies.byID[id]
		view.Associations = append(view.Associations, optionView{body.Ref, body.Name, body.Ref == form.Association})
	}
	for _, one := range made {
		view.Agreements = append(view.Agreements, agreementView{ID: strconv.FormatInt(one.ID, 10), Association: bodies.id(one.Association), Authority: bodies.id(one.Authority), Place: one.Place,
			Tenures: tenureNames(one.Tenures), From: longDate(one.From), Until: longDate(one.Until), Revoked: longDate(one.Revoked), Now: one.InForce(v.now),
			MayRevoke: one.Revoked.IsZero() && access.May(v.Who, access.RevokeAgreement, access.Subject{Organisation: one.Association}, v.now) == nil})
	}
	return view, nil
}

func tenureNames(slugs []string) (names string) {
	if slugs == nil {
		return "all"
	}
	for i, slug := range slugs {
		if i > 0 {
			names += ", "
		}
		names += home.Tenures.Name(slug)
	}
	return names
}

func (a agreements) make(w http.ResponseWriter, r *http.Request, v visitor) error {
	form := agreementForm{r.PostFormValue("association"), r.PostFormValue("authority"), r.PostFormValue("place"), r.PostFormValue("from"), r.PostFormValue("until"), r.PostForm["tenure"]}
	agreement, err := a.read(r.Context(), form, v)
	if err == nil {
		_, err = a.Doors.Agreements.MakeAgreement(r.Context(), agreement, v.now)
	}
	var known *plans.Error
	if errors.As(err, &known) && known.Kind != plans.Unavailable && wantsPage(r) {
		view, viewErr := a.view(r, v, form)
		if viewErr != nil {
			return viewErr
		}
		view.Error = known.Message + " " + known.Remedy
		return a.showPrivate(w, r, problemOf(err).Status, "agreement/page.html", view)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/admin/agreements?done=made", http.StatusSeeOther)
	return nil
}

func (a agreements) read(ctx context.Context, form agreementForm, v visitor) (made access.Agreement, err error) {
	association, err := a.body(ctx, form.Association)
	if err != nil {
		return made, err
	}
	if err := access.May(v.Who, access.MakeAgreement, access.Subject{Organisation: association.ID}, v.now); err != nil {
		return made, err
	}
	authority, err := a.body(ctx, form.Authority)
	if err != nil {
		return made, err
	}
	made = access.Agreement{Association: association.ID, Authority: authority.ID, Place: form.Place, GrantedBy: v.Account, Span: access.Span{From: access.Today(v.now)}}
	if made.Place == "" {
		made.Place = authority.Place
	}
	for _, slug := range form.Tenures {
		if err := home.Tenures.Check("tenure", slug); err != nil {
			return made, err
		}
		made.Tenures = append(made.Tenures, slug)
	}
	slices.Sort(made.Tenures)
	if err := readDay("from", form.From, &made.From); err != nil {
		return made, err
	}
	return made, readDay("until", form.Until, &made.Until)
}

func (a agreements) revoke(w http.ResponseWriter, r *http.Request, v visitor) error {
	missing := plans.Missing("agreement", shorten(chi.URLParam(r, "id")))
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		return missing
	}
	made, err := a.Doors.Agreements.Agreement(r.Context(), id)
	if known := organisationsFor(v, access.SeeAgreements); err == nil && !slices.Contains(known, made.Association) && !slices.Contains(known, made.Authority) {
		return missing // told the same as where there is none
	}
	if err == nil {
		err = access.May(v.Who, access.RevokeAgreement, access.Subject{Organisation: made.Association}, v.now)
	}
	if err == nil {
		err = a.Doors.Agreements.RevokeAgreement(r.Context(), id, v.Account, v.now)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/admin/agreements?done=revoked", http.StatusSeeOther)
	return nil
}
