package web

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/access"
)

// IdentityKeeper keeps who accounts are to organisations' own sign-ins, and signs in by those.
type IdentityKeeper interface {
	SignInByIdentity(ctx context.Context, issuer, subject string, verified access.Address, vouches func(email string) error, had access.Secret, now time.Time) (access.SignedIn, error)
	Identities(ctx context.Context, account int64) ([]access.Identity, error)
}

// providerOf finds the provider of an organisation, by its ref.
func (s *site) providerOf(ref string) (p IdentityProvider, ok bool) {
	for _, p := range s.Doors.Providers {
		if p.Organisation == ref {
			return p, true
		}
	}
	return p, false
}

// nameOfIssuer is what one is called on pages: its address, where it is configured no more.
func (s *site) nameOfIssuer(issuer string) string {
	for _, p := range s.Doors.Providers {
		if p.Issuer == issuer {
			return p.Name
		}
	}
	return issuer
}

func (s *site) backFrom(p IdentityProvider) string {
	return s.PublicURL + "/sign-in/organisation/" + p.Organisation + "/back"
}

// toOrganisation sends the browser to an organisation's own sign-in. It is a link and no form: a page's policy (form-action) would stop
// a form from being sent on to another site.
func (s signIns) toOrganisation(w http.ResponseWriter, r *http.Request, v visitor) error {
	p, ok := s.providerOf(chi.URLParam(r, "ref"))
	if !ok {
		return nothingHere(w, r)
	}
	to := onward(r.FormValue("to"))
	if v.Account != 0 {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	if err := s.spend(w, r, s.perClient); err != nil {
		return s.again(w, r, to, err)
	}
	there, err := p.ask(r.Context(), s.backFrom(p), func() (access.Secret, error) {
		return s.beginCeremony(w, r, access.ByOrganisation, 0, to, v.now)
	})
	if err != nil {
		return s.again(w, r, to, err)
	}
	http.Redirect(w, r, there, http.StatusSeeOther)
	return nil
}

// fromOrganisation is where the browser comes back.
func (s signIns) fromOrganisation(w http.ResponseWriter, r *http.Request, v visitor) error {
	p, ok := s.providerOf(chi.URLParam(r, "ref"))
	if !ok {
		return nothingHere(w, r)
	}
	in, to, err := s.byIdentity(w, r, v, p)
	if err != nil {
		return s.again(w, r, to, err)
	}
	return s.begin(w, r, in, to)
}

func (s signIns) byIdentity(w http.ResponseWriter, r *http.Request, v visitor, p IdentityProvider) (in access.SignedIn, to string, err error) {
	if err := s.spend(w, r, s.perClient); err != nil {
		return in, "", err
	}
	state, code, fault := r.FormValue("state"), r.FormValue("code"), r.FormValue("error")
	if state == "" || code == "" && fault == "" {
		return in, "", plans.Refuse("bad-answer", "state", "This is no answer of an organisation's sign-in.", "Begin again.")
	}
	// What was not begun here does not end what was.
	if secret, _, err := s.ceremony(r); err != nil || subtle.ConstantTimeCompare([]byte(secret.State(p.Organisation)), []byte(state)) != 1 {
		return in, "", gone(access.ErrCeremony)
	}
	secret, to, err := s.endCeremony(w, r, access.ByOrganisation, 0, v.now)
	if err != nil {
		return in, to, gone(err)
	}
	if err := answered(r, p, fault); err != nil {
		return in, to, err
	}
	c, err := p.learn(r.Context(), s.backFrom(p), code, secret, s.Clock)
	if err != nil {
		return in, to, err
	}
	verified, err := p.Vouch(c.Email, c.verified())
	if err != nil {
		return in, to, err
	}
	had, _ := s.token(r)
	in, err = s.Doors.Identities.SignInByIdentity(r.Context(), p.Issuer, c.Subject, verified, func(email string) error {
		_, err := p.Vouch(email, true)
		return err
	}, had, v.now)
	return in, to, err
}

// answered says whether an answer is the provider's own (RFC 9207), and no refusal.
func answered(r *http.Request, p IdentityProvider, fault string) error {
	if issuer := r.FormValue("iss"); issuer != "" && issuer != p.Issuer {
		return &untrusted{errors.New("another issuer answers")}
	}
	switch fault {
	case "":
		return nil
	case "server_error", "temporarily_unavailable": // RFC 6749 section 4.1.2.1
		return &away{p.Name, errors.New(fault)}
	}
	return &plans.Error{Kind: plans.Forbidden, Code: "identity-refused", Message: p.Name + " did not sign you in.", Remedy: "Try again, or ask for a link by e-mail."}
}
