package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"terrier/plans"
	"terrier/plans/access"
)

// PasskeyKeeper keeps passkeys, and signs in by them.
type PasskeyKeeper interface {
	PasskeyHandle(ctx context.Context, account int64) ([]byte, error)
	AccountOfHandle(ctx context.Context, handle []byte) (access.Account, error)
	Passkeys(ctx context.Context, account int64, host string) ([]access.Passkey, error)
	AddPasskey(context.Context, access.Passkey) (access.Passkey, error)
	RemovePasskey(ctx context.Context, account, id int64) error
	SignInByPasskey(ctx context.Context, passkey int64, count uint32, flags byte, had access.Secret, now time.Time) (access.SignedIn, error)
}

// passkeys are made and removed by the person who signs in with them.
type passkeys struct{ *site }

func (p passkeys) routes(g guarded) {
	g.on("GET", "/account/passkeys", p.page)
	g.on("POST", "/account/passkeys", p.add)
	g.on("POST", "/account/passkeys/challenge", p.challenge)
	g.on("POST", "/account/passkeys/{id}/remove", p.remove)
}

type waysView struct {
	Page
	Email      string
	NoMail     bool
	Party      passkeysView
	Passkeys   []passkeyView
	Identities []identityView
	Name       string // as typed
	Problem    string
}

type passkeyView struct {
	ID, Name, Made, Used string
	Copied               bool
}

type identityView struct{ Name, Made, Used string }

func (p passkeys) page(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.ManagePasskeys); err != nil {
		return err
	}
	view, err := p.view(r, v)
	if err != nil {
		return err
	}
	return p.showPrivate(w, r, http.StatusOK, "account/passkeys.html", view)
}

func (p passkeys) view(r *http.Request, v visitor) (waysView, error) {
	page, _ := p.frame(r.Context(), "account", "How you sign in", "")
	view := waysView{Page: page, NoMail: p.Doors.Mail == nil, Party: p.party.about(), Name: r.PostFormValue("name")}
	account, ok := p.Doors.Roster.Account(v.Account)
	if !ok {
		return view, access.ErrGone
	}
	view.Email = account.Email.Text
	kept, err := p.Doors.Passkeys.Passkeys(r.Context(), v.Account, p.party.host)
	if err != nil {
		return view, err
	}
	for _, one := range kept {
		view.Passkeys = append(view.Passkeys, passkeyView{strconv.FormatInt(one.ID, 10), one.Name, longDate(one.Made), longDate(one.Used), one.CloneWarning})
	}
	identities, err := p.Doors.Identities.Identities(r.Context(), v.Account)
	if err != nil {
		return view, err
	}
	for _, one := range identities {
		view.Identities = append(view.Identities, identityView{p.nameOfIssuer(one.Issuer), longDate(one.Made), longDate(one.Used)})
	}
	return view, nil
}

// owner is the person who is signed in, with their passkeys for this host.
func (p passkeys) owner(ctx context.Context, v visitor) (o owner, err error) {
	account, ok := p.Doors.Roster.Account(v.Account)
	if !ok {
		return o, access.ErrGone
	}
	o.email = account.Email.Text
	if o.handle, err = p.Doors.Passkeys.PasskeyHandle(ctx, v.Account); err == nil {
		o.passkeys, err = p.Doors.Passkeys.Passkeys(ctx, v.Account, p.party.host)
	}
	return o, err
}

// challenge begins the making of a passkey: what the browser is to ask the authenticator for (PublicKeyCredentialCreationOptionsJSON).
func (p passkeys) challenge(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.ManagePasskeys); err != nil {
		return err
	}
	if p.party.none != nil {
		return p.party.none
	}
	o, err := p.owner(r.Context(), v)
	if err == nil {
		err = access.RoomForPasskey(len(o.passkeys))
	}
	if err != nil {
		return err
	}
	secret, err := p.beginCeremony(w, r, access.ToAddPasskey, v.Account, "", v.now)
	if err != nil {
		return err
	}
	options, _, err := p.party.BeginRegistration(o, webauthn.WithExclusions(webauthn.Credentials(o.WebAuthnCredentials()).CredentialDescriptors()),
		func(o *protocol.PublicKeyCredentialCreationOptions) error {
			o.Challenge = secret.Challenge()
			return nil
		})
	if err != nil {
		return err
	}
	return sendOptions(w, r, options.Response)
}

// sendOptions answers a script that begins a ceremony.
func sendOptions(w http.ResponseWriter, r *http.Request, options any) error {
	body, err := json.Marshal(options)
	if err != nil {
		return err
	}
	send(w, r, http.StatusOK, "application/json", body)
	return nil
}

// add keeps the passkey that was made.
func (p passkeys) add(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.ManagePasskeys); err != nil {
		return err
	}
	err := p.made(w, r, v)
	if err == nil {
		p.notice(r, v, "A passkey was added to your account", passkeyAdded, "/account/passkeys")
		http.Redirect(w, r, "/account/passkeys", http.StatusSeeOther)
		return nil
	}
	var known *plans.Error
	if !errors.As(err, &known) || !wantsPage(r) {
		return err
	}
	view, viewErr := p.view(r, v)
	if viewErr != nil {
		return viewErr
	}
	view.Problem = known.Message + " " + known.Remedy
	return p.showPrivate(w, r, problemOf(err).Status, "account/passkeys.html", view)
}

func (p passkeys) made(w http.ResponseWriter, r *http.Request, v visitor) error {
	if p.party.none != nil {
		return p.party.none
	}
	answer, err := protocol.ParseCredentialCreationResponseBytes([]byte(r.PostFormValue("credential")))
	if err != nil {
		return badCredential()
	}
	named := access.Passkey{Name: r.PostFormValue("name")}
	if err := named.Check(); err != nil { // before the ceremony is used up
		return err
	}
	secret, _, err := p.endCeremony(w, r, access.ToAddPasskey, v.Account, v.now)
	if err != nil {
		return gone(err)
	}
	o, err := p.owner(r.Context(), v)
	if err != nil {
		return err
	}
	credential, err := p.party.CreateCredential(o, p.party.session(secret, o.handle), answer)
	if err != nil {
		p.Logger.InfoContext(r.Context(), "a passkey was not taken", "request", requestID(r), "why", reasonOf(err))
		return plans.Refuse("passkey-refused", "credential", "This passkey was not made as it was asked for, so it was not kept.", "Try again, or with another device.")
	}
	passkey, err := passkeyOf(credential)
	if err != nil {
		return err
	}
	passkey.Account, passkey.Name, passkey.RPID, passkey.Made = v.Account, named.Name, p.party.host, v.now
	_, err = p.Doors.Passkeys.AddPasskey(r.Context(), passkey)
	return err
}

// reasonOf is what the library says of an answer that it did not take; it holds nothing of the answer's own.
func reasonOf(err error) string {
	var known *protocol.Error
	if errors.As(err, &known) {
		return known.Type + ": " + known.Details
	}
	return "unknown"
}

func (p passkeys) remove(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.ManagePasskeys); err != nil {
		return err
	}
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		return plans.Missing("passkey", shorten(chi.URLParam(r, "id")))
	}
	if err := p.Doors.Passkeys.RemovePasskey(r.Context(), v.Account, id); err != nil {
		return err
	}
	p.notice(r, v, "A passkey was removed from your account", passkeyRemoved, "/account")
	http.Redirect(w, r, "/account/passkeys", http.StatusSeeOther)
	return nil
}
