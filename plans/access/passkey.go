package access

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"terrier/plans"
)

// Passkey is the credential record of a passkey (WebAuthn level 3, section 4). The fields are those of Credential in
// github.com/go-webauthn/webauthn, which makes and checks it; strings stand for its own types.
type Passkey struct {
	ID, Account        int64
	Name               string // what its person calls it
	RPID               string // the host that it was made for
	CredentialID       []byte
	PublicKey          []byte // COSE key
	AttestationType    string
	AttestationFormat  string
	Transports         []string
	Flags              byte // of the authenticator data, raw
	AAGUID             []byte
	SignCount          uint32
	CloneWarning       bool // its count went back once: there may be a copy, and neither signs in any more
	Attachment         string
	ClientDataJSON     []byte
	ClientDataHash     []byte
	AuthenticatorData  []byte
	PublicKeyAlgorithm int64
	AttestationObject  []byte
	Extensions         []byte // JSON object
	Made               time.Time
	Used               time.Time // the day in London; zero before
}

// Check refuses a passkey without a name, and cleans the one it has.
func (p *Passkey) Check() (err error) {
	p.Name, err = cleanName(p.Name)
	return err
}

// Sign takes in how often the passkey has signed, as it says, and what it says of itself besides (flags). ok is false where that count
// has not grown, or did not once before: another one with the same key has signed in the meantime (WebAuthn level 3, section 7.2, step
// 22). Passkeys that do not count always say 0.
func (p *Passkey) Sign(count uint32, flags byte) (ok bool) {
	if p.CloneWarning = p.CloneWarning || count <= p.SignCount && (count != 0 || p.SignCount != 0); p.CloneWarning {
		return false
	}
	p.SignCount, p.Flags = count, flags
	return true
}

// mostPasskeys an account can have: more than devices, few enough to be looked through.
const mostPasskeys = 20

// RoomForPasskey refuses one more than an account can have: a plans.Conflict.
func RoomForPasskey(has int) error {
	if has < mostPasskeys {
		return nil
	}
	return &plans.Error{Kind: plans.Conflict, Code: "passkeys-full", Message: fmt.Sprintf("An account can have %d passkeys.", mostPasskeys), Remedy: "Remove one that you do not use."}
}

// ErrPasskey is what a passkey says that does not sign in here, whatever the reason: who tries learns nothing of accounts.
var ErrPasskey error = notSignedIn("passkey-unusable", "This passkey does not sign in here: it was removed, or was made for something else.", "Ask for a link by e-mail instead.")

// ErrPasskeyCopied is what one says whose count went back. Its key has signed, so this tells nobody who does not have it.
var ErrPasskeyCopied error = notSignedIn("passkey-copied", "Somebody else may have a copy of this passkey, so it signs in no more.",
	"Ask for a link by e-mail, remove this passkey on your account's page and make another one.")

// PasskeyHost is the host that passkeys of a server are made for (the RP ID), by the address that the outside uses. Where browsers make
// none for it, the plans.Conflict says why.
func PasskeyHost(publicURL string) (string, error) {
	u, err := url.Parse(publicURL)
	if err != nil || u.Hostname() == "" {
		return "", noPasskeys("the address of this server is not known")
	}
	host := strings.ToLower(u.Hostname())
	if _, err := netip.ParseAddr(host); err == nil {
		return "", noPasskeys("this server is reached by an IP address, and browsers make passkeys for names only")
	}
	if u.Scheme != "https" && host != "localhost" && !strings.HasSuffix(host, ".localhost") {
		return "", noPasskeys("this server is reached without https, and browsers make passkeys for secure connections only")
	}
	return host, nil
}

func noPasskeys(why string) error {
	return &plans.Error{Kind: plans.Conflict, Code: "no-passkeys-here", Message: fmt.Sprintf("There are no passkeys here: %s.", why), Remedy: "Sign in by a link that is sent by e-mail."}
}
