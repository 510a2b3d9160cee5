package access

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"terrier/plans"
)

// Address is an e-mail address. One account has one; Key is what two of them are compared by.
type Address struct {
	Text string // as its person writes it, with the domain in lower-case ASCII
	Key  string // the same in lower case: whatever the standard allows, no mail server tells A@ from a@
}

// Longest address and local part, RFC 5321 section 4.5.3.1 (the path of 256 has two angle brackets).
const (
	longestAddress = 254
	longestLocal   = 64
)

// ParseAddress reads an address as people type it. A name beside it, quotes and literal IP addresses are refused; a domain in other
// letters becomes ASCII (IDNA 2008, UTS 46).
func ParseAddress(text string) (Address, error) {
	if text = strings.TrimSpace(text); len(text) > 2*longestAddress { // its letters may be of two parts each
		return Address{}, badAddress()
	}
	text = norm.NFC.String(text)
	at := strings.LastIndexByte(text, '@')
	if at < 1 || at > longestLocal || len(text) > longestAddress || strings.ContainsFunc(text, unwelcome) {
		return Address{}, badAddress()
	}
	local, domain := text[:at], text[at+1:]
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(domain, "."))
	if err != nil || !strings.Contains(ascii, ".") {
		return Address{}, badAddress()
	}
	a := Address{Text: local + "@" + ascii}
	// net/mail knows what a local part may be; it gives back what it was given only where nothing was quoted, folded or beside it
	if parsed, err := mail.ParseAddress(a.Text); err != nil || parsed.Address != a.Text || len(a.Text) > longestAddress {
		return Address{}, badAddress()
	}
	// ASCII letters only: mail goes to the address as it was written, and Unicode has letters that become others in lower case
	a.Key = strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	}, a.Text)
	return a, nil
}

// unwelcome are characters that no address that mail is sent to has.
func unwelcome(r rune) bool {
	return unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`"<>()[],;:\`, r) || r == unicode.ReplacementChar
}

func badAddress() error {
	return plans.Refuse("bad-email", "email", "This is no e-mail address.", "Write one like name@example.org.")
}
