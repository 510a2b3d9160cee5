package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"terrier/plans"
)

// secretBytes of randomness are in every link, session and token. OWASP's session cheat sheet and NIST SP 800-63B (section 5.1 of
// revision 4) ask for 64 bits at least; with 256 no guess is worth counting.
const secretBytes = 32

// secretLength is that of a secret as text: base64 for addresses, without padding.
const secretLength = 43

// TokenPrefix begins every API token, so that one that was published by mistake is found by who looks for such things.
const TokenPrefix = "terrier_"

// Secret is what a link, a cookie or a token holds. It prints as a word, so that no log has one; Reveal gives it away.
type Secret struct{ text string }

// NewSecret makes a random one.
func NewSecret() Secret {
	var b [secretBytes]byte
	_, _ = rand.Read(b[:]) // it never fails (crypto/rand)
	return Secret{base64.RawURLEncoding.EncodeToString(b[:])}
}

// ParseSecret reads what a link or a cookie brings. ok is false where that can be no secret of ours; nothing needs to be looked up then.
func ParseSecret(text string) (s Secret, ok bool) {
	if len(text) != secretLength {
		return Secret{}, false
	}
	_, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return Secret{text}, err == nil
}

// ParseToken reads an API token.
func ParseToken(text string) (s Secret, ok bool) {
	rest, found := strings.CutPrefix(text, TokenPrefix)
	if !found {
		return Secret{}, false
	}
	return ParseSecret(rest)
}

// Reveal is the text for the link or the cookie.
func (s Secret) Reveal() string { return s.text }

// Token is the text of an API token.
func (s Secret) Token() string { return TokenPrefix + s.text }

func (s Secret) String() string { return "(secret)" }

// GoString keeps it out of %#v.
func (s Secret) GoString() string { return "(secret)" }

// Digest is the SHA-256 of a secret: all that is kept of it. Secrets are looked up by it, so no comparison takes longer the more of a
// guess is right; and since they are random, a slow hash would protect nothing.
type Digest [sha256.Size]byte

// Digest is what is kept of the secret.
func (s Secret) Digest() Digest { return sha256.Sum256([]byte(s.text)) }

// notSignedIn is the error for a link, session or token that does not work, whatever the reason: who tries learns nothing from it.
func notSignedIn(code, message, remedy string) error {
	return &plans.Error{Kind: plans.SignedOut, Code: code, Message: message, Remedy: remedy}
}
