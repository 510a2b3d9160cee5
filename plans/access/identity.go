package access

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"terrier/plans"
)

// Identity is who an account is to an organisation's own sign-in (OpenID Connect).
type Identity struct {
	ID, Account     int64
	Issuer, Subject string
	Made            time.Time
	Used            time.Time // the day in London; zero before
}

// Voucher is an organisation's own sign-in: it says who somebody is, for addresses of its own domains and for no others
// (docs/decisions/0015).
type Voucher struct {
	Organisation string   // its ref
	Name         string   // on the button
	Issuer       string   // as the provider writes it in its tokens, to the letter
	Domains      []string // of e-mail addresses, ASCII in lower case; their subdomains are others
}

var refForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Check refuses one that cannot be, and cleans its domains.
func (v *Voucher) Check() error {
	u, err := url.Parse(v.Issuer)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return plans.Refuse("bad-issuer", "issuer", fmt.Sprintf("%q is no issuer.", v.Issuer), "Give the address from the provider's documentation, such as https://login.example.org/tenant.")
	case u.Scheme != "https" && (u.Scheme != "http" || !IsLoopback(u.Hostname())):
		return plans.Refuse("issuer-insecure", "issuer", "The issuer is not reached by https.", "Give an address that begins with https://.")
	case !refForm.MatchString(v.Organisation):
		return plans.Refuse("bad-organisation", "organisation", fmt.Sprintf("%q is no ref of an organisation.", v.Organisation), "Give its ref, such as hollindale-district-council.")
	case len(v.Domains) == 0:
		return plans.Refuse("domain-needed", "domain", "It does not say for which e-mail addresses this sign-in may speak.", "Give the domains of the organisation's addresses.")
	}
	if v.Name, err = cleanName(v.Name); err != nil {
		return err
	}
	domains := make([]string, len(v.Domains))
	for i, d := range v.Domains {
		if domains[i], err = idna.Lookup.ToASCII(strings.TrimSpace(d)); err != nil || !strings.Contains(domains[i], ".") {
			return plans.Refuse("bad-domain", "domain", fmt.Sprintf("%q is no domain of e-mail addresses.", d), "Give one such as example.org.")
		}
	}
	v.Domains = domains
	return nil
}

// IsLoopback says whether a host is this machine.
func IsLoopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

// Vouch reads the address that a provider gives for somebody. The plans.Forbidden says why it is not taken: without a word that it is
// verified anybody could write one there, and for a domain that is not the organisation's the provider has nothing to say.
func (v Voucher) Vouch(email string, verified bool) (Address, error) {
	if email == "" {
		return Address{}, forbid("no-email", fmt.Sprintf("%s did not tell us an e-mail address of yours.", v.Name), "Ask its administrators to let Terrier read it, or ask for a link by e-mail.")
	}
	address, err := ParseAddress(email)
	if err != nil {
		return Address{}, forbid("bad-email", fmt.Sprintf("What %s gives as your e-mail address is none.", v.Name), "Ask for a link by e-mail.")
	}
	if !verified {
		return Address{}, forbid("email-unverified", fmt.Sprintf("%s does not say that it has verified your e-mail address.", v.Name), "Ask for a link by e-mail.")
	}
	if domain := address.Key[strings.LastIndexByte(address.Key, '@')+1:]; !slices.Contains(v.Domains, domain) {
		return Address{}, forbid("email-foreign", fmt.Sprintf("%s may not sign in addresses at %s.", v.Name, domain), "Ask for a link by e-mail.")
	}
	return address, nil
}

// CheckVouchers refuses two that speak for one domain, or are reached by one address: which of them is right nobody could say.
func CheckVouchers(all []Voucher) error {
	taken := map[string]bool{}
	for _, v := range all {
		for _, one := range append([]string{"organisation " + v.Organisation}, v.Domains...) {
			if taken[one] {
				return plans.Refuse("voucher-twice", "domain", fmt.Sprintf("Two sign-ins speak for %s.", one), "Leave one of them.")
			}
			taken[one] = true
		}
	}
	return nil
}

// ErrIdentity is what the answer of a provider says that does not hold: the reasons are for the log.
var ErrIdentity error = forbid("identity-unproven", "What your organisation's sign-in sent cannot be trusted, so nobody was signed in.", "Try again; if it stays so, ask for a link by e-mail and tell whoever runs this server.")
