package access

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// Purposes of a ceremony.
const (
	ToAddPasskey   = "add-passkey"
	ByPasskey      = "passkey"
	ByOrganisation = "organisation" // its own sign-in, by OpenID Connect
)

// CeremonyLife is how long one may take. WebAuthn recommends five to ten minutes (level 3, section 15.1), and whoever signs in elsewhere may
// have to look for a telephone first.
const CeremonyLife = 10 * time.Minute

// Ceremony is a sign-in that needs two steps, or the making of a passkey: begun in a browser, to be ended in that one, once and soon. The
// browser has the secret, in a cookie; whatever is random in the ceremony follows from it, so that what is kept here would help nobody
// who reads it.
type Ceremony struct {
	Key     Digest
	Purpose string
	Account int64 // whose passkey is to be made; 0 for a sign-in
	Made    time.Time
	Expires time.Time
}

// NewCeremony begins one. The secret goes into the cookie and is not kept.
func NewCeremony(purpose string, account int64, now time.Time) (Ceremony, Secret) {
	s := NewSecret()
	return Ceremony{Key: s.Digest(), Purpose: purpose, Account: account, Made: now, Expires: now.Add(CeremonyLife)}, s
}

// Challenge is what a passkey signs: 32 bytes.
func (s Secret) Challenge() []byte { return s.derive("challenge") }

// State comes back from an organisation's sign-in as it was sent (OAuth 2.0, RFC 6749 section 10.12). It is of one organisation: what
// another one sends back does not fit.
func (s Secret) State(organisation string) string { return s.text64("state " + organisation) }

// Nonce is in the token that comes back (OpenID Connect Core section 3.1.2.1).
func (s Secret) Nonce() string { return s.text64("nonce") }

// Verifier proves that who fetches the token is who asked for it (PKCE, RFC 7636 section 4.1): 43 characters.
func (s Secret) Verifier() string { return s.text64("verifier") }

func (s Secret) text64(label string) string {
	return base64.RawURLEncoding.EncodeToString(s.derive(label))
}

// derive gives 32 bytes for a purpose, from which neither the secret nor those for another purpose follow.
func (s Secret) derive(label string) []byte {
	mac := hmac.New(sha256.New, []byte(s.text))
	mac.Write([]byte(label))
	return mac.Sum(nil)
}

// ErrCeremony is what a ceremony says that is over, was begun in another browser, or never: the same words for all.
var ErrCeremony error = notSignedIn("ceremony-over", "This took too long, was done already, or was begun in another browser. Nothing was changed.", "Begin again.")
