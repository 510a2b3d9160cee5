package web

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// noticeWithin is how long sending a notice may take.
const noticeWithin = time.Minute

// notice tells the person of an account by e-mail what has happened to it, where this server sends any. Nothing waits for it, and nothing
// fails where it cannot be sent: what happened has happened.
func (s *site) notice(r *http.Request, account int64, subject, text string) {
	if s.Doors.Mail == nil {
		return
	}
	to, ok := s.Doors.Roster.Account(account)
	if !ok {
		return
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(r.Context()), noticeWithin)
	go func() {
		defer done()
		if err := s.Doors.Mail.Send(ctx, to.Email.Text, subject, text); err != nil {
			s.Logger.WarnContext(ctx, "a notice was not sent", "request", requestID(r), "account", account, "error", err.Error())
		}
	}()
}

// Neither says what the passkey is called: that is written by whoever made it.
const (
	passkeyAdded = `A passkey was added to your account at Terrier, at %s. Whoever has it can sign in as you.

If it was you, nothing needs to be done. If it was not, sign in by a link that you have sent to this address, remove the passkey, and sign out everywhere else:

%s
`
	passkeyRemoved = `A passkey was removed from your account at Terrier, at %s. It no longer signs in.

If it was you, nothing needs to be done. If it was not, somebody else is signed in as you: sign in by a link that you have sent to this address, and sign out everywhere else:

%s
`
)

// notice tells of a passkey that came or went.
func (p passkeys) notice(r *http.Request, v visitor, subject, text, page string) {
	p.site.notice(r, v.Account, subject, fmt.Sprintf(text, clockTime(v.now), p.PublicURL+page))
}
