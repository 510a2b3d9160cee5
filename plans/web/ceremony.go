package web

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"terrier/plans/access"
)

// CeremonyKeeper keeps what has begun in a browser until it ends there.
type CeremonyKeeper interface {
	KeepCeremony(context.Context, access.Ceremony) error
	UseCeremony(ctx context.Context, secret access.Secret, purpose string, account int64, now time.Time) error
}

const ceremonyCookie = "terrier-ceremony"

// longestOnward is the most of an address that goes with a ceremony: browsers keep cookies of 4096 bytes.
const longestOnward = 2000

// beginCeremony gives the browser one, in the place of any that it had, and where to go on to afterwards.
func (s *site) beginCeremony(w http.ResponseWriter, r *http.Request, purpose string, account int64, to string, now time.Time) (access.Secret, error) {
	ceremony, secret := access.NewCeremony(purpose, account, now)
	if err := s.Doors.Ceremonies.KeepCeremony(r.Context(), ceremony); err != nil {
		return secret, err
	}
	if len(to) > longestOnward {
		to = onward("")
	}
	s.cookie(w, ceremonyCookie, secret.Reveal()+"."+base64.RawURLEncoding.EncodeToString([]byte(to)), int(access.CeremonyLife/time.Second))
	return secret, nil
}

// ceremony is what the browser brings of one that has begun; access.ErrCeremony where that is nothing.
func (s *site) ceremony(r *http.Request) (secret access.Secret, to string, err error) {
	cookie, err := r.Cookie(s.named(ceremonyCookie))
	if err != nil {
		return secret, "", access.ErrCeremony
	}
	text, address, _ := strings.Cut(cookie.Value, ".")
	secret, ok := access.ParseSecret(text)
	if !ok {
		return secret, "", access.ErrCeremony
	}
	path, err := base64.RawURLEncoding.DecodeString(address)
	if err != nil {
		return secret, "", access.ErrCeremony
	}
	return secret, onward(string(path)), nil
}

// endCeremony uses up the one that a browser brings, whatever comes of it.
func (s *site) endCeremony(w http.ResponseWriter, r *http.Request, purpose string, account int64, now time.Time) (secret access.Secret, to string, err error) {
	secret, to, err = s.ceremony(r)
	if err != nil {
		return secret, "", err
	}
	s.cookie(w, ceremonyCookie, "", -1)
	return secret, to, s.Doors.Ceremonies.UseCeremony(r.Context(), secret, purpose, account, now)
}
