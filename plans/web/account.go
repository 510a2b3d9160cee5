package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"terrier/plans"
	"terrier/plans/access"
)

// accounts are people's own pages about themselves.
type accounts struct{ *site }

func (a accounts) routes(g guarded) {
	g.on("GET", "/account", a.page)
	g.on("GET", "/account/export", a.export)
	g.on("POST", "/account/sign-out", a.everywhere)
	g.on("GET", "/account/erase", a.eraseForm)
	g.on("POST", "/account/erase", a.erase)
}

// mine is what belongs to the account itself.
func mine(v visitor, action access.Action) error {
	return access.May(v.Who, action, access.Subject{Account: v.Account}, v.now)
}

type accountView struct {
	Page
	Email    string
	Roles    []roleView
	May      []string // what the roles are for, in sentences that complete "You may …"
	Sessions []sessionView
	Error    string
	Manages  bool // roles of others
	Agrees   bool
	Audits   bool
	Exact    bool // sees homes exactly
	Brings   bool // homes of an association
}

type roleView struct {
	ID                                     string
	Name, Organisation, Place, From, Until string
	Link                                   string // the association's page, where the public has one
	Now                                    bool
}

type sessionView struct {
	Means, Since, Renewed string
	This                  bool
}

var means = map[string]string{"link": "By a link", "passkey": "By a passkey", "oidc": "By your organisation", "demo": "In the demonstration"}

func (a accounts) page(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.SeeAccount); err != nil {
		return err
	}
	view, err := a.view(r, v, "Your account")
	if err != nil {
		return err
	}
	sessions, err := a.Doors.SignIns.Sessions(r.Context(), v.Account, v.now)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		view.Sessions = append(view.Sessions, sessionView{means[s.Means], longDate(s.Started), longDate(s.Issued), s.Family == v.session.Family})
	}
	return a.showPrivate(w, r, http.StatusOK, "account/page.html", view)
}

func (a accounts) view(r *http.Request, v visitor, title string) (accountView, error) {
	page, _ := a.frame(r.Context(), "account", title, "")
	view := accountView{Page: page}
	account, ok := a.Doors.Roster.Account(v.Account)
	if !ok {
		return view, access.ErrGone
	}
	view.Email = account.Email.Text
	bodies, err := a.bodiesOf(r.Context(), v.Roles, nil)
	if err != nil {
		return view, err
	}
	for _, h := range v.Roles {
		row := roleView{ID: strconv.FormatInt(h.ID, 10), Name: access.Roles.Name(string(h.Role)), Organisation: bodies.id(h.Organisation), Place: h.Place, From: longDate(h.From), Now: h.InForce(v.now)}
		if !h.Until.IsZero() {
			row.Until = longDate(h.Until)
		}
		if body := bodies.byID[h.Organisation]; h.Role == access.AssociationOfficer {
			if _, err := a.Associations.Association(r.Context(), body.Ref); err == nil {
				row.Link = "/associations/" + body.Ref
			}
		}
		view.Roles = append(view.Roles, row)
	}
	for _, p := range access.Permissions {
		if p.May[access.Reader] == "" && p.May[access.AnAccount] == "" && access.Might(v.Who, p.Action, v.now) == nil {
			view.May = append(view.May, p.Says)
		}
	}
	slices.Sort(view.May)
	view.Manages = access.Might(v.Who, access.SeeRoles, v.now) == nil
	view.Agrees = access.Might(v.Who, access.SeeAgreements, v.now) == nil
	view.Audits = access.Might(v.Who, access.ReadAuditTrail, v.now) == nil
	view.Exact = access.Might(v.Who, access.SeeExactHomes, v.now) == nil
	view.Brings = a.Stock != nil && access.Might(v.Who, access.UploadStock, v.now) == nil
	return view, nil
}

// export is all that is kept of a person, for that person.
func (a accounts) export(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.ExportAccount); err != nil {
		return err
	}
	all, err := a.Doors.People.Export(r.Context(), v.Account)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="terrier-account.json"`)
	send(w, r, http.StatusOK, "application/json", append(body, '\n'))
	return nil
}

// everywhere ends all sessions save this one.
func (a accounts) everywhere(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.SignOut); err != nil {
		return err
	}
	if err := a.Doors.SignIns.EndSessions(r.Context(), v.Account, v.session.Family, access.EndedByPerson, v.now); err != nil {
		return err
	}
	http.Redirect(w, r, "/account", http.StatusSeeOther)
	return nil
}

func (a accounts) eraseForm(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.EraseAccount); err != nil {
		return err
	}
	view, err := a.view(r, v, "Erase your account")
	if err != nil {
		return err
	}
	return a.showPrivate(w, r, http.StatusOK, "account/erase.html", view)
}

// erase wants the address typed, for nothing brings an account back.
func (a accounts) erase(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.EraseAccount); err != nil {
		return err
	}
	view, err := a.view(r, v, "Erase your account")
	if err != nil {
		return err
	}
	if !strings.EqualFold(strings.TrimSpace(r.PostFormValue("email")), view.Email) {
		if !wantsPage(r) {
			return plans.Refuse("email-differs", "email", "This is not the address of the account.", "Give its address.")
		}
		view.Error = "This is not the address of your account. Nothing was erased."
		return a.showPrivate(w, r, http.StatusBadRequest, "account/erase.html", view)
	}
	if err := a.Doors.People.Erase(r.Context(), v.Account, v.now); err != nil {
		return err
	}
	a.dropCookie(w)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}
