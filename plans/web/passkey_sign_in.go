package web

import (
	"errors"
	"net/http"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"terrier/plans/access"
)

// challengePasskey begins a sign-in by a passkey: what the browser is to have signed (PublicKeyCredentialRequestOptionsJSON). It
// names no passkey and asks for no address, so it tells nothing of accounts.
func (s signIns) challengePasskey(w http.ResponseWriter, r *http.Request, v visitor) error {
	if s.party.none != nil {
		return s.party.none
	}
	if err := s.spend(w, r, s.perClient); err != nil {
		return err
	}
	secret, err := s.beginCeremony(w, r, access.ByPasskey, 0, "", v.now)
	if err != nil {
		return err
	}
	options, _, err := s.party.BeginDiscoverableLogin(webauthn.WithChallenge(secret.Challenge()))
	if err != nil {
		return err
	}
	return sendOptions(w, r, options.Response)
}

// answerPasskey signs in by what a passkey has signed.
func (s signIns) answerPasskey(w http.ResponseWriter, r *http.Request, v visitor) error {
	in, err := s.byPasskey(w, r, v)
	if err != nil {
		return s.again(w, r, r.FormValue("to"), err)
	}
	return s.begin(w, r, in, r.FormValue("to"))
}

func (s signIns) byPasskey(w http.ResponseWriter, r *http.Request, v visitor) (in access.SignedIn, err error) {
	if s.party.none != nil {
		return in, s.party.none
	}
	if err := s.spend(w, r, s.perClient); err != nil {
		return in, err
	}
	answer, err := protocol.ParseCredentialRequestResponseBytes([]byte(r.PostFormValue("credential")))
	if err != nil {
		return in, badCredential()
	}
	secret, _, err := s.endCeremony(w, r, access.ByPasskey, 0, v.now)
	if err != nil {
		return in, gone(err)
	}
	var o owner
	var lookup error // what the library makes of it says too little
	find := func(_, handle []byte) (webauthn.User, error) {
		account, err := s.Doors.Passkeys.AccountOfHandle(r.Context(), handle)
		if err == nil {
			o.handle = handle
			o.passkeys, err = s.Doors.Passkeys.Passkeys(r.Context(), account.ID, s.party.host)
		}
		lookup = err
		return o, err
	}
	_, credential, err := s.party.ValidatePasskeyLogin(find, s.party.session(secret, nil), answer)
	switch {
	case lookup != nil && !errors.Is(lookup, access.ErrGone):
		return in, lookup
	case err != nil:
		s.Logger.InfoContext(r.Context(), "a passkey was refused", "request", requestID(r), "why", reasonOf(err))
		return in, access.ErrPasskey
	}
	had, _ := s.token(r)
	return s.Doors.Passkeys.SignInByPasskey(r.Context(), o.of(credential.ID).ID, answer.Response.AuthenticatorData.Counter, credential.Flags.MsgpByte(), had, v.now)
}
