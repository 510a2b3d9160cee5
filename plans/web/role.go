package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/access"
)

// RoleKeeper keeps who holds which role.
type RoleKeeper interface {
	RolesHeld(ctx context.Context, account, organisation int64) ([]access.Held, error) // not revoked; 0 for any
	RoleHeld(ctx context.Context, id int64) (access.Held, error)
	RevokeRole(ctx context.Context, id, by int64, now time.Time) error
	Body(ctx context.Context, ref string) (access.Body, error)
	Bodies(ctx context.Context, ids []int64, refs []string) ([]access.Body, error) // those that there are
}

// roles are given and taken in the browser: by a forum's secretary, by officers for their colleagues, by administrators.
type roles struct {
	*site
	perAddress *access.Attempts
}

func newRoles(s *site) roles {
	return roles{s, access.NewAttempts(access.PerAddress, mostAttempts, "Too many invitations went to this address.")}
}

func (a roles) routes(g guarded) {
	g.on("GET", "/admin", a.page)
	g.on("POST", "/admin/invitations", a.invite)
	g.on("POST", "/admin/roles/{id}/revoke", a.revoke)
	g.on("POST", "/account/roles/{id}/give-up", a.giveUp)
}

type rolesView struct {
	Page
	Held      []heldView
	Bodies    []optionView // the organisations whose roles may be given, by ref; none for an administrator, who names any
	Roles     []optionView
	Form      inviteForm
	Error     string
	Done      string
	Link      string // to hand over, where no e-mail is sent
	Anything  bool   // of all organisations, and of none
	Agreement bool   // there is a page of agreements
	Audit     bool   // and one of the audit trail
	Releases  bool   // and one of public releases
	Days      int    // how long an invitation works
}

// inviteForm is what was typed.
type inviteForm struct{ Email, Role, Organisation, Place, From, Until string }

type heldView struct {
	ID                        string
	Email, Role               string
	Organisation, Place       string
	From, Until               string
	Now, MayRevoke, IsOneself bool
}

var doneSays = map[string]string{
	"invited": "The invitation is on its way.",
	"revoked": "The role has ended.",
}

func (a roles) page(w http.ResponseWriter, r *http.Request, v visitor) error {
	view, err := a.view(r, v)
	if err != nil {
		return err
	}
	view.Done = doneSays[r.URL.Query().Get("done")]
	return a.showPrivate(w, r, http.StatusOK, "role/page.html", view)
}

func (a roles) view(r *http.Request, v visitor) (view rolesView, err error) {
	page, _ := a.frame(r.Context(), "account", "Who may do what", "")
	view = rolesView{Page: page, Days: int(access.InvitationLife / (24 * time.Hour)), Agreement: access.Might(v.Who, access.SeeAgreements, v.now) == nil,
		Audit: access.Might(v.Who, access.ReadAuditTrail, v.now) == nil, Releases: access.Might(v.Who, access.MakeRelease, v.now) == nil}
	view.Anything = access.May(v.Who, access.SeeRoles, access.Subject{}, v.now) == nil
	held, err := a.Doors.Roles.RolesHeld(r.Context(), 0, 0)
	if err != nil {
		return view, err
	}
	bodies, err := a.bodiesOf(r.Context(), append(held, v.Roles...), nil)
	if err != nil {
		return view, err
	}
	for _, h := range held {
		of := access.Subject{Organisation: h.Organisation, Account: h.Account}
		if access.May(v.Who, access.SeeRoles, of, v.now) != nil {
			continue
		}
		row := heldView{ID: strconv.FormatInt(h.ID, 10), Role: access.Roles.Name(string(h.Role)), Organisation: bodies.id(h.Organisation), Place: h.Place, From: longDate(h.From), Until: longDate(h.Until),
			Now: h.InForce(v.now), MayRevoke: access.May(v.Who, access.RevokeRole(h.Role), of, v.now) == nil, IsOneself: h.Account == v.Account}
		if account, ok := a.Doors.Roster.Account(h.Account); ok {
			row.Email = account.Email.Text
		}
		view.Held = append(view.Held, row)
	}
	slices.SortFunc(view.Held, func(a, b heldView) int {
		return cmp.Or(cmp.Compare(a.Organisation, b.Organisation), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Email, b.Email), cmp.Compare(a.ID, b.ID))
	})
	for _, role := range access.Roles {
		if access.Might(v.Who, access.GrantRole(access.Role(role.Slug)), v.now) == nil {
			view.Roles = append(view.Roles, optionView{role.Slug, role.Name, false})
		}
	}
	if !view.Anything {
		for _, id := range organisationsFor(v, access.SeeRoles) {
			body := bodies.byID[id]
			view.Bodies = append(view.Bodies, optionView{body.Ref, body.Name, false})
		}
	}
	return view, nil
}

// invite sends a link that brings a role to whoever uses it. They may have an account already or not: nobody who invites learns it.
func (a roles) invite(w http.ResponseWriter, r *http.Request, v visitor) error {
	form := inviteForm{r.PostFormValue("email"), r.PostFormValue("role"), r.PostFormValue("organisation"), r.PostFormValue("place"), r.PostFormValue("from"), r.PostFormValue("until")}
	link, secret, err := a.invitation(r.Context(), form, v)
	if err == nil {
		var wait time.Duration
		if wait, err = a.perAddress.Take(link.To.Key, v.now); err != nil {
			return tooMany(w, wait, err)
		}
		err = a.Doors.SignIns.KeepLink(r.Context(), link)
	}
	var known *plans.Error
	if errors.As(err, &known) && known.Kind != plans.Unavailable && wantsPage(r) {
		view, viewErr := a.view(r, v)
		if viewErr != nil {
			return viewErr
		}
		view.Form, view.Error = form, known.Message+" "+known.Remedy
		return a.showPrivate(w, r, problemOf(err).Status, "role/page.html", view)
	}
	if err != nil {
		return err
	}
	there := a.PublicURL + "/sign-in/" + secret.Reveal()
	if a.Doors.Mail == nil {
		view, err := a.view(r, v)
		if err != nil {
			return err
		}
		view.Link = there
		return a.showPrivate(w, r, http.StatusOK, "role/page.html", view)
	}
	g := link.Grants[0]
	what := access.Roles.Name(string(g.Role))
	if g.Organisation != 0 {
		bodies, err := a.bodies(r.Context(), []int64{g.Organisation}, nil)
		if err != nil {
			return err
		}
		what += " for " + bodies.id(g.Organisation)
	}
	if err := a.Doors.Mail.Send(r.Context(), link.To.Text, "An invitation to Terrier", fmt.Sprintf(invitationText, what, int(access.InvitationLife/(24*time.Hour)), there)); err != nil {
		return err
	}
	http.Redirect(w, r, "/admin?done=invited", http.StatusSeeOther)
	return nil
}

const invitationText = `You are invited to Terrier, the map of homes, community assets and neighbourhood plans, as:

%s

Open this link within %d days and press the button there:

%s

It works once, for whoever has it: do not pass it on. If you did not expect it, do nothing.
`

func (a roles) invitation(ctx context.Context, form inviteForm, v visitor) (link access.Link, secret access.Secret, err error) {
	to, err := access.ParseAddress(form.Email)
	if err != nil {
		return link, secret, err
	}
	if err := access.Roles.Check("role", form.Role); err != nil {
		return link, secret, err
	}
	g := access.Grant{Role: access.Role(form.Role), Place: form.Place, Span: access.Span{From: access.Today(v.now)}}
	if err := readDay("from", form.From, &g.From); err != nil {
		return link, secret, err
	}
	if err := readDay("until", form.Until, &g.Until); err != nil {
		return link, secret, err
	}
	of := access.Subject{}
	if account, ok := a.Doors.Roster.Account(v.Account); ok && account.Email.Key == to.Key {
		of.Account = v.Account // oneself
	}
	if g.Role != access.Administrator {
		body, err := a.body(ctx, form.Organisation)
		if err != nil {
			return link, secret, err
		}
		g.Organisation, g.Ref, of.Organisation = body.ID, body.Ref, body.ID
		if g.Place == "" && g.Role == access.PlanningOfficer {
			g.Place = body.Place
		}
	}
	if err := access.May(v.Who, access.GrantRole(g.Role), of, v.now); err != nil {
		return link, secret, err
	}
	link, secret = access.NewInvitation(to, v.Account, []access.Grant{g}, v.now)
	return link, secret, nil
}

// readDay reads what a field for a date sends; "" leaves the day as it is.
func readDay(field, text string, day *time.Time) error {
	if text == "" {
		return nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return plans.Refuse("bad-date", field, fmt.Sprintf("%q is no date.", shorten(text)), "Write it as in 2026-03-31.")
	}
	*day = t
	return nil
}

func (a roles) revoke(w http.ResponseWriter, r *http.Request, v visitor) error {
	held, err := a.named(r, v, access.SeeRoles)
	if err == nil {
		err = access.May(v.Who, access.RevokeRole(held.Role), access.Subject{Organisation: held.Organisation, Account: held.Account}, v.now)
	}
	if err == nil {
		err = a.Doors.Roles.RevokeRole(r.Context(), held.ID, v.Account, v.now)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/admin?done=revoked", http.StatusSeeOther)
	return nil
}

func (a roles) giveUp(w http.ResponseWriter, r *http.Request, v visitor) error {
	held, err := a.named(r, v, access.GiveUpRole)
	if err == nil {
		err = a.Doors.Roles.RevokeRole(r.Context(), held.ID, v.Account, v.now)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/account", http.StatusSeeOther)
	return nil
}

// named is the role in the address, for whoever may do something to it. Others are told the same as where there is none: nobody counts
// roles by trying.
func (a roles) named(r *http.Request, v visitor, action access.Action) (access.Held, error) {
	missing := plans.Missing("role", shorten(chi.URLParam(r, "id")))
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		return access.Held{}, missing
	}
	held, err := a.Doors.Roles.RoleHeld(r.Context(), id)
	if err == nil && access.May(v.Who, action, access.Subject{Organisation: held.Organisation, Account: held.Account}, v.now) != nil {
		return access.Held{}, missing
	}
	return held, err
}
