package access

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"terrier/plans"
)

// Scopes are what API tokens can be good for. A token never does more than its account may, and never what has no scope in the table:
// roles, agreements and the account itself are for people.
var Scopes = plans.CodeList{
	{Slug: "homes", Name: "See exact homes and figures"},
	{Slug: "downloads", Name: "Download exact homes"},
	{Slug: "stock", Name: "Bring an association's stock"},
	{Slug: "drafts", Name: "Draw drafts and save maps"},
}

// TokenLife is how long an API token works at most.
const TokenLife = 365 * 24 * time.Hour

const longestName = 100 // characters, of a token or a passkey

// Token is an API token as it is kept.
type Token struct {
	ID, Account int64
	Name        string // what its person calls it
	Prefix      string // how it begins
	Key         Digest
	Scopes      []string // slugs of Scopes
	Made        time.Time
	Expires     time.Time
	Used        time.Time // the day, in London; zero while it was not
	Revoked     time.Time // zero while it was not
}

// Works says whether it is good at a moment.
func (t Token) Works(now time.Time) bool {
	return t.Key != Digest{} && t.Revoked.IsZero() && now.Before(t.Expires)
}

// NewToken makes one. A scope or name that cannot be is a plans.Invalid error. The secret is shown once and is not kept.
func NewToken(account int64, name string, scopes []string, life time.Duration, now time.Time) (Token, Secret, error) {
	name, err := cleanName(name)
	if err != nil {
		return Token{}, Secret{}, err
	}
	if len(scopes) == 0 {
		return Token{}, Secret{}, plans.Refuse("scope-needed", "scope", "The token would be good for nothing.", "Choose at least one of "+strings.Join(Scopes.Slugs(), ", ")+".")
	}
	for _, scope := range scopes {
		if err := Scopes.Check("scope", scope); err != nil {
			return Token{}, Secret{}, err
		}
	}
	if life <= 0 || life > TokenLife {
		return Token{}, Secret{}, plans.Refuse("bad-life", "expires", "A token works for a year at most.", "Choose an earlier day.")
	}
	s := NewSecret()
	scopes = slices.Compact(slices.Sorted(slices.Values(scopes)))
	return Token{Account: account, Name: name, Prefix: s.Token()[:len(TokenPrefix)+4], Key: s.Digest(), Scopes: scopes, Made: now, Expires: now.Add(life)}, s, nil
}

// cleanName is a name that a person gives a thing of theirs.
func cleanName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	if n := utf8.RuneCountInString(name); n == 0 || n > longestName || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return "", plans.Refuse("bad-name", "name", fmt.Sprintf("A name has 1 to %d characters, and no control characters.", longestName), "Give it another name.")
	}
	return name, nil
}

// ErrToken is what an API token says that is none, too old or revoked.
var ErrToken error = notSignedIn("token-unusable", "This API token does not work.", "Make another one on your account's page.")

// mostTokens an account can have at a time, those made within a day counted though they were revoked: more than programs of one person.
const mostTokens = 50

// RoomForToken refuses one more than an account can have: a plans.Conflict.
func RoomForToken(has int) error {
	if has < mostTokens {
		return nil
	}
	return &plans.Error{Kind: plans.Conflict, Code: "tokens-full", Message: fmt.Sprintf("An account can have %d API tokens, and make that many within a day.", mostTokens),
		Remedy: "Revoke those that you do not use, or use one again."}
}
