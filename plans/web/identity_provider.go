package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"terrier/plans"
	"terrier/plans/access"
)

// IdentityProvider is an organisation's own sign-in (OpenID Connect, authorization code flow), and who we are to it. Nothing of it is kept
// between two requests: its addresses and keys are fetched for each sign-in, so one that was away, has moved or has changed its keys is
// followed at once, and a key that it has withdrawn is worth nothing.
type IdentityProvider struct {
	access.Voucher
	Client, Secret string
}

// providerWithin is how long a provider may take for one answer.
const providerWithin = 8 * time.Second

// mostOfProvider is the most bytes of an answer of a provider: those of documents, keys and tokens are thousands.
const mostOfProvider = 1 << 20

var toProviders = &http.Client{Timeout: providerWithin, Transport: guardedTransport{http.DefaultTransport},
	// what is said to be elsewhere is not looked for there: the addresses are those of the provider's document
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// guardedTransport asks over https only, save on this machine, and reads no more than mostOfProvider.
type guardedTransport struct{ inner http.RoundTripper }

func (g guardedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := secure(r.URL); err != nil {
		return nil, err
	}
	answer, err := g.inner.RoundTrip(r)
	if err == nil {
		answer.Body = http.MaxBytesReader(nil, answer.Body, mostOfProvider)
	}
	return answer, err
}

// secure refuses an address at which secrets would go out in clear.
func secure(address *url.URL) error {
	if address.Scheme == "https" || address.Scheme == "http" && access.IsLoopback(address.Hostname()) {
		return nil
	}
	return fmt.Errorf("%s://%s is not https", address.Scheme, address.Host)
}

// claims are what a provider says of somebody.
type claims struct {
	Subject  string `json:"sub"`
	Email    string `json:"email"`
	Verified any    `json:"email_verified"` // some write it as text
	Party    string `json:"azp"`
}

func (c claims) verified() bool { return c.Verified == true || c.Verified == "true" }

// shortened keeps what a provider sent out of the log, save its beginning.
func shortened(err error) string {
	const most = 300
	text := err.Error()
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// untrusted is why an answer is not believed, for the log.
type untrusted struct{ why error }

func (u *untrusted) Error() string { return shortened(u.why) }
func (u *untrusted) Unwrap() error { return access.ErrIdentity }

// away says that a provider cannot be asked; why is for the log.
type away struct {
	provider string
	why      error
}

func (a *away) Error() string { return shortened(a.why) }
func (a *away) Unwrap() error {
	return &plans.Error{Kind: plans.Unavailable, Code: "provider-away", Message: fmt.Sprintf("The sign-in of %s cannot be reached at the moment.", a.provider),
		Remedy: "Try again in a moment, or ask for a link by e-mail."}
}

// reach finds out where the provider's addresses are.
func (p IdentityProvider) reach(ctx context.Context, back string) (*oidc.Provider, oauth2.Config, error) {
	found, err := oidc.NewProvider(ctx, p.Issuer)
	if err != nil {
		return nil, oauth2.Config{}, &away{p.Name, err}
	}
	return found, oauth2.Config{ClientID: p.Client, ClientSecret: p.Secret, Endpoint: found.Endpoint(), RedirectURL: back, Scopes: []string{oidc.ScopeOpenID, oidc.ScopeEmail}}, nil
}

// ask is the address at the provider to which the browser goes.
func (p IdentityProvider) ask(ctx context.Context, back string, begin func() (access.Secret, error)) (address string, err error) {
	_, config, err := p.reach(oidc.ClientContext(ctx, toProviders), back)
	if err != nil {
		return "", err
	}
	secret, err := begin()
	if err != nil {
		return "", err
	}
	there, err := url.Parse(config.Endpoint.AuthURL)
	if err == nil {
		err = secure(there)
	}
	if err != nil {
		return "", &away{p.Name, err}
	}
	return config.AuthCodeURL(secret.State(p.Organisation), oidc.Nonce(secret.Nonce()), oauth2.S256ChallengeOption(secret.Verifier())), nil
}

// learn exchanges a code for who somebody is. What does not hold is *untrusted, a provider that cannot be asked is *away.
func (p IdentityProvider) learn(ctx context.Context, back, code string, secret access.Secret, clock func() time.Time) (c claims, err error) {
	ctx = oidc.ClientContext(ctx, toProviders)
	found, config, err := p.reach(ctx, back)
	if err != nil {
		return c, err
	}
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(secret.Verifier()))
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused) && refused.ErrorCode == "invalid_grant":
		return c, &untrusted{err}
	case err != nil: // or it does not know us: whoever runs this server must see to it
		return c, &away{p.Name, err}
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return c, &untrusted{errors.New("no ID token came")}
	}
	known, err := found.Verifier(&oidc.Config{ClientID: p.Client, Now: clock}).Verify(ctx, raw)
	if err != nil {
		return c, &untrusted{err}
	}
	if known.Nonce != secret.Nonce() {
		return c, &untrusted{errors.New("the nonce is another")}
	}
	if err := known.Claims(&c); err != nil {
		return c, &untrusted{err}
	}
	if c.Party != "" && c.Party != p.Client {
		return c, &untrusted{errors.New("the token is for somebody else (azp)")}
	}
	// 255 bytes are the most that a subject has (OpenID Connect Core section 2)
	if c.Subject == "" || len(c.Subject) > 255 || !utf8.ValidString(c.Subject) {
		return c, &untrusted{errors.New("there is no subject")}
	}
	if c.Email == "" && found.UserInfoEndpoint() != "" { // where the address is when it is not in the token (section 5.4)
		return p.askMore(ctx, found, token, c)
	}
	return c, nil
}

func (p IdentityProvider) askMore(ctx context.Context, found *oidc.Provider, token *oauth2.Token, c claims) (claims, error) {
	info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return c, &away{p.Name, err}
	}
	if info.Subject != c.Subject { // section 5.3.2
		return c, &untrusted{errors.New("the user info is somebody else's")}
	}
	c.Email, c.Verified = info.Email, info.EmailVerified
	return c, nil
}
