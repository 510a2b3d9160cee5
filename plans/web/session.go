package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"terrier/plans"
	"terrier/plans/access"
)

const sessionCookie = "terrier"

// named is the name of a cookie. With the prefix a browser takes it from this very host over https only (RFC 6265bis section 4.1.3.2).
func (s *site) named(cookie string) string {
	if s.secure() {
		return "__Host-" + cookie
	}
	return cookie
}

func (s *site) secure() bool { return strings.HasPrefix(s.PublicURL, "https://") }

func (s *site) setCookie(w http.ResponseWriter, token access.Secret) {
	s.cookie(w, sessionCookie, token.Reveal(), int(access.SessionLife/time.Second))
}

func (s *site) dropCookie(w http.ResponseWriter) { s.cookie(w, sessionCookie, "", -1) }

// cookie is sent to pages of ours and with links that are followed from elsewhere, never with what another site's page posts or loads.
func (s *site) cookie(w http.ResponseWriter, name, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{Name: s.named(name), Value: value, Path: "/", MaxAge: maxAge, Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// token is the secret of the session that a browser has; the zero secret where it has none.
func (s *site) token(r *http.Request) (token access.Secret, ok bool) {
	cookie, err := r.Cookie(s.named(sessionCookie))
	if err != nil {
		return access.Secret{}, false
	}
	return access.ParseSecret(cookie.Value)
}

// visitor is who asks: by the session of a browser or by an API token, else nobody. A token that does not work is an error, a session
// that is over is not: its cookie goes.
func (s *site) visitor(w http.ResponseWriter, r *http.Request) (visitor, error) {
	v := visitor{now: s.Clock()}
	if scheme, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") { // RFC 9110 section 11.1
		secret, ok := access.ParseToken(strings.TrimSpace(bearer))
		if !ok {
			return v, access.ErrToken
		}
		token, err := s.Doors.Roster.Token(secret, v.now)
		if err != nil && s.caughtUp(r) {
			token, err = s.Doors.Roster.Token(secret, v.now)
		}
		if err != nil {
			return v, err
		}
		if !token.Used.Equal(access.Today(v.now)) {
			if err := s.Doors.Tokens.UsedToken(r.Context(), token.ID, v.now); err != nil {
				s.Logger.WarnContext(r.Context(), "the day on which an API token was used is not noted", "error", err.Error())
			}
		}
		v.Who = s.Doors.Roster.ByToken(token)
		return v, nil
	}
	secret, ok := s.token(r)
	if !ok {
		return v, nil
	}
	session, standing := s.Doors.Roster.Session(secret, v.now)
	if standing == access.Unknown && s.caughtUp(r) {
		if session, standing = s.Doors.Roster.Session(secret, v.now); standing == access.Unknown {
			standing = access.Over // on every server
		}
	}
	switch {
	case standing == access.Replayed:
		if err := s.Doors.SignIns.EndSession(r.Context(), session.Family, access.EndedByReplay, v.now); err != nil {
			return v, err
		}
		s.Logger.WarnContext(r.Context(), "a session that had been replaced was used again; it is ended", "account", session.Account)
		s.dropCookie(w)
		return v, nil
	case standing == access.Due:
		if next, err := s.rotate(w, r, session, v.now); err == nil {
			session = next
		} else if !unreachable(err) { // while the database is away the old one will do
			return v, err
		}
	case standing == access.Over:
		s.dropCookie(w)
		return v, nil
	case !standing.SignedIn(): // this server could not ask whether it is a new one: the cookie stays
		return v, nil
	}
	v.session, v.Who = session, s.Doors.Roster.Who(session.Account)
	return v, nil
}

// rotate gives the browser a new token for its session.
func (s *site) rotate(w http.ResponseWriter, r *http.Request, old access.Session, now time.Time) (access.Session, error) {
	next, token, ok, err := s.Doors.SignIns.RotateSession(r.Context(), old, now)
	if err != nil || !ok { // another request was first
		return old, err
	}
	s.setCookie(w, token)
	s.caughtUp(r) // from now on the old one is known to be replaced
	return next, nil
}

// caughtUp brings the roster up to date, and says whether that could be done. Where the database is away its follower tells of it.
func (s *site) caughtUp(r *http.Request) bool { return s.catchUp.wait(r.Context()) == nil }

// toSignIn sends a browser whose person is not signed in to the page where they can, and back after it. Whoever else is not gets 401.
func (s *site) toSignIn(w http.ResponseWriter, r *http.Request, err error) error {
	var known *plans.Error
	if !errors.As(err, &known) || known.Kind != plans.SignedOut || !wantsPage(r) || r.Header.Get("Authorization") != "" {
		return err
	}
	to := "/account"
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		to = r.URL.RequestURI()
	}
	http.Redirect(w, r, "/sign-in?to="+url.QueryEscape(to), http.StatusSeeOther)
	return nil
}

// onward is a path of this site to go on to; "/account" where what was given is not one. A browser takes "//host" and "/\host" for
// other sites.
func onward(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\x00\r\n\t") ||
		strings.HasPrefix(u.Path, "/sign-") {
		return "/account"
	}
	return u.RequestURI()
}
