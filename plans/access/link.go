package access

import (
	"time"

	"terrier/plans"
)

// Purposes of a link.
const (
	ToSignIn   = "sign-in"
	Invitation = "invitation"
)

// How long links work. Fifteen minutes are enough for slow mail. (NIST SP 800-63B gives codes ten, and does not count e-mail as a second
// factor at all: who has the mailbox has the account. Passkeys are for those who want more.)
const (
	LinkLife       = 15 * time.Minute
	InvitationLife = 7 * 24 * time.Hour
)

// Link signs in whoever has its secret, once.
type Link struct {
	Key     Digest
	Purpose string
	To      Address
	By      int64 // id of the account that invites; 0 from the command line, and for one that was asked for
	Made    time.Time
	Expires time.Time
	Grants  []Grant // the roles that an invitation brings
}

// NewLink makes one for somebody who wants to sign in. The secret goes into the mail and is not kept.
func NewLink(to Address, now time.Time) (Link, Secret) {
	s := NewSecret()
	return Link{Key: s.Digest(), Purpose: ToSignIn, To: to, Made: now, Expires: now.Add(LinkLife)}, s
}

// NewInvitation makes one for somebody who is to hold roles. Whoever makes it asks May for each.
func NewInvitation(to Address, by int64, grants []Grant, now time.Time) (Link, Secret) {
	s := NewSecret()
	return Link{Key: s.Digest(), Purpose: Invitation, To: to, By: by, Made: now, Expires: now.Add(InvitationLife), Grants: grants}, s
}

// ErrLink is what a link says that is used, too old, replaced or none: the same words for all.
var ErrLink error = notSignedIn("link-unusable", "This link does not work: it has been used, is too old, or was not copied whole.", "Ask for another one.")

// SignedIn is what a sign-in gave: a session of an account.
type SignedIn struct {
	Account int64
	Fresh   bool // the account was made by it
	Token   Secret
	Session Session
	Granted []Held  // roles that it brought
	Dropped []Grant // roles that it would have brought, had who invited still been one to grant them
}

// ErrGone is for an account that was erased.
var ErrGone error = &plans.Error{Kind: plans.NotFound, Code: "account-gone", Message: "There is no such account.", Remedy: ""}
