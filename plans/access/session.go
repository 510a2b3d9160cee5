package access

import "time"

// Limits of a session (OWASP, Session Management Cheat Sheet: idle, absolute and renewal timeouts). OWASP leaves the lengths to the
// risk; NIST SP 800-63B asks to sign in again after 30 days at its lowest level. Ninety are chosen because forum members come once in
// a while, a link by mail is all that signing in takes, and what their sessions open is little; idle ones end much earlier.
const (
	SessionIdle   = 14 * 24 * time.Hour
	SessionLife   = 90 * 24 * time.Hour
	RotateAfter   = 24 * time.Hour
	RotationGrace = time.Minute // requests under way still bring the token that was replaced
)

// Session is a token of a browser that is signed in. A family of them is one sign-in: each replaces the one before.
type Session struct {
	ID       int64
	Family   string // UUID
	Account  int64
	Key      Digest
	Means    string    // "link", "passkey", "oidc" or "demo"
	Started  time.Time // the sign-in
	Issued   time.Time // this token
	Replaced time.Time // by the next token; zero while it is the newest
	Ended    time.Time // the family; zero while it goes on
}

// Standing is what a token is worth.
type Standing int

// The standings.
const (
	Unknown  Standing = iota // nobody is signed in
	Good                     // it is
	Due                      // it is, and is to be replaced by a new one
	Passing                  // it is: another has just taken its place, and requests under way may not know yet
	Replayed                 // another took its place long ago: one of the two was stolen, and the family is to end
	Over                     // too old, or ended
)

// SignedIn says whether a request with such a token is its account's.
func (s Standing) SignedIn() bool { return s == Good || s == Due || s == Passing }

// Standing of a session at a moment. A token is replaced on every day that it is used, so one that was issued longer ago than SessionIdle
// was not used since: nothing is written at each request. (It may have been used a day later, so an idle session ends after 13 to 14 days.)
func (s Session) Standing(now time.Time) Standing {
	switch {
	case s.Key == Digest{}:
		return Unknown
	case !s.Ended.IsZero(), now.Sub(s.Started) >= SessionLife:
		return Over
	case !s.Replaced.IsZero() && now.Sub(s.Replaced) < RotationGrace:
		return Passing
	case !s.Replaced.IsZero():
		return Replayed
	case now.Sub(s.Issued) >= SessionIdle:
		return Over
	case now.Sub(s.Issued) >= RotateAfter:
		return Due
	}
	return Good
}

// NewSession begins a family. Its ID and Family are given when it is kept.
func NewSession(account int64, means string, now time.Time) (Session, Secret) {
	s := NewSecret()
	return Session{Account: account, Key: s.Digest(), Means: means, Started: now, Issued: now}, s
}

// Next is the session that takes the place of this one.
func (s Session) Next(now time.Time) (Session, Secret) {
	token := NewSecret()
	return Session{Family: s.Family, Account: s.Account, Key: token.Digest(), Means: s.Means, Started: s.Started, Issued: now}, token
}

// ErrSession is what a token says that is none, too old, ended or replayed.
var ErrSession error = notSignedIn("session-over", "You are signed in no more.", "Sign in again.")

// Why a family of sessions ended.
const (
	EndedByPerson = "signed-out"
	EndedBySignIn = "signed-in-anew" // in the same browser
	EndedByReplay = "replayed"
	EndedByOthers = "revoked"
)
