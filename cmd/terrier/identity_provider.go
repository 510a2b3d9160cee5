package main

import (
	"net/url"
	"strings"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/web"
)

// identityProviders reads the sign-ins of organisations, one a word:
//
//	https://CLIENT:SECRET@ISSUER?organisation=REF&name=NAME&domain=DOMAIN&domain=DOMAIN
//
// The issuer is what is left without client, secret and query. It fails with the codes of access.Voucher, and bad-provider; no error has
// the secret in it.
func identityProviders(text string) ([]web.IdentityProvider, error) {
	var all []web.IdentityProvider
	var vouchers []access.Voucher
	for _, word := range strings.Fields(text) {
		p, err := identityProvider(word)
		if err != nil {
			return nil, err
		}
		all, vouchers = append(all, p), append(vouchers, p.Voucher)
	}
	return all, access.CheckVouchers(vouchers)
}

func identityProvider(word string) (p web.IdentityProvider, err error) {
	u, err := url.Parse(word) // the error would show the secret
	if err != nil {
		return p, badProvider("is no address")
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return p, badProvider("has something after its question mark that cannot be read")
	}
	secret, ok := u.User.Password()
	if p.Client, p.Secret = u.User.Username(), secret; p.Client == "" || !ok || secret == "" {
		return p, badProvider("does not name a client and its secret")
	}
	for name := range query {
		if name != "organisation" && name != "name" && name != "domain" {
			return p, badProvider("has the parameter " + name + ", which means nothing here")
		}
	}
	u.User, u.RawQuery = nil, ""
	p.Voucher = access.Voucher{Organisation: query.Get("organisation"), Name: query.Get("name"), Issuer: u.String(), Domains: query["domain"]}
	return p, p.Check()
}

func badProvider(what string) error {
	return plans.Refuse("bad-provider", "TERRIER_OIDC", "The sign-in of an organisation "+what+".",
		"Write https://CLIENT:SECRET@login.example.org?organisation=REF&name=NAME&domain=example.org, percent-encoded, and leave a space before another.")
}
